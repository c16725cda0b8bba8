"""Cases with a past, made in bulk, and an office that counts them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256

import sqlalchemy as sa
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from complaints.domain.calendar import half_of
from complaints.domain.case_work import Discipline
from complaints.domain.channel import KINDS, Channel, Kind, Origin, ReceivedBy
from complaints.domain.events import Event
from complaints.domain.sealed import Sealed
from complaints.domain.states import Outcome
from complaints.domain.subjects import SUBJECTS
from complaints.records import journal
from complaints.records.agency import Agency, Subject, Unit
from complaints.records.cases import Case, add_to_tally
from complaints.records.database import new_id

FIRST, LAST = date(2024, 8, 1), date(2026, 9, 30)
"""The span of all days in random histories: two fiscal years and a bit before."""

TOPICS = {
    Channel.GRIEVANCE: (None, "infrastructure", "environment", "service"),
    Channel.CORRUPTION: (None, "bribery", "procurement", "budget", "conduct", "personnel"),
}
UNITS = (None, "works", "finance")

ENDS = {Event.CASE_COMPLETED, Event.CASE_MOVED_OUT}


@dataclass(frozen=True)
class History:
    """What happened to one case.

    :ivar events: in order; the first makes the case one of this channel.
    :ivar explanations: in order, each with the new day that it told.
    """

    channel: Channel
    received_on: date
    kind: Kind
    events: tuple[tuple[Event, date], ...]
    accepted_on: date | None = None
    begun_on: date | None = None
    waited_days: int = 0
    explanations: tuple[tuple[date, date], ...] = ()
    received_by: ReceivedBy = ReceivedBy.ONLINE
    origin: Origin = Origin.REPORTED
    topic: str | None = None
    unit: str | None = None
    outcome: Outcome = Outcome.RESOLVED
    discipline: Discipline | None = None
    score: int | None = None
    is_code_handed_out: bool = False

    @property
    def due_on(self) -> date | None:
        return self.received_on + timedelta(days=15) if self.kind.has_clock else None

    @property
    def first_completed_on(self) -> date | None:
        completed = [day for event, day in self.events if event is Event.CASE_COMPLETED]
        return completed[0] if completed else None

    def is_open_after(self, day: date) -> bool:
        """Say whether the case is in progress on the evening of a day."""
        known = [event for event, on in self.events if on <= day]
        return bool(known) and known[-1] not in ENDS


@dataclass
class Counted:
    """Work that can be counted, without vault or evidence."""

    session: Session
    channel: Channel
    agency: Agency
    on: date

    def today(self) -> date:
        return self.on


@dataclass
class CountingOffice:
    """Hands out such work on one session."""

    session: Session
    agency: Agency
    on: date
    before_writing: list[str] = field(default_factory=list)

    @contextmanager
    def reading(self, channel: Channel) -> Iterator[Counted]:
        yield Counted(self.session, channel, self.agency, self.on)

    @contextmanager
    def writing(self, channel: Channel) -> Iterator[Counted]:
        yield Counted(self.session, channel, self.agency, self.on)
        self.session.flush()


def an_agency(founded_on: date = FIRST) -> Agency:
    return Agency(
        is_demonstration=False,
        founded_on=founded_on,
        name_th="เทศบาลตำบลตัวอย่าง",
        name_en="Example Subdistrict Municipality",
        centre_name_th="ศูนย์เรื่องราวร้องทุกข์/ร้องเรียน",
        centre_name_en="Grievance centre",
    )


def a_history(
    received_on: date,
    completed_on: date | None = None,
    *,
    channel: Channel = Channel.GRIEVANCE,
    kind: Kind | None = None,
) -> History:
    events = [(Event.CASE_RECEIVED, received_on)]
    if completed_on:
        events.append((Event.CASE_COMPLETED, completed_on))
    usual = Kind.GRIEVANCE if channel is Channel.GRIEVANCE else Kind.COMPLAINT
    return History(channel, received_on, kind or usual, tuple(events))


@st.composite
def histories(
    draw: st.DrawFn, channels: Iterable[Channel] = tuple(Channel), first: date = FIRST
) -> History:
    """Return a random past: received or moved in, completed and reopened, perhaps moved out."""
    channel = draw(st.sampled_from(list(channels)))
    kinds = list(KINDS[channel])
    received_on = draw(st.dates(first, LAST))
    day = received_on
    if draw(st.integers(0, 5)) == 0:
        day = min(day + timedelta(days=draw(st.integers(0, 40))), LAST)
        events = [(Event.CASE_MOVED_IN, day)]
    else:
        events = [(Event.CASE_RECEIVED, day)]
    following = (Event.CASE_COMPLETED, Event.CASE_REOPENED)
    for place in range(draw(st.integers(0, 4))):
        day = day + timedelta(days=draw(st.integers(0, 60) | st.integers(0, 400)))
        if day > LAST:
            break
        event = following[place % 2]
        if event is Event.CASE_COMPLETED and draw(st.integers(0, 7)) == 0:
            events.append((Event.CASE_MOVED_OUT, day))
            break
        events.append((event, day))
    accepted_on = received_on + timedelta(days=draw(st.integers(0, 9)))
    is_accepted = draw(st.booleans())
    ended_on = next((day for event, day in events if event is Event.CASE_COMPLETED), LAST)
    begun_on = accepted_on + timedelta(days=draw(st.integers(0, 9)))
    is_begun = is_accepted and begun_on <= ended_on and draw(st.integers(0, 3)) > 0
    return History(
        channel,
        received_on,
        draw(st.sampled_from(kinds)),
        tuple(events),
        accepted_on=accepted_on if is_accepted else None,
        begun_on=begun_on if is_begun else None,
        waited_days=draw(st.just(0) | st.integers(1, 30)),
        explanations=draw(_explanations(received_on)),
        received_by=draw(st.sampled_from(ReceivedBy)),
        origin=draw(st.sampled_from(Origin)),
        topic=draw(st.sampled_from(TOPICS[channel])),
        unit=draw(st.sampled_from(UNITS)),
        outcome=draw(st.sampled_from(Outcome)),
        discipline=draw(st.none() | st.sampled_from(Discipline)),
        score=draw(st.none() | st.integers(1, 5)),
        is_code_handed_out=draw(st.booleans()),
    )


@st.composite
def _explanations(draw: st.DrawFn, received_on: date) -> tuple[tuple[date, date], ...]:
    """Return up to three explanations, each of which tells a later day than the one before."""
    explained_on = new_due_on = received_on
    found = []
    for _ in range(draw(st.sampled_from([0, 0, 1, 1, 2, 3]))):
        explained_on += timedelta(days=draw(st.integers(0, 40)))
        new_due_on = max(explained_on, new_due_on) + timedelta(days=draw(st.integers(1, 60)))
        found.append((explained_on, new_due_on))
    return tuple(found)


def keep(session: Session, past: Iterable[History]) -> None:
    """Write cases and journal as their use cases would, without anything to open."""
    keep_lists(session)
    for number, history in enumerate(past):
        case = _case(history, number)
        session.add(case)
        session.flush()
        if history.channel is Channel.CORRUPTION:
            _count(session, history)
        for event, day in history.events:
            journal.write(
                session,
                event,
                channel=history.channel,
                on=day,
                actor_id=journal.SYSTEM,
                case_id=case.id,
                fields=_fields(history, event),
            )
        for day, new_due_on in history.explanations:
            journal.write(
                session,
                Event.CASE_EXPLAINED,
                channel=history.channel,
                on=day,
                actor_id=journal.SYSTEM,
                case_id=case.id,
                fields={"new_due_on": new_due_on.isoformat()},
            )
    session.flush()


def keep_lists(session: Session) -> None:
    """Write the subjects and units that histories name, once."""
    if session.get(Unit, UNITS[1]) is not None:
        return
    for place, unit in enumerate(UNITS[1:]):
        session.add(Unit(id=str(unit), name_th=f"กอง {unit}", name_en=f"{unit}", position=place))
    for channel, seeds in SUBJECTS.items():
        for place, seed in enumerate(seeds):
            session.add(
                Subject(
                    channel=channel.value,
                    code=seed.code,
                    name_th=seed.name_th,
                    name_en=seed.name_en,
                    risk_area=seed.risk_area.value if seed.risk_area else None,
                    position=place,
                )
            )
    session.flush()


def _fields(history: History, event: Event) -> dict[str, str]:
    if event is Event.CASE_RECEIVED:
        return {"kind": history.kind.value, "received_by": history.received_by.value}
    return {"outcome": history.outcome.value} if event is Event.CASE_COMPLETED else {}


def _count(session: Session, history: History) -> None:
    """Count a corruption case in the tallies, as filing and completing do."""
    measures = [
        f"origin:{history.origin.value}",
        f"received_by:{history.received_by.value}",
        f"subject:{history.topic or 'none'}",
    ]
    if history.origin is Origin.REPORTED:
        measures.append(f"kind:{history.kind.value}")
    if history.events[-1][0] is Event.CASE_COMPLETED:
        measures.append(f"outcome:{history.outcome.value}")
        if history.outcome is Outcome.SUBSTANTIATED and history.discipline:
            measures.append(f"discipline:{history.discipline.value}")
    if history.score is not None:
        apart = "score_under_office_code" if history.is_code_handed_out else "score"
        measures.append(f"{apart}:{history.score}")
    for measure in measures:
        add_to_tally(session, Channel.CORRUPTION, half_of(history.received_on).start, measure)


def _case(history: History, number: int) -> Case:
    last, day = history.events[-1]
    completed = last is Event.CASE_COMPLETED
    is_grievance = history.channel is Channel.GRIEVANCE
    return Case(
        channel=history.channel.value,
        number=f"T-{number}-{new_id()[:8]}",
        state="completed" if completed else "in_progress",
        received_on=history.received_on,
        due_on=history.due_on,
        ranks_on=history.due_on or history.received_on,
        first_completed_on=history.first_completed_on,
        completed_on=day if completed else None,
        accepted_on=history.accepted_on,
        begun_on=history.begun_on,
        waited_days=history.waited_days,
        explained_on=history.explanations[-1][0] if history.explanations else None,
        new_due_on=history.explanations[-1][1] if history.explanations else None,
        is_code_handed_out=history.is_code_handed_out,
        kind=history.kind.value if is_grievance else None,
        topic=history.topic if is_grievance else None,
        unit_id=history.unit if is_grievance else None,
        received_by=history.received_by.value if is_grievance else None,
        score=history.score if is_grievance else None,
        leaf_token=sha256(new_id().encode()).digest(),
        heading_sealed=Sealed(b"sealed"),
    )


def complete_all(session: Session, on: date) -> None:
    """Complete every case that is in progress, as if nobody had published yet."""
    for case in session.scalars(sa.select(Case).where(Case.state != "completed")):
        case.state, case.completed_on = "completed", on
        case.first_completed_on = case.first_completed_on or on
        journal.write(
            session,
            Event.CASE_COMPLETED,
            channel=Channel(case.channel),
            on=on,
            actor_id=journal.SYSTEM,
            case_id=case.id,
            fields={"outcome": Outcome.RESOLVED.value},
        )
    session.flush()
