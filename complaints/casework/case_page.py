"""The page of one case, and its files, for an officer who holds its key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from complaints.casework.endings import proposal_of
from complaints.casework.ground import follow_up_of, last_closing, standing_of
from complaints.casework.objections import may_judge
from complaints.domain.access import Permission
from complaints.domain.checklist import Check, checklist
from complaints.domain.entries import Entry, EntryKind
from complaints.domain.errors import Code, NotAllowed
from complaints.domain.events import Event
from complaints.domain.states import Standing, Step, legal_steps
from complaints.records import cases, journal, officers
from complaints.work import Actor, Work
from complaints.work.attachments import OpenedFile, is_original, open_attachment
from complaints.work.opened import OpenedCase, open_case
from complaints.work.telling import Told, tell


@dataclass(frozen=True)
class CasePage:
    """A case as its officers see it.

    :ivar told: what the reporter can read as well.
    :ivar entries: every row, internal ones too, in order.
    :ivar steps: what is legal now, and not left to a colleague.
    :ivar is_own_result: an objection waits, and it is about a result of the reader's own.
    :ivar readers: names of the officers who can open the case.
    :ivar version: rows of the case, by which a form knows whether it changed.
    :ivar acting: who acts for the responsible officer today.
    :ivar proposal: a result that waits for the second key.
    :ivar closing: what officers alone keep of the result that stands.
    """

    told: Told
    entries: list[Entry]
    steps: tuple[Step, ...]
    readers: list[str]
    unit_id: str | None
    officer_id: str | None
    is_mine: bool
    version: int
    standing: Standing
    acting: str | None
    acting_until: date | None
    follow_up_on: date | None
    proposal: Entry | None
    closing: dict[str, Any]
    checks: list[Check]
    is_own_result: bool

    @property
    def notes(self) -> list[Entry]:
        """Return the internal notes, oldest first."""
        return [entry for entry in self.entries if entry.kind is EntryKind.NOTE]

    @property
    def exclusions(self) -> list[Entry]:
        """Return who was excluded later, oldest first."""
        return [entry for entry in self.entries if entry.kind is EntryKind.EXCLUSION]


def read_case(work: Work, actor: Actor, *, number: str) -> CasePage:
    """Open a case and write down who opened it.

    :raises NotFound: no such case, or the actor holds no wrap of it.
    """
    opened = open_case(work, number, actor, Permission.CASE_READ, for_change=False)
    if opened.case.is_key_due:  # whoever opens the case first makes the key
        opened = open_case(work, number, actor, Permission.CASE_READ)
    entries = opened.entries()
    case, today = opened.case, work.today()
    is_acted_for = case.acting_until is not None and today <= case.acting_until
    acting_id = case.acting_officer_id if is_acted_for else None
    told, standing = tell(opened, entries), standing_of(opened)
    is_own_result = standing.is_objected and not may_judge(opened, entries, actor)
    left_to_others = {Step.OBJECTION} if is_own_result else set()
    _record(opened, Event.CASE_READ, actor)
    return CasePage(
        told=told,
        entries=entries,
        steps=tuple(step for step in legal_steps(standing) if step not in left_to_others),
        standing=standing,
        readers=_readers(work, case.id),
        unit_id=case.unit_id or opened.heading().get("unit_id"),
        officer_id=case.officer_id,
        is_mine=actor.id in {case.officer_id, acting_id},
        version=case.entry_count,
        acting=_name_of(work, acting_id),
        acting_until=case.acting_until if is_acted_for else None,
        follow_up_on=follow_up_of(opened),
        proposal=proposal_of(entries) if case.proposed_on else None,
        closing=last_closing(entries),
        checks=checklist(told.trace, today),
        is_own_result=is_own_result,
    )


def read_file(work: Work, actor: Actor, *, number: str, blob_id: str) -> OpenedFile:
    """Open an attachment and write down who opened it.

    :raises NotFound: no such case or file, or the actor holds no wrap.
    :raises NotAllowed: it is kept as it was sent, so a warning comes first.
    """
    opened = open_case(work, number, actor, Permission.CASE_READ, for_change=False)
    files = [file for entry in opened.entries() for file in entry.files]
    if any(is_original(record) for record in files if record["blob_id"] == blob_id):
        raise NotAllowed(Code.ORIGINAL_IS_APART)
    file = open_attachment(opened, files, blob_id)
    _record(opened, Event.EVIDENCE_READ, actor)
    return file


def _name_of(work: Work, officer_id: str | None) -> str | None:
    account = officers.find_officer(work.session, officer_id) if officer_id else None
    return f"{account.full_name} ({account.position})" if account else None


def _readers(work: Work, case_id: str) -> list[str]:
    held = cases.holders_of(work.session, case_id)
    return [
        f"{account.full_name} ({account.position})"
        for account in officers.officers_of_desk(work.session, work.channel)
        if account.id in held
    ]


def _record(opened: OpenedCase, event: Event, actor: Actor) -> None:
    work = opened.work
    journal.write(
        work.session,
        event,
        channel=work.channel,
        on=work.today(),
        actor_id=actor.id,
        case_id=opened.case.id,
    )
