"""What comes again among the cases that an officer can open: of one unit, or at one place.

Where something happened is sealed, and of a protected case the subject too. So
the cases are opened in the officer's session, counted, and forgotten: nothing
of it is stored, and the record says how many were opened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from complaints.casework.recurrence import FEWEST_ALIKE, MOST_NUMBERS, Recurrence, recurring
from complaints.casework.search import record_search
from complaints.domain.access import Permission
from complaints.domain.channel import Channel
from complaints.domain.entries import Entry, EntryKind
from complaints.domain.places import place_key
from complaints.domain.states import Outcome, State
from complaints.records import many_cases
from complaints.work import Actor, refuse_unless_allowed
from complaints.work.office import Office
from complaints.work.opened import OpenedCase
from complaints.work.opened_many import open_many

MOST_OPENED = 1000


@dataclass(frozen=True)
class Alike:
    """Like cases of a stretch of days.

    :ivar is_whole: False where there were more cases than are opened at once;
        the newest were.
    """

    by_unit: list[Recurrence]
    by_place: list[Recurrence]
    opened_count: int
    is_whole: bool


@dataclass(frozen=True)
class _Trace:
    """What of an opened case makes it like another."""

    number: str
    subject: str
    unit_id: str | None
    place: str
    received_on: date
    is_open: bool


def what_comes_again(office: Office, channel: Channel, actor: Actor, *, days: int) -> Alike:
    """Return what came again in the last days among the cases that the actor can open.

    What ended as a duplicate is not counted again.

    :param days: how far back, today included.
    :raises NotFound: the actor does not work on this desk.
    """
    with office.writing(channel) as work:
        refuse_unless_allowed(actor, Permission.DESK_READ, channel=channel)
        since = work.today() - timedelta(days=days - 1)
        found = many_cases.held_since(work.session, channel, actor.id, since, MOST_OPENED + 1)
        held = found[:MOST_OPENED]
        record_search(work, actor, len(held))
    with office.reading(channel) as work:
        traces = [
            trace
            for opened, entries in open_many(work, actor, held)
            for trace in _traced(opened, entries)
        ]
        is_protected = channel is Channel.CORRUPTION
        by_unit = [] if is_protected else recurring(work, actor, days=days)
    return Alike(
        by_unit=_grouped(traces, _by_unit) if is_protected else by_unit,
        by_place=_grouped([one for one in traces if place_key(one.place)], _by_place),
        opened_count=len(held),
        is_whole=len(found) <= MOST_OPENED,
    )


def _traced(opened: OpenedCase, entries: list[Entry]) -> Iterable[_Trace]:
    """Yield what makes a case like another; nothing for a duplicate, or one without a subject."""
    account = next(entry.content for entry in entries if entry.kind is EntryKind.ACCOUNT)
    results = [entry.content for entry in entries if entry.kind is EntryKind.RESULT]
    state, subject = State(opened.case.state), account.get("subject")
    is_double = bool(results) and results[-1]["outcome"] == Outcome.DUPLICATE.value
    if subject and not (is_double and not state.is_open):
        yield _Trace(
            number=opened.case.number,
            subject=str(subject),
            unit_id=opened.case.unit_id or opened.heading().get("unit_id"),
            place=str(account.get("place") or ""),
            received_on=opened.case.received_on,
            is_open=state.is_open,
        )


def _by_unit(trace: _Trace) -> tuple[str, str]:
    return trace.subject, trace.unit_id or ""


def _by_place(trace: _Trace) -> tuple[str, str]:
    return trace.subject, place_key(trace.place)


def _grouped(
    traces: Iterable[_Trace], key: Callable[[_Trace], tuple[str, str]]
) -> list[Recurrence]:
    groups: dict[tuple[str, str], list[_Trace]] = {}
    for trace in traces:
        groups.setdefault(key(trace), []).append(trace)
    alike = [_told(group, key is _by_place) for group in groups.values()]
    often = [one for one in alike if one.count >= FEWEST_ALIKE]
    return sorted(often, key=lambda one: (-one.count, one.topic, one.unit_id or "", one.place))


def _told(group: list[_Trace], is_of_place: bool) -> Recurrence:
    newest_first = sorted(group, key=lambda one: (one.received_on, one.number), reverse=True)
    newest = newest_first[0]
    return Recurrence(
        topic=newest.subject,
        unit_id=None if is_of_place else newest.unit_id,
        count=len(group),
        open_count=sum(one.is_open for one in group),
        first_on=newest_first[-1].received_on,
        last_on=newest.received_on,
        numbers=tuple(one.number for one in newest_first[:MOST_NUMBERS]),
        place=newest.place if is_of_place else "",
    )
