"""Making the tables of a period fit to be published: joined, repeated or left out.

Every table goes through the rules for small numbers, against what was published
of the same cases before.

Of the protected channel the law wants total and opening exactly. Whoever adds up a
table of the cases received would know how many were reopened or moved in, so these
stand in the table as a category of their own, and the sum tells nothing new. Where
they are few they are joined in every table, or in none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from complaints.domain.calendar import Period, PeriodType, periods_of
from complaints.domain.channel import Channel, Origin
from complaints.domain.disclosure import (
    THRESHOLD,
    Fault,
    Group,
    Groups,
    around,
    fault_of,
    protect_around,
    protect_nested,
    renew_around,
    renew_nested,
    sums_of,
)
from complaints.domain.errors import Code, NotAllowed
from complaints.domain.states import Outcome
from complaints.domain.subjects import RiskArea
from complaints.statistics.breakdown_words import (
    AGAIN,
    BRIBERY,
    NOT_SATISFIED,
    REST,
    SATISFIED,
    Dimension,
    Note,
)
from complaints.statistics.breakdowns import BROKEN_DOWN_BY, Breakdown, Earlier, is_joined
from complaints.statistics.categories import Counted, Counts, Names, counted_in, names_of
from complaints.statistics.counting import NONE
from complaints.statistics.measures import Facts

PARTS: Final[dict[Dimension, tuple[Dimension, str]]] = {
    Dimension.KIND: (Dimension.ORIGIN, Origin.REPORTED.value),
    Dimension.DISCIPLINE: (Dimension.OUTCOME, Outcome.SUBSTANTIATED.value),
}
"""Tables of which the sum is one category of another table, where the channel has that one.

Reporters bring kinds; what the office found by itself has none.
"""

EXACT: Final[dict[tuple[Channel, Dimension], frozenset[str]]] = {
    (Channel.GRIEVANCE, Dimension.OUTCOME): frozenset({Outcome.FORWARDED, Outcome.NOT_ACCEPTED}),
    (Channel.GRIEVANCE, Dimension.SATISFACTION): frozenset({SATISFIED, NOT_SATISFIED}),
}
"""Categories that are told exactly: of every period, or in the summary that the plan asks for.

