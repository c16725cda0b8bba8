"""The page of one case, and its files, for an officer who holds its key."""

from __future__ import annotations

from dataclasses import dataclass

from complaints.domain.access import Permission
from complaints.domain.entries import Entry, EntryKind
from complaints.domain.errors import Code, NotAllowed
from complaints.domain.events import Event
from complaints.domain.states import State, Step, steps_from
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
    :ivar steps: what is legal now.
    :ivar readers: names of the officers who can open the case.
    """

    told: Told
    entries: list[Entry]
    steps: tuple[Step, ...]
    readers: list[str]
    unit_id: str | None
    officer_id: str | None
    is_mine: bool

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
    case = opened.case
    _record(opened, Event.CASE_READ, actor)
    return CasePage(
        told=tell(opened, entries),
        entries=entries,
        steps=steps_from(State(case.state)),
        readers=_readers(work, case.id),
        unit_id=case.unit_id or opened.heading().get("unit_id"),
        officer_id=case.officer_id,
        is_mine=case.officer_id == actor.id,
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
