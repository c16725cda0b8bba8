"""Somebody reads every table of several releases together, and solves for each small number.

The reader knows how the tables hang together: those of one period count the same
cases, risk areas are sums of subjects, kinds count the reported cases, discipline
the substantiated ones, and bribery is a subject. What came in all is total less
opening, so a sum of those received tells how many were reopened or moved in. What
the exact figures that are published by law tell by themselves is not held against
the tables.
"""

from __future__ import annotations

import random  # noqa: TID251 - invented cases that must be the same on every run, no secret
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from complaints.domain.case_work import Discipline
from complaints.domain.channel import KINDS, Channel, Kind, Origin, ReceivedBy
from complaints.domain.disclosure import THRESHOLD
from complaints.domain.states import Outcome
from complaints.domain.subjects import SUBJECTS
from complaints.records.database import Model
from complaints.records.models import ALL_TABLES
from complaints.statistics.breakdowns import Earlier
from complaints.statistics.counting import NONE
from tests.statistics.histories import UNITS, keep_lists
from tests.statistics.solver import MUCH, Cell, Reader
from tests.statistics.worlds import (
    AREA_OF,
    HALVES,
    WHOLE_YEAR,
    Dice,
    Matter,
    Published,
    changed,
    publish,
    some_matters,
)

Manner = Callable[[Dice, Channel], list[tuple[list[Matter], date]]]

PERIODS = {Channel.CORRUPTION: (WHOLE_YEAR,), Channel.GRIEVANCE: HALVES}
AFTER_HALF, AFTER_YEAR = date(2026, 4, 20), date(2026, 10, 20)
LATER, LATEST = date(2026, 11, 20), date(2026, 12, 20)
SEEDS, ENOUGH = 50, 100
GOOD_AND_BAD = ("satisfied", "not_satisfied")
CODES: dict[Channel, dict[str, tuple[str, ...]]] = {
    channel: {
        "kind": tuple(map(str, KINDS[channel])),
        "received_by": tuple(map(str, ReceivedBy)),
        "subject": (*(seed.code for seed in SUBJECTS[channel]), NONE),
        "outcome": tuple(map(str, Outcome)),
        "satisfaction": GOOD_AND_BAD,
    }
    for channel in Channel
}
CODES[Channel.GRIEVANCE]["unit"] = tuple(unit or NONE for unit in UNITS)
CODES[Channel.CORRUPTION] |= {
    "origin": tuple(map(str, Origin)),
    "discipline": (*map(str, Discipline), NONE),
}
ARE_ALL = {
    Channel.CORRUPTION: ("origin", "received_by", "subject"),
    Channel.GRIEVANCE: ("kind", "received_by", "subject", "unit"),
}
"""The tables that count every case that came in a period."""


@pytest.fixture(scope="module")
def lists() -> Iterator[Session]:
    """The subjects and units of an office, and nothing else."""
    assert ALL_TABLES
    engine = sa.create_engine("sqlite://")
    Model.metadata.create_all(engine)
    with Session(engine) as session:
        keep_lists(session)
        yield session
    engine.dispose()


def adjacent(dice: Dice, channel: Channel) -> list[tuple[list[Matter], date]]:
    """A half-year, and the whole year in which only the second half is new."""
    matters = some_matters(dice, channel)
    return [(matters, AFTER_HALF), (matters, AFTER_YEAR)]


def cumulative(dice: Dice, channel: Channel) -> list[tuple[list[Matter], date]]:
    """A half-year, and the whole year with what came late or was put right in the first half."""
    matters = some_matters(dice, channel)
    return [(matters, AFTER_HALF), (changed(dice, channel, matters), AFTER_YEAR)]


def corrected(dice: Dice, channel: Channel) -> list[tuple[list[Matter], date]]:
    """A year, and the same year put right, and put right again."""
    first = some_matters(dice, channel)
    second = changed(dice, channel, first)
    return [(first, AFTER_YEAR), (second, LATER), (changed(dice, channel, second), LATEST)]