How often an office sends a grievance away is its own doing, and it accounts for each. The
other outcomes are protected among themselves, as if those were no part of the table.
"""

ALL_THAT_CAME: Final = (
    Dimension.ORIGIN, Dimension.RECEIVED_BY, Dimension.SUBJECT, Dimension.RISK_AREA,
)  # fmt: skip
"""The tables of the protected channel whose sum is all that came, as total and opening tell."""

_AREAS: Final = (*map(str, RiskArea), NONE)


class GivesAway(NotAllowed):
    """A table would tell of too few people.

    :ivar dimension: which table.
    :ivar fault: what is wrong with it.
    """

    def __init__(self, dimension: Dimension, fault: Fault) -> None:
        super().__init__(Code.FIGURES_GIVE_SOMEBODY_AWAY)
        self.dimension = dimension
        self.fault = fault


def break_down(
    session: Session,
    channel: Channel,
    facts: Facts,
    fiscal_year_be: int,
    as_of: date,
    earlier: Earlier,
) -> tuple[tuple[Breakdown, ...], Names]:
    """Return every breakdown of the periods that are over, with the names of the categories.

    :raises GivesAway: a table does not obey the rules for small numbers.
    """
    names, areas = names_of(session, channel)
    found: list[Breakdown] = []
    for period in periods_of(fiscal_year_be, PeriodType.HALF, PeriodType.YEAR):
        if period.end >= as_of:
            continue
        if channel is Channel.CORRUPTION:
            found.append(_bribery(facts, period, as_of))
        if period.type is BROKEN_DOWN_BY[channel]:
            counted = counted_in(facts, channel, period, names)
            tables = _Maker(channel, counted, areas, as_of, earlier).tables()
            _refuse_other_sums(counted, tables, earlier)
            found += tables
    for table in found:
        _refuse_unsafe(channel, table, earlier)
    return tuple(found), names


@dataclass(frozen=True)
class _Maker:
    """Makes the tables of one period.

    :ivar areas: the risk area of each subject that has one.
    """

    channel: Channel
    counted: Counted
    areas: Mapping[str, str]
    as_of: date
    earlier: Earlier

    @property
    def hides_again(self) -> bool:
        """Say whether nobody may learn how many were reopened or moved in, now or of before."""
        joined = self.earlier.joins(AGAIN, self.counted.period)
        return joined or 0 < self.counted.again < THRESHOLD

    def tables(self) -> list[Breakdown]:
        """Return every table, in the order of the dimensions."""
        by = self.counted.by
        if self.counted.again < 0:  # the tables hold some that came to this channel later
            risk = [Dimension.RISK_AREA] if self.areas else []
            made = {dimension: self._kept(dimension) for dimension in (*by, *risk)}
        else:
            made = self._subjects(by[Dimension.SUBJECT])
            made[Dimension.OUTCOME] = self._outcomes(by[Dimension.OUTCOME])
            made[Dimension.SATISFACTION] = self._satisfaction(by[Dimension.SATISFACTION])
            parts = {part for part, (whole, _) in PARTS.items() if part in by and whole in by}
            for dimension in {*by} - {*made} - parts:
                made[dimension] = self._table(dimension, by[dimension])
            for part in parts:
                made[part] = self._part(part, made[PARTS[part][0]])
        return [made[dimension] for dimension in Dimension if dimension in made]

    def _before(self, dimension: Dimension) -> Groups | None:
        return self.earlier.groups(dimension, self.counted.period)

    def _table(self, dimension: Dimension, counts: Counts) -> Breakdown:
        before, exact = self._before(dimension), EXACT.get((self.channel, dimension), frozenset())
        if AGAIN in counts and not self.hides_again:
            return self._made(dimension, _whole_or_none(counts, _apart(counts), before))
        if not self._can_hide(counts, before):
            return self._kept(dimension)
        if before is None:
            return self._made(dimension, protect_around(counts, exact))
        return self._made(dimension, renew_around(counts, exact, before))

    def _can_hide(self, counts: Counts, before: Groups | None) -> bool:
        """Say whether a table hides how many were reopened or moved in, if it has them.

        Few are joined anyhow; many, or none, stay joined where they were.
        """
        return 0 < counts.get(AGAIN, 1) < THRESHOLD or is_joined(AGAIN, before)

    def _subjects(self, counts: Counts) -> dict[Dimension, Breakdown]:
        """Return subjects and risk areas; the second are sums of the first, or stand alone."""
        subject, risk_area = Dimension.SUBJECT, Dimension.RISK_AREA
        if not self.areas:
            return {subject: self._table(subject, counts)}
        before, coarse = self._before(subject), self._before(risk_area)
        host = self._host(counts)
        area_of = {code: self.areas.get(code, NONE) for code in counts}
        if AGAIN in counts:
            area_of[AGAIN] = host
        fine, may_be_new = before, not self.hides_again or self._can_hide(counts, before)
        if may_be_new and (before is not None or coarse is None):
            fine = _whole_or_none(counts, area_of, before)
        if fine is not None:
            subjects = self._made(subject, fine)
            sums = sums_of(fine, {**area_of, **{area: area for area in _AREAS}})
            risk = Breakdown(self.counted.period, risk_area, subjects.as_of, _named(sums, host))
            return {subject: subjects, risk_area: risk}
        sizes = dict.fromkeys(_AREAS, 0)
        for code, count in counts.items():
            area = AGAIN if code == AGAIN else area_of[code]
            sizes[area] = sizes.get(area, 0) + count
        risk = self._table(risk_area, sizes)
        note = Note.COARSER if risk.groups else Note.TOO_FEW
        left_out = Breakdown(self.counted.period, subject, self.as_of, None, note)
        return {subject: left_out, risk_area: risk}

    def _host(self, counts: Counts) -> str:
        """Return with the subjects of which risk area the reopened are joined, if they must be."""
        before = self._before(Dimension.SUBJECT)
        if not self.hides_again:
            return AGAIN
        if before is not None:
            others = [group.members for group in before if AGAIN in group.members]
            others = [members for members in others if len(members) > 1]
            return self.areas.get(others[0][0], NONE) if others else AGAIN
        sizes: Counts = {}
        for code in counts.keys() - {AGAIN}:
            area = self.areas.get(code, NONE)
            sizes[area] = sizes.get(area, 0) + counts[code]
        return max(sorted(sizes), key=lambda area: sizes[area])

    def _outcomes(self, counts: Counts) -> Breakdown:
        """Return the outcomes; where they would give away few that came again, with the rest."""
        if self.counted.came is not None:
            before = self._before(Dimension.OUTCOME) or ()
            rest = self.counted.came - sum(counts.values())
            was_told = any(REST in group.members for group in before)
            if was_told or (self.hides_again and rest < THRESHOLD):
                counts = {**counts, REST: rest}
        return self._table(Dimension.OUTCOME, counts)

    def _satisfaction(self, counts: Counts) -> Breakdown:
        """Return the answers: exact of grievances, under the rules of corruption complaints."""
        came, answers = self.counted.came, sum(counts.values())
        if came is None:
            groups = tuple(Group((code,), count) for code, count in counts.items())
            table = self._fresh(Dimension.SATISFACTION, groups)
            table = replace(table, apart=self.counted.apart)
        elif self.hides_again and came - answers < THRESHOLD:
            table = self._kept(Dimension.SATISFACTION)
        else:
            table = self._table(Dimension.SATISFACTION, counts)
        is_empty = table.groups is not None and not table.count
        return replace(table, note=Note.NO_ANSWERS) if is_empty else table

    def _part(self, dimension: Dimension, whole: Breakdown) -> Breakdown:
        """Return a table whose sum is one number of another, if that number is told there.

        Where the other table joins it with more, this one would take them apart again.
        """
        counts, category = self.counted.by[dimension], PARTS[dimension][1]
        with_again = {**counts, AGAIN: self.counted.again}
        told = {group.members: group.count for group in whole.groups or ()}
        before = self._before(dimension)
        had_again = any(AGAIN in group.members for group in before or ())
        for members, parts in (((category,), counts), ((category, AGAIN), with_again)):
            is_so = told.get(members) == sum(parts.values())
            if is_so and (before is None or had_again == (parts is with_again)):
                return self._table(dimension, parts)
        return self._kept(dimension)

    def _kept(self, dimension: Dimension) -> Breakdown:
        return self._made(dimension, self._before(dimension))

    def _made(self, dimension: Dimension, groups: Groups | None) -> Breakdown:
        period = self.counted.period
        if groups is None:
            return Breakdown(period, dimension, self.as_of, None, Note.TOO_FEW)
        if groups == self._before(dimension):
            return Breakdown(period, dimension, self.earlier.day(dimension, period), groups)
        return self._fresh(dimension, groups)

    def _fresh(self, dimension: Dimension, groups: Groups) -> Breakdown:
        return Breakdown(self.counted.period, dimension, self.as_of, groups)


def _apart(counts: Counts) -> dict[str, str]:
    """Return parents that keep the reopened by themselves."""
    return {code: AGAIN if code == AGAIN else REST for code in counts}


def _whole_or_none(
    counts: Counts, parent_of: Mapping[str, str], before: Groups | None
) -> Groups | None:
    """Return a table in which categories of one parent alone are joined."""
    if before is None:
        return protect_nested(counts, parent_of)
    return renew_nested(counts, parent_of, before)


def _named(sums: Groups, host: str) -> Groups:
    """Say of the risk area that holds the reopened as well that it does."""
    if host == AGAIN:
        return sums
    return tuple(
        Group((host, AGAIN), group.count) if group.members == (host,) else group for group in sums
    )


def _bribery(facts: Facts, period: Period, as_of: date) -> Breakdown:
    count = sum(
        measures.get(f"subject:{BRIBERY}", 0)
        for half, measures in facts.tallies.items()
        if period.holds(half)
    )
    if count:
        return Breakdown(period, Dimension.BRIBERY, as_of, None, Note.NOT_ZERO)
    return Breakdown(period, Dimension.BRIBERY, as_of, (Group((BRIBERY,), 0),))


def _refuse_other_sums(counted: Counted, tables: list[Breakdown], earlier: Earlier) -> None:
    """Refuse a sum that says, beside the exact totals, how many were reopened or moved in."""
    for table in tables if counted.came is not None else ():
        before = earlier.groups(table.dimension, table.period)
        is_new = table.groups is not None and table.groups != before
        if is_new and table.dimension in ALL_THAT_CAME and table.count != counted.came:
            raise GivesAway(table.dimension, Fault.SUM_TELLS_MORE)


def _refuse_unsafe(channel: Channel, table: Breakdown, earlier: Earlier) -> None:
    """Look at a table once more before it goes out, however it was made."""
    before = earlier.groups(table.dimension, table.period)
    if table.groups is None or table.groups == before:
        return
    exact = EXACT.get((channel, table.dimension), frozenset())
    fault = fault_of(around(table.groups, exact), around(before, exact) if before else None)
    if fault is not None:
        raise GivesAway(table.dimension, fault)
