"""A case made of another one for the other desk, with everything sealed under a new key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from complaints.domain import codes
from complaints.domain.calendar import fiscal_year_be, half_of
from complaints.domain.channel import Channel, Kind
from complaints.domain.entries import Entry, EntryKind, Side
from complaints.domain.states import State
from complaints.domain.text import first_words
from complaints.evidence.keep import KeptFile
from complaints.records import cases
from complaints.records.cases import Case, KeyWrap
from complaints.records.database import new_id
from complaints.vault.casekeys import REPORTER, CaseKey, CaseRef, first_of
from complaints.vault.lookup import index_under
from complaints.work.attachments import record_of_file
from complaints.work.opened import OpenedCase, new_entry, record_of
from complaints.work.recipients import Recipients, identity_rows, wraps_for

RANK_WITHOUT_CLOCK = timedelta(days=365)


@dataclass
class MovedCase:
    """A new case and its rows, before they are stored."""

    opened: OpenedCase
    case: Case
    key: CaseKey = field(repr=False)
    rows: list[Any]

    def add_shared(self, kind: EntryKind, by: Side, **content: Any) -> None:
        """Write a row that reporter and officers can read."""
        self._add(kind, by, content, is_shared=True)

    def add_internal(self, kind: EntryKind, **content: Any) -> None:
        """Write a row that officers alone can read."""
        self._add(kind, Side.OFFICE, content, is_shared=False)

    def take(self, entry: Entry, files: Mapping[str, KeptFile]) -> None:
        """Seal a row of the other case anew, on its own day."""
        content = dict(entry.content)
        if entry.files:
            content["files"] = [record_of_file(files[each["blob_id"]]) for each in entry.files]
        half = self.key.shared if entry.is_shared else self.key.desk
        row = new_entry(half, self.case, kind=entry.kind, by=entry.by, on=entry.on, content=content)
        self.rows.append(row)

    def _add(self, kind: EntryKind, by: Side, content: dict[str, Any], *, is_shared: bool) -> None:
        half = self.key.shared if is_shared else self.key.desk
        on = self.opened.work.today()
        self.rows.append(new_entry(half, self.case, kind=kind, by=by, on=on, content=content))


def make_moved_case(
    opened: OpenedCase,
    recipients: Recipients,
    entries: Sequence[Entry],
    *,
    kind: Kind,
    files: Mapping[str, KeptFile],
    identity: str,
) -> MovedCase:
    """Return a case of the other channel that holds some rows of an opened one.

    :param entries: the rows to take along; the account is the first.
    :param files: resealed files by the id that the old blob had.
    :param identity: what is sealed apart, or nothing.
    """
    work, to = opened.work, Channel(opened.case.channel).other
    key = CaseKey.new(CaseRef(work.agency.id, to.value, new_id()))
    account = entries[0].content
    heading = {"kind": kind.value, "line": first_words(str(account["details"])), "subject": None}
    moved = MovedCase(opened, _row(opened, key, kind, heading, account), key, [])
    for entry in entries:
        moved.take(entry, files)
    moved.rows += [record_of(first_of(key), moved.case), *wraps_for(key, recipients)]
    _keep_code(moved)
    if identity:
        moved.rows += identity_rows(key.case, identity, recipients)
    if to is Channel.CORRUPTION:
        _count(moved, kind, account)
    return moved


def _row(
    opened: OpenedCase,
    key: CaseKey,
    kind: Kind,
    heading: dict[str, Any],
    account: dict[str, Any],
) -> Case:
    work, old, to = opened.work, opened.case, Channel(key.case.channel)
    usual = old.received_on + timedelta(days=work.agency.days(to))
    due_on = old.due_on or usual if kind.has_clock or to is Channel.CORRUPTION else None
    case = Case(
        id=key.case.case_id,
        channel=to.value,
        number=_number(opened, to),
        state=State.RECEIVED.value,
        received_on=old.received_on,
        due_on=due_on,
        ranks_on=due_on or old.received_on + RANK_WITHOUT_CLOCK,
        new_due_on=old.new_due_on,
        explained_on=old.explained_on,
        explanation_count=old.explanation_count,
        is_code_handed_out=old.is_code_handed_out,
        leaf_token=key.shared.leaf_token(),
        heading_sealed=key.desk.seal(
            heading, table="cases", column="heading_sealed", row=key.case.case_id
        ),
    )
    if to is Channel.GRIEVANCE:
        case.kind, case.received_by = kind.value, str(account["received_by"])
    return case


def _number(opened: OpenedCase, to: Channel) -> str:
    if to is Channel.CORRUPTION:
        return codes.corruption_number()
    today = opened.work.today()
    sequence = cases.next_number(opened.work.session, to, fiscal_year_be(today))
    return codes.grievance_number(today, sequence)


def _keep_code(moved: MovedCase) -> None:
    """Let the code that the reporter has open the new case."""
    access = moved.opened.reporter_access()
    if access is None:
        return
    to, case = Channel(moved.case.channel), moved.case
    pepper = moved.opened.work.secrets.peppers[to]
    case.lookup_index = index_under(pepper, bytes.fromhex(access["index"]))
    case.reporter_key_sealed = moved.key.shared.seal(
        access, table="cases", column="reporter_key_sealed", row=case.id
    )
    moved.rows.append(
        KeyWrap(
            recipient_id=REPORTER,
            case_id=case.id,
            key_number=moved.key.number,
            key_sealed=moved.key.wrap_for_reporter(bytes.fromhex(access["public"])),
        )
    )


def _count(moved: MovedCase, kind: Kind, account: dict[str, Any]) -> None:
    """Count what a corruption case keeps in no row of its own."""
    half, work = half_of(moved.case.received_on), moved.opened.work
    by = account["received_by"]
    for measure in (f"kind:{kind.value}", "origin:reported", f"received_by:{by}", "subject:none"):
        cases.add_to_tally(work.session, Channel.CORRUPTION, half.start, measure)
