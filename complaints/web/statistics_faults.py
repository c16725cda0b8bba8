"""Why figures cannot be published, in words: what does not fit, and which table tells too much."""

from __future__ import annotations

from flask_babel import gettext as _

from complaints.domain.disclosure import Fault
from complaints.domain.errors import NotAllowed
from complaints.statistics.balancing import LedgerDoesNotBalance
from complaints.statistics.breakdown_words import DIMENSIONS, Dimension
from complaints.statistics.protecting import GivesAway
from complaints.web.dates import format_day
from complaints.web.desk.record_words import event_words
from complaints.web.statistics_changes import language_of_reader


def faults_of(refusal: NotAllowed) -> list[str]:
    """Return what a refusal names, one sentence for each; nothing of other refusals."""
    if isinstance(refusal, LedgerDoesNotBalance):
        return _odd(refusal)
    if isinstance(refusal, GivesAway):
        table = DIMENSIONS[refusal.dimension].in_(language_of_reader())
        return [_("Table “%(table)s”: %(fault)s", table=table, fault=fault_words(refusal.fault))]
    return []


def fault_words(fault: Fault) -> str:
    """Return what is wrong with a table of small numbers."""
    words = {
        Fault.CELL_TOO_SMALL: _("a number from 1 to 4 would stand alone"),
        Fault.COMPLEMENT_TOO_SMALL: _("all but 1 to 4 would be of one category"),
        Fault.GROUP_CAN_BE_SOLVED: _("categories that were joined could be told apart"),
        Fault.CROSSES_AN_EARLIER_TABLE: _("joins otherwise than the release before"),
        Fault.SUM_TELLS_MORE: _("its sum would tell how many cases came again"),
        Fault.CHANGE_TOO_SMALL: _("a number moved by 1 to 4 since the release before"),
    }
    return words[fault]


def _odd(unbalanced: LedgerDoesNotBalance) -> list[str]:
    """Return the events that do not fit, by their numbers in the journal, and the counters."""
    return [
        *(
            _(
                "Journal row %(number)s of %(day)s: %(event)s",
                number=one.number,
                day=format_day(one.on),
                event=event_words(one.event.value),
            )
            for one in unbalanced.events
        ),
        *(
            _("Case %(number)s, of which the journal knows nothing", number=number)
            for number in unbalanced.case_numbers
        ),
        *(
            _(
                "Counters “%(table)s” of the half-year from %(day)s do not add up to its cases",
                table=DIMENSIONS[Dimension(one.name)].in_(language_of_reader()),
                day=format_day(one.half_starts_on),
            )
            for one in unbalanced.counters
        ),
    ]
