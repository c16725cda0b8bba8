"""The record as the auditor reads it: who did what to which case on which day.

No content: a case is its number, and what an event carries in clear is a
code, a day or a number. What the database keeps sealed stays sealed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from complaints.casework import heads
from complaints.domain.access import Permission
from complaints.domain.errors import Broken, NotFound
from complaints.domain.events import Event
from complaints.records import journal, officers
from complaints.records.cases import Case
from complaints.records.journal import JournalHead, JournalRow
from complaints.work import Actor, Work, refuse_unless_allowed

PAGE_ROWS = 50
PRINTED_ROWS = 1000


@dataclass(frozen=True)
class RecordFilter:
    """What of the record is looked at; what is None is not asked for."""

    book: str | None = None
    event: Event | None = None
    day: date | None = None
    actor_id: str | None = None


@dataclass(frozen=True)
class RecordRow:
    """One line of the record.

    :ivar event: as it was written; later versions may know more of them.
    :ivar actor_name: name of an officer; None for the reporter and the system.
    :ivar case_number: the case it was about, if it was about one.
    :ivar fields: what the event carries in clear.
    """

    book: str
    number: int
    on: date
    event: str
    actor_id: str
    actor_name: str | None
    case_number: str | None
    fields: dict[str, str]
    digest: str


@dataclass(frozen=True)
class RecordPage:
    """A page of the record, newest first."""

    rows: list[RecordRow]
    page: int
    has_next: bool
    total: int


@dataclass(frozen=True)
class ChainState:
    """How a book stands.

    :ivar broken_at: number of the first row that does not fit; None when all do.
    """

    book: str
    rows: int
    head: str
    broken_at: int | None


@dataclass(frozen=True)
class HeadLine:
    """One signed account of the record.

    :ivar failure: why the record does not hold it; None when it does.
    """

    name: str
    made_on: date | None
    numbers: dict[str, int]
    failure: str | None


def read_record(
    work: Work,
    actor: Actor,
    *,
    which: RecordFilter,
    page: int = 1,
    page_rows: int = PAGE_ROWS,
) -> RecordPage:
    """Return a page of the record.

    :param page: from 1.
    :raises NotFound: the actor is no auditor.
    """
    refuse_unless_allowed(actor, Permission.JOURNAL_READ, channel=None)
    conditions = list(_conditions(which))
    query = (
        sa.select(JournalRow)
        .where(*conditions)
        .order_by(JournalRow.on.desc(), JournalRow.book, JournalRow.number.desc())
        .offset((max(page, 1) - 1) * page_rows)
        .limit(page_rows + 1)
    )
    found = list(work.session.scalars(query))
    count = sa.select(sa.func.count()).select_from(JournalRow).where(*conditions)
    return RecordPage(
        rows=_lines(work.session, found[:page_rows]),
        page=max(page, 1),
        has_next=len(found) > page_rows,
        total=work.session.scalar(count) or 0,
    )


def people_of_record(work: Work, actor: Actor) -> list[tuple[str, str]]:
    """Return everybody who can stand in the record, with the id it knows them by.

    :raises NotFound: the actor is no auditor.
    """
    refuse_unless_allowed(actor, Permission.JOURNAL_READ, channel=None)
    return [(account.id, account.full_name) for account in officers.all_officers(work.session)]


def chain_states(work: Work, actor: Actor) -> list[ChainState]:
    """Check every book from its first row to its last.

    :raises NotFound: the actor is no auditor.
    """
    refuse_unless_allowed(actor, Permission.JOURNAL_READ, channel=None)
    states = []
    for book in heads.BOOKS:
        broken = journal.first_broken(work.session, book)
        head = work.session.get(JournalHead, book)
        states.append(
            ChainState(
                book=book,
                rows=head.number if head else 0,
                head=head.digest.hex() if head else "",
                broken_at=broken.number if broken else None,
            )
        )
    return states


def signed_heads(work: Work, actor: Actor, folder: Path) -> list[HeadLine]:
    """Return the signed accounts of the record, newest first, each compared with it.

    :raises NotFound: the actor is no auditor.
    """
    refuse_unless_allowed(actor, Permission.JOURNAL_READ, channel=None)
    return [_head_line(work, path) for path in reversed(heads.list_heads(folder))]


def signed_heads_file(actor: Actor, folder: Path, name: str) -> Path:
    """Return the file of a signed account, to be kept off the server.

    :raises NotFound: the actor is no auditor, or there is no such file.
    """
    refuse_unless_allowed(actor, Permission.JOURNAL_READ, channel=None)
    for path in heads.list_heads(folder):
        if path.name == name:
            return path
    raise NotFound


def _conditions(which: RecordFilter) -> Iterable[sa.ColumnElement[bool]]:
    if which.book:
        yield JournalRow.book == which.book
    if which.event:
        yield JournalRow.event == which.event.value
    if which.day:
        yield JournalRow.on == which.day
    if which.actor_id:
        yield JournalRow.actor_id == which.actor_id


def _lines(session: Session, rows: list[JournalRow]) -> list[RecordRow]:
    names = {account.id: account.full_name for account in officers.all_officers(session)}
    numbers = _numbers(session, {row.case_id for row in rows if row.case_id})
    return [
        RecordRow(
            book=row.book,
            number=row.number,
            on=row.on,
            event=row.event,
            actor_id=row.actor_id,
            actor_name=names.get(row.actor_id),
            case_number=numbers.get(row.case_id or ""),
            fields=dict(json.loads(row.fields)) if row.fields else {},
            digest=row.digest.hex(),
        )
        for row in rows
    ]


def _numbers(session: Session, case_ids: set[str]) -> dict[str, str]:
    query = sa.select(Case.id, Case.number).where(Case.id.in_(case_ids))
    return {row.id: row.number for row in session.execute(query)}


def _head_line(work: Work, path: Path) -> HeadLine:
    try:
        signed = heads.read_heads(path)
    except Broken:
        return HeadLine(path.name, None, {}, "it cannot be read")
    return HeadLine(
        name=path.name,
        made_on=signed.made_on,
        numbers={book: signed.head(book)[0] for book in heads.BOOKS},
        failure=heads.what_fails(work, signed),
    )