@pytest.mark.parametrize("channel", Channel)
@pytest.mark.parametrize("manner", [adjacent, cumulative, corrected])
def test_nobody_solves_for_a_small_number_over_all_tables_of_several_releases(
    lists: Session, manner: Manner, channel: Channel
) -> None:
    """Attack 500 pairs of releases: one of each of two manners and three of the third, a seed."""
    hidden = told = 0
    for seed in range(SEEDS):
        dice = random.Random(f"{manner.__name__} {channel} {seed}")  # noqa: S311 - see above
        series, known = manner(dice, channel), Earlier()
        published = []
        for matters, as_of in series:
            published.append(publish(lists, channel, matters, as_of, known))
            known = published[-1].known()
        reader, lawful = what_is_read(published), what_is_read(published, tables=False)
        for name, weights, count in cells_of(series, published):
            is_small = 0 < abs(count) < THRESHOLD
            if not is_small and told > ENOUGH:
                continue
            lowest, highest = reader.can_tell(weights)
            assert lowest <= count <= highest, "the reader must not deceive himself"
            hidden += is_small
            told += lowest == highest
            if is_small and lowest == highest:
                told_by_law = lawful.can_tell(weights)
                assert told_by_law == (count, count), f"{manner.__name__} {seed}: {name} is {count}"
    assert hidden > ENOUGH, "an attack on nothing proves nothing"
    assert told > ENOUGH, "an attack that learns nothing at all proves nothing"


def what_is_read(published: Sequence[Published], *, tables: bool = True) -> Reader:
    """Return a reader who knows everything that was published, or the exact figures alone."""
    reader = Reader()
    for release, one in enumerate(published):
        for period in PERIODS[one.channel]:
            frame = {Channel.CORRUPTION: _corruption, Channel.GRIEVANCE: _grievances}[one.channel]
            frame(reader, release, one, period.start.isoformat())
        _bribery(reader, release, one)
        if tables:
            _tables(reader, release, published)
    return reader


def _all_of(release: int, channel: Channel, start: str, table: str) -> dict[Cell, int]:
    return {(release, start, table, code): 1 for code in CODES[channel][table]}


def _corruption(reader: Reader, release: int, one: Published, start: str) -> None:
    """Write down how the tables of corruption cases hang together."""

    def every(table: str) -> dict[Cell, int]:
        return _all_of(release, one.channel, start, table)

    came: Cell = (release, start, "all", "")
    for table in ARE_ALL[one.channel]:
        reader.knows({**every(table), came: -1}, 0)
    for table in ("outcome", "satisfaction"):
        reader.knows({**every(table), came: -1}, -MUCH, 0)
    reader.knows({**every("kind"), (release, start, "origin", str(Origin.REPORTED)): -1}, 0)
    substantiated: Cell = (release, start, "outcome", str(Outcome.SUBSTANTIATED))
    reader.knows({**every("discipline"), substantiated: -1}, 0)
    for area in {*AREA_OF.values(), NONE}:
        inside: dict[Cell, int] = {
            (release, start, "subject", code): 1
            for code in CODES[one.channel]["subject"]
            if AREA_OF.get(code, NONE) == area
        }
        reader.knows({**inside, (release, start, "risk_area", area): -1}, 0)
    exact = one.exact.get(start)
    if exact is not None:
        again: Cell = (release, start, *CAME_AGAIN)
        in_all = exact["total"] - exact["opening"]
        reader.knows_of(again, -MUCH)
        reader.knows({came: 1, again: 1}, in_all)
        for table in (*ARE_ALL[one.channel], "risk_area", "kind"):
            its: Cell = (release, start, table, "again")
            reader.knows_of(its, -MUCH)
            reader.knows({its: 1, again: -1}, 0)
        reader.knows({**every("outcome"), (release, start, "outcome", "rest"): 1}, in_all)


def _grievances(reader: Reader, release: int, one: Published, start: str) -> None:
    """Write down how the tables of a half-year of grievances hang together with its figures."""
    exact = one.exact.get(start)
    if exact is None:
        return
    for table in ARE_ALL[one.channel]:
        reader.knows(_all_of(release, one.channel, start, table), exact["received"])
    for name in EXACT_OUTCOMES:
        reader.knows({(release, start, "outcome", name): 1}, exact[name])
    ended = exact["completed"] - exact["moved_out"]
    reader.knows(_all_of(release, one.channel, start, "outcome"), ended)
    promised: Cell = (release, start, "kind", str(Kind.GRIEVANCE))
    reader.knows({promised: 1}, exact["on_time_of"])


