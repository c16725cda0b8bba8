"""Which passages of cases a release counts, as leaves that prove it.

A *passage* is one stay of a case in hand: it begins when the case is received,
moved in or reopened, and ends when it is completed or moved out. What a
release calls its total is a number of passages, so the leaves are counted as a
third book beside the journal's days and the rows of the cases.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from complaints.domain.channel import Channel
from complaints.domain.errors import Code, NotAllowed
from complaints.domain.events import CAME, WENT, Event
from complaints.domain.leaves import DIGEST_BYTES, LeafState, digest_of, line_of, root_of
from complaints.records.cases import Case
from complaints.records.journal import JournalRow
from complaints.statistics.measures import Ledger

ROWS_AT_ONCE: Final = 5_000
_CAME: Final = frozenset(event.value for event in CAME)


@dataclass(frozen=True)
class Leaves:
    """The leaves of a release.

    :ivar start: first day of what they cover.
    :ivar end: last day of it, on whose evening the state is taken.
    :ivar counted_on: the day of counting; what was registered before it is in.
    :ivar completed: how many passages ended in those days.
    :ivar in_progress: how many had not ended.
    :ivar root: of the tree over the lines, 32 bytes.
    :ivar text: the lines as they are published, each with its end.
    """

    start: date
    end: date
    counted_on: date
    completed: int
    in_progress: int
    root: bytes
    text: bytes = field(repr=False)

    def as_record(self) -> dict[str, Any]:
        """Return what the publisher signs of them."""
        return {
            "period_start": self.start.isoformat(),
            "period_end": self.end.isoformat(),
            "counted_on": self.counted_on.isoformat(),
            "count": self.completed + self.in_progress,
            "completed": self.completed,
            "in_progress": self.in_progress,
            "root": self.root.hex(),
        }


def count_leaves(
    session: Session,
    channel: Channel,
    *,
    release: str,
    start: date,
    end: date,
    counted_on: date,
    ledger: Ledger,
) -> Leaves:
    """Return the leaves of a release.

    :param release: its name.
    :param start: first day of the fiscal year.
    :param end: last day of the last period published.
    :param counted_on: today.
    :param ledger: of those days, which the leaves must agree with.
    :raises NotAllowed: they do not, or two cases share a leaf.
    """
    found = {state: _Digests() for state in LeafState}
    for token, number, passage, state in _passages(session, channel, start, end):
        found[state].add(digest_of(token, number, release, passage, state))
    completed, in_progress = len(found[LeafState.COMPLETED]), len(found[LeafState.IN_PROGRESS])
    if (completed, in_progress) != (ledger.finished, ledger.closing):
        raise NotAllowed(Code.LEDGER_DOES_NOT_BALANCE)
    written = _room_for({state: len(digests) for state, digests in found.items()})
    root = root_of(_in_order(found, written))
    return Leaves(
        start=start,
        end=end,
        counted_on=counted_on,
        completed=completed,
        in_progress=in_progress,
        root=root,
        text=written.getvalue(),
    )


def lines_of(text: bytes) -> list[bytes]:
    """Return the leaves of a published file, in their order."""
    return text.splitlines()


class _Digests:
    """The digests of one state, side by side in lots by their first byte.

    A release of a million cases has as many digests, which as objects of their
    own would take three times their room; one lot at a time is few.
    """

    def __init__(self) -> None:
        """Begin without any."""
        self._lots = [bytearray() for _ in range(256)]

    def __len__(self) -> int:
        """Return how many there are."""
        return sum(map(len, self._lots)) // DIGEST_BYTES

    def add(self, digest: bytes) -> None:
        """Take one."""
        self._lots[digest[0]] += digest

    def taken_in_order(self) -> Iterator[bytes]:
        """Yield all, the lowest first; they are let go lot by lot."""
        while self._lots:
            lot = bytes(self._lots.pop(0))
            yield from sorted(
                lot[place : place + DIGEST_BYTES] for place in range(0, len(lot), DIGEST_BYTES)
            )


def _room_for(counts: Mapping[LeafState, int]) -> io.BytesIO:
    """Return a buffer as long as so many lines: one that grows leaves holes wherever it lay."""
    line = {state: len(line_of(state, bytes(DIGEST_BYTES))) + 1 for state in counts}
    room = io.BytesIO()
    if size := sum(count * line[state] for state, count in counts.items()):
        room.seek(size - 1)
        room.write(b"\n")
        room.seek(0)
    return room


def _in_order(found: Mapping[LeafState, _Digests], written: io.BytesIO) -> Iterator[bytes]:
    """Yield the lines in their order and write each.

    :raises NotAllowed: a line stands there twice, so two cases would share it.
    """
    for state in sorted(found):
        before = b""
        for digest in found[state].taken_in_order():
            if digest == before:
                raise NotAllowed(Code.LEDGER_DOES_NOT_BALANCE)
            before = digest
            line = line_of(state, digest).encode()
            written.write(line + b"\n")
            yield line


def _passages(
    session: Session, channel: Channel, start: date, end: date
) -> Iterator[tuple[bytes, str, int, LeafState]]:
    """Yield token, number, which passage and its state, of all that touch the days."""
    rows = session.execute(_movements(channel, start).execution_options(yield_per=ROWS_AT_ONCE))
    for _, moved in groupby(rows, key=lambda row: row.case_id):
        token, number, events = b"", "", []
        for row in moved:
            token, number = row.leaf_token, row.number
            events.append((row.event, row.on))
        for passage, state in _states(events, start, end):
            yield token, number, passage, state


def _states(
    events: Iterable[tuple[str, date]], start: date, end: date
) -> Iterator[tuple[int, LeafState]]:
    """Yield which passages of one case touch the days, and how they stand on the last evening."""
    passage, came_on = 0, date.max
    for event, on in [*events, (Event.CASE_COMPLETED.value, date.max)]:
        if event in _CAME:
            passage, came_on = passage + 1, on
            continue
        if came_on <= end and on >= start:
            yield passage, LeafState.COMPLETED if on <= end else LeafState.IN_PROGRESS
        came_on = date.max


def _movements(channel: Channel, start: date) -> sa.Select[str | None, str, date, bytes, str]:
    """Return what happened to every case that was not over for good before the first day."""
    events = [event.value for event in (*CAME, *WENT)]
    # None of these is looked up by an index: rows come case by case, and nothing sorts them all.
    book, of_channel = (sa.func.coalesce(one, "") for one in (JournalRow.book, Case.channel))
    return (
        sa.select(JournalRow.case_id, JournalRow.event, JournalRow.on, Case.leaf_token, Case.number)
        .join(Case, Case.id == JournalRow.case_id)
        .where(
            book == channel.value,
            JournalRow.event.in_(events),
            of_channel == channel.value,
            sa.func.coalesce(Case.completed_on, start) >= start,
        )
        .order_by(JournalRow.case_id, JournalRow.number)
    )
