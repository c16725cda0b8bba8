"""Following one's own matter: reading, writing, rating, changing the code."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from complaints.domain.calendar import half_of
from complaints.domain.codes import code_from_number
from complaints.domain.entries import EntryKind, Side
from complaints.domain.errors import Code, NotAllowed, Refusal
from complaints.domain.events import Event
from complaints.domain.milestones import Milestone
from complaints.domain.text import clean_text, required_text
from complaints.evidence.ports import nowhere
from complaints.evidence.spool import SealedPart
from complaints.records import cases, journal
from complaints.records.notices import forget_address, has_address
from complaints.records.rating_slips import end_slip
from complaints.tracking.counted import Counted, counted_in
from complaints.tracking.ratings import checked_rating, count_rating
from complaints.tracking.visits import Visitor, begin_visit, open_visited
from complaints.vault.lookup import secrets_of_code
from complaints.work import Work
from complaints.work.attachments import (
    OpenedFile,
    blob_rows,
    keep_parts,
    open_attachment,
    record_of_file,
    withdraw_parts,
)
from complaints.work.cookies import Cookie
from complaints.work.letters import IssuedLetter, letters_of
from complaints.work.milestones import milestones_of
from complaints.work.office import Office
from complaints.work.opened import OpenedCase, stop_waiting
from complaints.work.reporter_codes import replace_code
from complaints.work.signals import signal_words
from complaints.work.telling import Told, tell

MOST_A_DAY = 40
"""How often a reporter can write, or change the code, on one day: the officers must be able to
open the case."""


def look(work: Work, visitor: Visitor) -> Told:
    """Return the visitor's case. No visit is recorded.

    :raises NotFound: it is not there any more.
    :raises Broken: a row of it is not what was stored.
    """
    opened = open_visited(work, visitor)
    return tell(opened, opened.entries())


@dataclass(frozen=True)
class Followed:
    """A case with everything that stands around it on the page of its reporter.

    :ivar counted: which published figures count it.
    :ivar letters: what the office wrote formally.
    :ivar milestones: what the office owes, by when, and what it did.
    """

    told: Told
    counted: list[Counted]
    letters: list[IssuedLetter]
    milestones: list[Milestone]


def follow(work: Work, visitor: Visitor) -> Followed:
    """Return the visitor's case with its letters, and which published figures count it.

    :raises NotFound: it is not there any more.
    :raises Broken: a row of it is not what was stored.
    """
    opened = open_visited(work, visitor)
    told = tell(opened, opened.entries())
    return Followed(
        told,
        counted_in(opened),
        letters_of(opened, told.acknowledged_on),
        milestones_of(work, told),
    )


def send_message(
    office: Office,
    visitor: Visitor,
    *,
    text: str,
    parts: Sequence[SealedPart] = (),
    is_detriment: bool = False,
) -> None:
    """Write to the office under the code, with evidence if there is some.

    :param is_detriment: the reporter is made to suffer for the report; this
        stands at the top of the officers' list until one of them sees to it.

    :raises BadInput: neither words nor files, or words that cannot be taken.
    :raises NotAllowed: very much was written today already.
    :raises NotFound: the case is not there any more.
    """
    text = clean_text(text, "message") if parts else required_text(text, "message")
    with office.reading(visitor.channel) as work:
        _refuse_flood(open_visited(work, visitor))
    kept = keep_parts(office, visitor.channel, parts, at=nowhere)
    try:
        with office.writing(visitor.channel) as work:
            opened = open_visited(work, visitor, for_change=True)
            _refuse_flood(opened)
            opened.add_shared(
                EntryKind.DETRIMENT if is_detriment else EntryKind.MESSAGE,
                Side.REPORTER,
                text=text,
                files=[record_of_file(file) for file in kept],
            )
            work.session.add_all(blob_rows(opened.case, kept))
            signal_words(opened, is_detriment=is_detriment)
            if is_detriment:
                half = half_of(opened.case.received_on)
                cases.add_to_tally(work.session, visitor.channel, half.start, "detriment")
            stop_waiting(opened)
            _record(opened, Event.REPORTER_WROTE)
    except Refusal:
        withdraw_parts(office, visitor.channel, kept)
        raise


def rate(work: Work, visitor: Visitor, *, score: int, words: str = "") -> None:
    """Rate how the matter was handled, once, after the result.

    :param score: 1 (very poor) to 5 (very good).
    :raises BadInput: no such score, or words that cannot be taken.
    :raises NotAllowed: there is no result yet, or it was rated before.
    """
    words = checked_rating(score, words)
    opened = open_visited(work, visitor, for_change=True)
    told = tell(opened, opened.entries())
    if not told.may_rate:
        rated = told.rating is not None
        raise NotAllowed(Code.ALREADY_RATED if rated else Code.CASE_IS_NOT_COMPLETED)
    opened.add_shared(EntryKind.RATING, Side.REPORTER, score=score, text=words)
    end_slip(work.session, opened.case.id)
    count_rating(work, opened.case, score)
    _record(opened, Event.REPORTER_RATED, score=str(score))


def gets_mail(work: Work, visitor: Visitor) -> bool:
    """Say whether the reporter asked for notices by mail and has not left."""
    return has_address(work.session, visitor.case_id)


def stop_mail(work: Work, visitor: Visitor) -> None:
    """Destroy the address for notices; the case itself stays as it is.

    :raises NotFound: the case is not there any more.
    """
    opened = open_visited(work, visitor, for_change=True)
    forget_address(work.session, opened.case.id)


def change_code(office: Office, visitor: Visitor) -> tuple[str, Cookie]:
    """Give the reporter a new code; the old one opens nothing from then on.

    :return: the new code, 24 digits, and the cookie of a visit with it.
    :raises NotAllowed: it was changed very often today already.
    :raises NotFound: the case is not there any more.
    """
    code = code_from_number(secrets.randbits(256))
    opened_by = secrets_of_code(code, office.agency().id)
    with office.writing(visitor.channel) as work:
        opened = open_visited(work, visitor, for_change=True)
        _refuse_flood(opened)
        replace_code(opened, opened_by, is_handed_out=False)
        opened.add_shared(EntryKind.CODE_CHANGED, Side.REPORTER)
        _record(opened, Event.REPORTER_CHANGED_CODE)
        return code, begin_visit(work, opened.case.id, opened_by)


def read_file(work: Work, visitor: Visitor, *, blob_id: str) -> OpenedFile:
    """Open a file that the reporter can see.

    :raises NotFound: the case has none of that id.
    """
    opened = open_visited(work, visitor)
    files = [file for entry in opened.entries() for file in entry.files]
    return open_attachment(opened, files, blob_id)


def _refuse_flood(opened: OpenedCase) -> None:
    """Refuse what would make a case too long to be opened.

    :raises NotAllowed: very much was written today already.
    """
    work, written = opened.work, (Event.REPORTER_WROTE, Event.REPORTER_CHANGED_CODE)
    if journal.count_on(work.session, opened.case.id, written, work.today()) >= MOST_A_DAY:
        raise NotAllowed(Code.TOO_MUCH_TODAY)


def _record(opened: OpenedCase, event: Event, **fields: str) -> None:
    work, case = opened.work, opened.case
    journal.write(
        work.session,
        event,
        channel=work.channel,
        on=work.today(),
        actor_id=journal.REPORTER,
        case_id=case.id,
        fields=fields,
    )
