"""Invented years of cases, as plain lists, and what an office would publish of them."""

from __future__ import annotations

import json
import random  # noqa: TID251 - invented cases that must be the same on every run, no secret
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from complaints.domain.calendar import PeriodType, periods_of
from complaints.domain.case_work import Discipline
from complaints.domain.channel import KINDS, Channel, Kind, Origin, ReceivedBy
from complaints.domain.events import CAME, WENT, Event
from complaints.domain.states import Outcome
from complaints.domain.subjects import SUBJECTS
from complaints.statistics.breakdowns import BROKEN_DOWN_BY, Earlier, earlier_breakdowns, ends_told
from complaints.statistics.categories import ends_in
from complaints.statistics.counting import NONE, SCORE, SUBJECT, UNIT
from complaints.statistics.editions import Draft, as_json, closed_periods
from complaints.statistics.figures import COUNTS, Figures
from complaints.statistics.leaves import Leaves
from complaints.statistics.measures import Facts, OnTime, days_of, ledger_of, on_time_of
from complaints.statistics.protecting import break_down
from tests.statistics.histories import UNITS

Dice = random.Random
YEAR = 2569
HALVES = periods_of(YEAR, PeriodType.HALF)
(WHOLE_YEAR,) = periods_of(YEAR, PeriodType.YEAR)
AREA_OF = {
    seed.code: str(seed.risk_area) if seed.risk_area else NONE
    for seed in SUBJECTS[Channel.CORRUPTION]
}


@dataclass(frozen=True)
class Matter:
    """One case, in all by which it is counted.

    :ivar half: in which half-year it came, 0 or 1.
    :ivar outcome: None while it is in progress.
    :ivar again: how often it was completed and then reopened.
    :ivar is_moved_in_later: it came to the other channel, and to this one after the year.
    """

    half: int
    kind: Kind
    origin: Origin
    received_by: ReceivedBy
    topic: str
    unit: str
    outcome: Outcome | None = None
    discipline: str = NONE
    score: int | None = None
    again: int = 0
    is_moved_in_later: bool = False

    def values(self) -> dict[str, str | None]:
        """Return the category of the case in every table; None where it is in none."""
        return {
            "kind": self.kind.value if self.origin is Origin.REPORTED else None,
            "origin": self.origin.value,
            "received_by": self.received_by.value,
            "subject": self.topic,
            "unit": self.unit,
            "outcome": self.outcome.value if self.outcome else None,
            "discipline": self.discipline if self.outcome is Outcome.SUBSTANTIATED else None,
            "satisfaction": self._is_satisfied(),
        }

    def _is_satisfied(self) -> str | None:
        if self.score is None:
            return None
        return "satisfied" if self.score in {4, 5} else "not_satisfied"


@dataclass(frozen=True)
class Published:
    """What everybody can read of one release.

    :ivar exact: the measures of every period that is broken down, by its first day.
    :ivar rows: the lines of the breakdowns, as the JSON has them.
    """

    channel: Channel
    as_of: date
    exact: dict[str, dict[str, Any]]
    rows: list[dict[str, Any]] = field(repr=False)

    def known(self) -> Earlier:
        """Return the breakdowns as the next release finds them."""
        return earlier_breakdowns(json.dumps({"breakdowns": self.rows}))


def some_matters(dice: Dice, channel: Channel, count: int | None = None) -> list[Matter]:
    """Return a year of cases: few or many, most of them alike, some of them rare."""
    if count is None:
        count = dice.choice((1, 4, 7, 12, 12, 25, 60))
    habits = _habits(dice, channel)
    matters = [_matter(dice, channel, habits) for _ in range(count)]
    if channel is Channel.CORRUPTION:
        for at in range(min(dice.choice((0, 0, 1, 1, 2, 4, 6)), count)):
            matters[at] = replace(matters[at], again=1)
        if dice.random() < 0.1:
            matters[-1] = replace(matters[-1], is_moved_in_later=True)
    return matters


def _habits(dice: Dice, channel: Channel) -> dict[str, list[Any]]:
    """Return what is usual in a year; the first of a list is the most usual."""
    lists: dict[str, list[Any]] = {
        "kind": list(KINDS[channel]),
        "origin": list(Origin) if channel is Channel.CORRUPTION else [Origin.REPORTED],
        "received_by": list(ReceivedBy),
        "topic": [seed.code for seed in SUBJECTS[channel]] + [NONE],
        "unit": [unit or NONE for unit in UNITS],
        "outcome": list(Outcome),
        "discipline": [*map(str, Discipline), NONE],
    }
    habits = {
        name: dice.sample(values, dice.randint(1, min(len(values), 5)))
        for name, values in lists.items()
    }
    habits["score"] = dice.choice(([None, 1, 5], [1, 5], [5]))
    habits["is_ended"] = dice.choice(([True, True, True, True, False], [True]))
    return habits


