"""A case that somebody has opened: reading and writing its sealed rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from complaints.domain.access import Permission
from complaints.domain.codes import is_case_number
from complaints.domain.entries import Entry, EntryKind, Side
from complaints.domain.errors import Broken, Code, NotFound
from complaints.domain.events import Event
from complaints.domain.letters import letter_for
from complaints.records import cases, journal
from complaints.records.cases import Case, CaseEntry, CaseKeyRecord, KeyWrap
from complaints.records.database import new_id
from complaints.vault.casekeys import (
    RECOVERY,
    REPORTER,
    CaseKey,
    CaseRef,
    Half,
    HalfKey,
    Succession,
    open_as_officer,
    open_as_reporter,
    succeed,
    verify_succession,
)
from complaints.vault.lookup import CodeSecrets
from complaints.vault.pairs import OpeningPair, SigningPair
from complaints.vault.roster import Seat
from complaints.work import Actor, Work, refuse_unless_allowed
from complaints.work.letters import issue_letter
from complaints.work.outbox import tell_reporter
from complaints.work.rosters import appointed_members, current_roster

_ENTRIES = CaseEntry.__tablename__


@dataclass
class OpenedCase:
    """A case with the keys that its reader holds.

    :ivar shared: shared halves by number of the key.
    :ivar keys: whole keys by number; empty for a reporter.
    """

    work: Work
    case: Case
    ref: CaseRef
    shared: dict[int, HalfKey] = field(repr=False)
    keys: dict[int, CaseKey] = field(repr=False)

    @property
    def newest_shared(self) -> HalfKey:
        """Return the shared half under which new rows are sealed."""
        return self.shared[self.case.key_number]

    @property
    def newest_key(self) -> CaseKey:
        """Return the whole key under which new rows are sealed; officers only."""
        return self.keys[self.case.key_number]

    def entries(self) -> list[Entry]:
        """Return every row that the reader can open, in order.

        :raises Broken: a row does not open where it stands, or is missing.
        """
        halves = [Half.SHARED.value, *([Half.DESK.value] if self.keys else [])]
        rows = cases.entries_of(self.work.session, self.case.id, halves)
        if self.keys:
            self._refuse_gap(rows)
        return self.opened_rows(rows)

    def _refuse_gap(self, rows: Iterable[CaseEntry]) -> None:
        """Refuse a case of which rows were taken away; newer ones may have come meanwhile."""
        if not set(range(1, self.case.entry_count + 1)) <= {row.position for row in rows}:
            raise Broken(Code.SEAL_IS_BROKEN)

    def opened_rows(self, rows: Iterable[CaseEntry]) -> list[Entry]:
        """Open rows of this case that were fetched already, those that the reader can open.

        :raises Broken: a row does not open where it stands.
        """
        return [self._opened(row) for row in rows if row.key_number in self.shared]

    def add_shared(self, kind: EntryKind, by: Side, **content: Any) -> CaseEntry:
        """Write a row that reporter and officers can read.

        What the office writes is a sign of life: its day is noted, an explanation
        or a result becomes a letter, and a reporter who asked for mail is told
        that something happened.
        """
        row = self._add(self.newest_shared, kind, by, content)
        if by is Side.OFFICE:
            self._tell(kind, content)
        return row

    def _tell(self, kind: EntryKind, content: dict[str, Any]) -> None:
        """Let what the office wrote reach the reporter: by letter and by notice."""
        letter = letter_for(kind, content.get("outcome"))
        if letter is not None and self.case.reporter_key_sealed is not None:
            issue_letter(self, letter, content)
        self.case.told_on = self.work.today()
        tell_reporter(self.work, self.case)

    def add_internal(self, kind: EntryKind, **content: Any) -> CaseEntry:
        """Write a row that officers alone can read."""
        return self._add(self.newest_key.desk, kind, Side.OFFICE, content)

    def heading(self) -> dict[str, Any]:
        """Return the line that lists show."""
        return open_heading(self.case, self.keys)

    def change_heading(self, **changes: Any) -> None:
        """Change some fields of the line that lists show."""
        content = {**self.heading(), **changes}
        key = self.newest_key
        self.case.heading_sealed = key.desk.seal(
            content, table="cases", column="heading_sealed", row=self.case.id
        )
        self.case.heading_key_number = key.number

    def reporter_access(self) -> dict[str, str] | None:
        """Return what the reporter's code yields in public; None without a reporter.

        ``public`` is the opening key, ``index`` what makes the lookup index of any
        channel; neither opens anything.
        """
        if self.case.reporter_key_sealed is None:
            return None
        opened: dict[str, str] = self.newest_shared.open(
            self.case.reporter_key_sealed,
            table="cases",
            column="reporter_key_sealed",
            row=self.case.id,
        )
        return opened

    def keep_reporter_access(self, access: dict[str, str]) -> None:
        """Seal what the reporter's code yields in public under the newest key of the case."""
        self.case.reporter_key_sealed = self.newest_shared.seal(
            access,
            table="cases",
            column="reporter_key_sealed",
            row=self.case.id,
        )

    def renew_key(self, signer: SigningPair) -> None:
        """Begin a new key for what follows, for those who hold the case now.

        :param signer: the signing pair of an officer who holds it.
        """
        access, heading = self.reporter_access(), self.heading()
        key, succession = succeed(self.newest_key, signer)
        wraps = {
            holder: key.wrap_for_officer(holder, opening_key)
            for holder, opening_key in self._holders().items()
        }
        if access is not None:
            wraps[REPORTER] = key.wrap_for_reporter(bytes.fromhex(access["public"]))
        session, case = self.work.session, self.case
        session.add(record_of(succession, case))
        session.add_all(
            KeyWrap(recipient_id=holder, case_id=case.id, key_number=key.number, key_sealed=wrapped)
            for holder, wrapped in wraps.items()
        )
        case.key_number, case.is_key_due = key.number, False
        self.keys[key.number], self.shared[key.number] = key, key.shared
        if access is not None:
            self.keep_reporter_access(access)
        self.change_heading(**heading)

    def _holders(self) -> dict[str, bytes]:
        """Return everybody who holds a key of the case and stands on the roster, appointed."""
        held = cases.holders_of(self.work.session, self.case.id)
        roster = current_roster(self.work)
        seated = appointed_members(self.work, roster, Seat.OFFICER, Seat.ALTERNATE)
        keys = {account.id: member.opening_key for account, member in seated if account.id in held}
        if roster.recovery is not None:
            keys[RECOVERY] = roster.recovery.opening_key
        return keys

    def _add(self, key: HalfKey, kind: EntryKind, by: Side, content: dict[str, Any]) -> CaseEntry:
        row = new_entry(key, self.case, kind=kind, by=by, on=self.work.today(), content=content)
        self.work.session.add(row)
        return row

    def _opened(self, row: CaseEntry) -> Entry:
        half = Half(row.half)
        key = self.shared[row.key_number]
        if half is Half.DESK:
            key = self.keys[row.key_number].desk
        record = key.open(
            row.content_sealed,
            table=_ENTRIES,
            column="content_sealed",
            row=_row_name(row.id, row.position),
        )
        return Entry(
            position=row.position,
            is_shared=half is Half.SHARED,
            kind=EntryKind(record["kind"]),
            on=date.fromisoformat(record["on"]),
            by=Side(record["by"]),
            content=record["content"],
        )


