"""Protecting the reporter: the risk of detriment, what is done against it, what is told."""

from __future__ import annotations

from complaints.domain.access import Permission
from complaints.domain.entries import Entry, EntryKind, Side
from complaints.domain.errors import BadInput, Code
from complaints.domain.events import Event
from complaints.domain.protection import Risk
from complaints.domain.text import clean_text
from complaints.records import journal
from complaints.work import Actor, Work
from complaints.work.opened import open_case
from complaints.work.signals import calm_signal

MEASURES_CHARACTERS = 5000


def protect(
    work: Work, *, number: str, actor: Actor, risk: Risk, measures: str = "", told: str = ""
) -> None:
    """Note the risk of detriment and what is done against it.

    What the reporter said of a detriment counts as seen to from then on.

    :param measures: what is done; officers alone read it. Needed unless the risk is low.
    :param told: a line that the reporter reads, if there is one.
    :raises NotFound: no such case, or the actor holds no wrap of it.
    :raises BadInput: a risk without a measure, or words that cannot be taken.
    """
    measures = clean_text(measures, "measures", longest=MEASURES_CHARACTERS)
    told = clean_text(told, "told", longest=MEASURES_CHARACTERS)
    opened = open_case(work, number, actor, Permission.CASE_PROTECT)
    if not measures and (risk is not Risk.LOW or has_open_detriment(opened.entries())):
        raise BadInput(Code.FIELD_IS_EMPTY, "measures")
    opened.add_internal(
        EntryKind.PROTECTION, text=measures, risk=risk.value, officer=actor.full_name
    )
    if told:
        opened.add_shared(EntryKind.PROTECTED, Side.OFFICE, text=told)
    calm_signal(opened)
    journal.write(
        work.session,
        Event.CASE_PROTECTED,
        channel=work.channel,
        on=work.today(),
        actor_id=actor.id,
        case_id=opened.case.id,
    )


def has_open_detriment(entries: list[Entry]) -> bool:
    """Say whether the reporter told of a detriment that nobody has seen to yet."""
    kinds = {EntryKind.DETRIMENT, EntryKind.PROTECTION}
    last = [entry.kind for entry in entries if entry.kind in kinds]
    return bool(last) and last[-1] is EntryKind.DETRIMENT