def _matter(dice: Dice, channel: Channel, habits: dict[str, list[Any]]) -> Matter:
    def one(name: str) -> Any:
        values = habits[name]
        return values[min(int(dice.expovariate(0.9)), len(values) - 1)]

    return Matter(
        half=dice.randint(0, 1),
        kind=one("kind"),
        origin=one("origin"),
        received_by=one("received_by"),
        topic=one("topic"),
        unit=one("unit"),
        outcome=one("outcome") if dice.choice(habits["is_ended"]) else None,
        discipline=one("discipline"),
        score=dice.choice(habits["score"]),
    )


def changed(dice: Dice, channel: Channel, matters: Sequence[Matter]) -> list[Matter]:
    """Return the same year some time later: some cases entered late, ended or put right."""
    habits = _habits(dice, channel)
    found = list(matters)
    for _ in range(dice.choice((0, 1, 1, 2, 6))):
        at = dice.randrange(len(found)) if found else None
        fresh = _matter(dice, channel, habits)
        if at is None or dice.random() < 0.3:
            found.append(fresh)
            continue
        old = found[at]
        name = dice.choice(("topic", "unit", "outcome", "score", "discipline"))
        if channel is Channel.CORRUPTION and dice.random() < 0.1:
            found.append(replace(fresh, is_moved_in_later=True))
        found[at] = replace(old, **{name: getattr(fresh, name) or getattr(old, name)})
    late = dice.choice((0, 0, 5, 9))
    return [*found, *(_matter(dice, channel, habits) for _ in range(late))]


def publish(
    session: Session, channel: Channel, matters: Sequence[Matter], as_of: date, earlier: Earlier
) -> Published:
    """Return what the office publishes of a year; the real rules decide."""
    facts = facts_of(channel, [one for one in matters if HALVES[one.half].start < as_of])
    tables, names = break_down(session, channel, facts, YEAR, as_of, earlier)
    is_promised = channel is Channel.GRIEVANCE
    figures = tuple(
        Figures(
            period,
            ledger_of(facts, period),
            on_time_of(facts, period) if is_promised else None,
            days_of(facts, period) if is_promised else None,
            ends_in(facts, period) if is_promised else ends_told(tables, period),
        )
        for period in closed_periods(channel, YEAR, as_of)
    )
    draft = Draft(
        channel, YEAR, 1, 1, as_of, False, None, figures, bytes(32), _NO_LEAVES, tables, names
    )
    exact = {
        one.period.start.isoformat(): {name: one.measures()[name] for name in COUNTS[channel]}
        for one in figures
        if one.period.type is BROKEN_DOWN_BY[channel]
    }
    rows = [
        {name: as_json(cell) for name, cell in row.items()} for row in draft.breakdown_table.rows
    ]
    return Published(channel, as_of, exact, rows)


_NO_LEAVES = Leaves(HALVES[0].start, HALVES[1].end, HALVES[1].end, 0, 0, bytes(32), b"")


def facts_of(channel: Channel, matters: Sequence[Matter]) -> Facts:
    """Return what the database would count."""
    details: dict[Event, dict[date, Counter[str]]] = {event: {} for event in (*CAME, *WENT)}
    cohorts: dict[str, dict[date, Counter[str]]] = defaultdict(dict)
    tallies: dict[date, Counter[str]] = defaultdict(Counter)
    promises: Counter[date] = Counter()
    for one in matters:
        came, went = HALVES[one.half].start, HALVES[one.half].start + timedelta(days=9)
        told = {"kind": one.kind.value, "received_by": one.received_by.value}
        if channel is Channel.CORRUPTION:
            tallies[came].update(_measures(one))
            told = {}
        else:
            _add(cohorts[SUBJECT], came, one.topic)
            _add(cohorts[UNIT], came, one.unit)
            if one.score:
                _add(cohorts[SCORE], came, str(one.score))
            promises[came] += one.kind is Kind.GRIEVANCE
        if not one.is_moved_in_later:
            _add(details[Event.CASE_RECEIVED], came, _fields(told))
        for _ in range(one.again):
            _add(details[Event.CASE_COMPLETED], went, _fields({}))
            _add(details[Event.CASE_REOPENED], went, _fields({}))
        if one.outcome and not one.is_moved_in_later:
            told = {"outcome": one.outcome.value} if channel is Channel.GRIEVANCE else {}
            _add(details[Event.CASE_COMPLETED], went, _fields(told))
    return Facts(
        movements={
            event: {day: counts.total() for day, counts in days.items()}
            for event, days in details.items()
        },
        promises={day: OnTime(of=of, count=of) for day, of in promises.items()},
        open_count=sum(one.outcome is None for one in matters),
        details=details,
        cohorts=cohorts,
        tallies=tallies,
    )


def _measures(one: Matter) -> list[str]:
    """Return by what a corruption case is counted; a score by itself."""
    values = {**one.values(), "satisfaction": None, "unit": None}
    measures = [f"{name}:{value}" for name, value in values.items() if value]
    measures = [measure for measure in measures if measure != f"discipline:{NONE}"]
    return [*measures, *([f"{SCORE}:{one.score}"] if one.score else [])]


def _add(days: dict[date, Counter[str]], day: date, word: str) -> None:
    days.setdefault(day, Counter())[word] += 1


def _fields(told: dict[str, str]) -> str:
    return json.dumps(told, sort_keys=True, separators=(",", ":"))