def stop_waiting(opened: OpenedCase) -> None:
    """Stop measuring how long the office waits for the reporter."""
    case = opened.case
    if case.waiting_since is not None:
        case.waited_days += (opened.work.today() - case.waiting_since).days
        case.waiting_since = None


def new_entry(
    key: HalfKey, case: Case, *, kind: EntryKind, by: Side, on: date, content: dict[str, Any]
) -> CaseEntry:
    """Return the next sealed row of a case; counts it in the case.

    The case must be held by the transaction, so that no two rows get one position.
    """
    case.entry_count += 1
    row_id, position = new_id(), case.entry_count
    record = {"kind": kind.value, "on": on.isoformat(), "by": by.value, "content": content}
    return CaseEntry(
        id=row_id,
        case_id=case.id,
        position=position,
        key_number=key.number,
        half=key.half.value,
        content_sealed=key.seal(
            record, table=_ENTRIES, column="content_sealed", row=_row_name(row_id, position)
        ),
    )


def ref_of(work: Work, case: Case) -> CaseRef:
    """Return what a case's keys are bound to."""
    return CaseRef(work.agency.id, case.channel, case.id)


def open_case(
    work: Work, number: str, actor: Actor, permission: Permission, *, for_change: bool = True
) -> OpenedCase:
    """Open a case for an officer.

    :param for_change: hold the case against other writers.
    :raises NotFound: no such case, no wrap of it, or not allowed: one answer.
    :raises Broken: a key that is not the one it should be.
    """
    case = None
    if is_case_number(number, work.channel):
        case = cases.find_case(work.session, work.channel, number)
    wraps = cases.wraps_held(work.session, case.id if case else "", actor.id)
    refuse_unless_allowed(actor, permission, channel=work.channel, holds_wrap=bool(wraps))
    if case is None:
        raise NotFound
    if (
        for_change
    ):  # locked for holders alone: to others, a case that exists costs no statement more
        cases.lock_case(work.session, case)
        wraps = cases.wraps_held(work.session, case.id, actor.id)
        refuse_unless_allowed(actor, permission, channel=work.channel, holds_wrap=bool(wraps))
    opened = opened_for_officer(work, case, wraps, actor)
    if case.is_key_due and for_change and actor.owned is not None:
        _renew_due_key(opened, actor, actor.owned.signing)
    return opened