def _bribery(reader: Reader, release: int, one: Published) -> None:
    """Write down what is told of bribery, where a zero is exact by law."""
    if one.channel is not Channel.CORRUPTION:
        return
    year = WHOLE_YEAR.start.isoformat()
    halves: dict[Cell, int] = {(release, half.end.isoformat(), "bribery", ""): 1 for half in HALVES}
    reader.knows({**halves, (release, year, "subject", "bribery"): -1}, 0)
    for row in one.rows:
        if row["dimension"] == "bribery" and row["period_type"] == "half":
            half: Cell = (release, row["period_end"], "bribery", "")
            reader.knows({half: 1}, int(row["count"] is None), 0 if row["count"] == 0 else MUCH)


def _tables(reader: Reader, release: int, published: Sequence[Published]) -> None:
    """Write down every line of every breakdown of a release that is not a repetition."""
    one = published[release]
    for (start, table), rows in _by_table(one).items():
        if date.fromisoformat(rows[0]["figures_of"]) != one.as_of:
            continue
        before = _by_table(published[release - 1]).get((start, table), []) if release else []
        earlier = [set(row["category"].split("+")) for row in before if row["count"] is not None]
        for row in rows:
            if row["count"] is not None:
                _line(reader, (release, start, table), row, earlier)


def _line(
    reader: Reader, place: tuple[int, str, str], row: Mapping[str, Any], earlier: list[set[str]]
) -> None:
    """Write down one line: its sum, and that none of those joined is empty."""
    members = set(row["category"].split("+"))
    reader.knows({(*place, code): 1 for code in members}, row["count"])
    joined = [one for one in earlier if one <= members]
    joined += [{code} for code in members - set().union(*joined)]
    for part in joined if len(members) > 1 else []:
        reader.knows({(*place, code): 1 for code in part}, 1, MUCH)


def _by_table(one: Published) -> dict[tuple[str, str], list[dict[str, Any]]]:
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in one.rows:
        if row["dimension"] != "bribery" and not row["category"].startswith("answers"):
            found.setdefault((row["period_start"], row["dimension"]), []).append(row)
    return found


def cells_of(
    series: Sequence[tuple[list[Matter], date]], published: Sequence[Published]
) -> Iterator[tuple[str, dict[Cell, int], int]]:
    """Yield every count that must not be told where it is small, and every change of one."""
    channel = published[0].channel
    counts = [_counts(channel, matters) for matters, _ in series]
    for release, one in enumerate(published):
        for (start, table, code), count in counts[release].items():
            if start not in one.exact or (channel, table) == EXACT:
                continue
            cell: Cell = (release, start, table, code)
            yield f"{cell}", {cell: 1}, count
            for before in range(release):
                if start in published[before].exact:
                    was = counts[before][start, table, code]
                    weights: dict[Cell, int] = {cell: 1, (before, start, table, code): -1}
                    yield f"{cell} less {before}", weights, count - was


EXACT = (Channel.GRIEVANCE, "satisfaction")
EXACT_OUTCOMES = ("forwarded", "not_accepted")
CAME_AGAIN = ("reopened or moved in", "")


def _counts(channel: Channel, matters: list[Matter]) -> dict[tuple[str, str, str], int]:
    """Return the truth, by period, table and category."""
    found: dict[tuple[str, str, str], int] = {}
    for period in PERIODS[channel]:
        mine = [one for one in matters if period.holds(HALVES[one.half].start)]
        start = period.start.isoformat()
        for table, codes in CODES[channel].items():
            counts = Counter(one.values()[table] for one in mine)
            found |= {(start, table, code): counts[code] for code in codes}
        if channel is Channel.CORRUPTION:
            areas = Counter(AREA_OF.get(one.topic, NONE) for one in mine)
            found |= {(start, "risk_area", area): areas[area] for area in {*AREA_OF.values(), NONE}}
            late = sum(one.is_moved_in_later for one in mine)
            found[start, *CAME_AGAIN] = sum(one.again for one in mine) - late
    return found