def _renew_due_key(opened: OpenedCase, actor: Actor, signer: SigningPair) -> None:
    """Make the key that became due when somebody who held the case left."""
    opened.renew_key(signer)
    journal.write(
        opened.work.session,
        Event.CASE_KEY_RENEWED,
        channel=opened.work.channel,
        on=opened.work.today(),
        actor_id=actor.id,
        case_id=opened.case.id,
        fields={"key_number": str(opened.case.key_number)},
    )


def opened_for_officer(
    work: Work, case: Case, wraps: Iterable[KeyWrap], actor: Actor
) -> OpenedCase:
    """Open the keys of a case that are wrapped for an officer, and check them.

    :raises Broken: a wrap does not open, or a key has no right to follow.
    """
    return opened_with(work, case, wraps, cases.key_records(work.session, case.id), actor)


def opened_with(
    work: Work,
    case: Case,
    wraps: Iterable[KeyWrap],
    records: Iterable[CaseKeyRecord],
    actor: Actor,
) -> OpenedCase:
    """Open the keys of a case from rows that were fetched already, and check them.

    :raises Broken: a wrap does not open, or a key has no right to follow.
    """
    if actor.owned is None:
        raise NotFound
    ref, pair = ref_of(work, case), actor.owned.opening
    keys = {
        wrap.key_number: open_as_officer(ref, wrap.key_number, wrap.key_sealed, actor.id, pair)
        for wrap in wraps
    }
    shared = {number: key.shared for number, key in keys.items()}
    _verify(work, case, shared, records)
    return OpenedCase(work, case, ref, shared, keys)


def opened_for_reporter(work: Work, case: Case, pair: OpeningPair) -> OpenedCase:
    """Open the shared halves of a case with a reporter's pair, and check them.

    :raises Broken: as for :func:`opened_for_officer`.
    """
    ref = ref_of(work, case)
    shared = {
        wrap.key_number: open_as_reporter(ref, wrap.key_number, wrap.key_sealed, pair)
        for wrap in cases.wraps_held(work.session, case.id, REPORTER)
    }
    _verify(work, case, shared, cases.key_records(work.session, case.id))
    return OpenedCase(work, case, ref, shared, {})


def open_heading(case: Case, keys: dict[int, CaseKey]) -> dict[str, Any]:
    """Return the line that lists show of a case, or an empty one.

    An officer who came later than the line was written sees none.
    """
    key = keys.get(case.heading_key_number)
    if key is None:
        return {}
    return key.desk.open(case.heading_sealed, table="cases", column="heading_sealed", row=case.id)


def access_of(opened_by: CodeSecrets) -> dict[str, str]:
    """Return what a code yields in public, as a case keeps it sealed."""
    return {
        "public": opened_by.opening.public.hex(),
        "index": opened_by.index_secret.hex(),
    }


def record_of(succession: Succession, case: Case) -> CaseKeyRecord:
    """Return the row that says in clear what a key of a case rests on."""
    return CaseKeyRecord(
        case_id=case.id,
        number=succession.number,
        commitment=succession.commitment,
        mac=succession.mac,
        signer_key=succession.signer_key,
        signature=succession.signature,
    )


def _verify(
    work: Work, case: Case, shared: dict[int, HalfKey], rows: Iterable[CaseKeyRecord]
) -> None:
    if case.key_number not in shared:
        raise Broken(Code.SEAL_IS_BROKEN)
    records = [
        Succession(row.number, row.commitment, row.mac, row.signer_key, row.signature)
        for row in rows
    ]
    if case.key_number != max((record.number for record in records), default=0):
        raise Broken(Code.SEAL_IS_BROKEN)  # set back to a key that an excluded officer knows
    later = case.key_number > 1
    signer_keys = current_roster(work).signer_keys if later else frozenset()
    verify_succession(shared, records, signer_keys)


def _row_name(row_id: str, position: int) -> str:
    return f"{row_id}/{position}"
