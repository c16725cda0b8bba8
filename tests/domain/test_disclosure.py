"""Small numbers, and somebody who tries to work them out."""

from __future__ import annotations

import random  # noqa: TID251 - invented cases that must be the same on every run, no secret
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

import pytest

from complaints.domain.disclosure import (
    THRESHOLD,
    Fault,
    Group,
    Groups,
    fault_of,
    may_show_share,
    may_show_split,
    protect,
    renew,
)

Cell = tuple[int, str]
Equation = tuple[dict[Cell, Fraction], Fraction]
Bounds = dict[Cell, tuple[Fraction, Fraction]]
CATEGORIES = tuple("abcdefgh")


@pytest.mark.parametrize(
    ("counts", "published"),
    [
        pytest.param({"a": 0, "b": 0}, {"a": 0, "b": 0}, id="nothing came: nothing is hidden"),
        pytest.param({"a": 7, "b": 0}, {"a": 7, "b": 0}, id="all of one category"),
        pytest.param({"a": 7, "b": 5}, {"a": 7, "b": 5}, id="all large enough"),
        pytest.param({"a": 4, "b": 0}, None, id="too few at all"),
        pytest.param({"a": 3, "b": 2}, None, id="joined they would still be solvable"),
        pytest.param({"a": 3, "b": 3}, {"ab": 6}, id="two small ones joined"),
        pytest.param({"a": 20, "b": 1}, {"ab": 21}, id="one small joins the next larger"),
        pytest.param({"a": 20, "b": 1, "c": 7}, {"a": 20, "bc": 8}, id="the last that serves"),
        pytest.param({"a": 20, "b": 1, "c": 6}, {"abc": 27}, id="nearly the least it can be"),
        pytest.param({"b": 4, "c": 4, "d": 9}, {"bcd": 17}, id="the most that small ones can be"),
        pytest.param({"a": 1, "b": 1, "c": 1, "d": 9}, {"abcd": 12}, id="each could be the one"),
        pytest.param(
            {"a": 2, "b": 0, "c": 30, "d": 6}, {"ad": 8, "b": 0, "c": 30}, id="a true zero stays"
        ),
    ],
)
def test_small_numbers_are_joined_with_others_or_left_out(
    counts: dict[str, int], published: dict[str, int] | None
) -> None:
    assert _short(protect(counts)) == published


def test_who_knows_the_rule_learns_no_small_number_from_what_it_made() -> None:
    """Ask of every table that the rule made the same of, which numbers all of them agree on.

    The reader also knows, from wherever, which of those that were joined are small.
    """
    dice = random.Random("the rule is no secret")  # noqa: S311 - see above
    joined = 0
    for _ in range(1_200):
        most = dice.choice((6, 9, 15))
        sorts = (lambda: 0, lambda: dice.randint(1, 4), lambda m=most: dice.randint(5, m))
        counts = {code: dice.choice(sorts)() for code in CATEGORIES[: dice.randint(2, 5)]}
        published = protect(counts)
        for group in published or ():
            if len(group.members) == 1 or group.count > 24:  # those are far from every bound
                continue
            joined += 1
            agreed = [set[int]() for _ in group.members]
            for parts in _parts(group.count, len(group.members)):
                fresh = {**counts, **dict(zip(group.members, parts, strict=True))}
                same = all((fresh[one] < THRESHOLD) == (counts[one] < THRESHOLD) for one in counts)
                if same and protect(fresh) == published:
                    for numbers, part in zip(agreed, parts, strict=True):
                        numbers.add(part)
            told = [only for only in agreed if len(only) == 1 and min(only) < THRESHOLD]
            assert not told, f"{counts} were published as {published}"
    assert joined > 300, "an attack on nothing proves nothing"


def _parts(total: int, count: int) -> Iterator[tuple[int, ...]]:
    """Yield every way to make up a sum of parts above zero."""
    if count == 1:
        yield (total,)
        return
    for first in range(1, total - count + 2):
        for rest in _parts(total - first, count - 1):
            yield (first, *rest)


@pytest.mark.parametrize(
    ("earlier", "counts", "published"),
    [
        pytest.param({"a": 9, "b": 9}, {"a": 9, "b": 9}, {"a": 9, "b": 9}, id="no change"),
        pytest.param({"a": 9, "b": 9}, {"a": 10, "b": 9}, {"a": 9, "b": 9}, id="one more case"),
        pytest.param({"a": 9, "b": 9}, {"a": 14, "b": 9}, {"a": 14, "b": 9}, id="five more"),
        pytest.param({"a": 9, "b": 9}, {"a": 10, "b": 8}, {"a": 9, "b": 9}, id="one moved"),
        pytest.param({"ab": 9, "c": 9}, {"a": 9, "b": 9, "c": 9}, {"ab": 18, "c": 9}, id="nested"),
        pytest.param({"a": 9, "b": 0}, {"a": 9, "b": 1}, {"a": 9, "b": 0}, id="no longer zero"),
        pytest.param({"a": 9}, {"a": 9, "b": 6}, {"a": 9, "b": 6}, id="a category came new"),
    ],
)
def test_a_later_table_tells_no_small_change(
    earlier: dict[str, int], counts: dict[str, int], published: dict[str, int]
) -> None:
    assert _short(renew(counts, _groups(earlier))) == published


@pytest.mark.parametrize(
    ("groups", "earlier", "fault"),
    [
        pytest.param({"a": 4, "b": 9}, None, Fault.CELL_TOO_SMALL, id="a small number"),
        pytest.param({"ab": 5, "c": 0}, None, Fault.GROUP_CAN_BE_SOLVED, id="one of two is small"),
        pytest.param({"a": 9, "b": 9}, None, None, id="sound"),
        pytest.param({"a": 9, "bc": 9}, {"ab": 9, "c": 9}, Fault.CROSSES_AN_EARLIER_TABLE, id="x"),
        pytest.param({"a": 9, "b": 9}, {"a": 9, "b": 7}, Fault.CHANGE_TOO_SMALL, id="two more"),
        pytest.param({"a": 9, "b": 9}, {"a": 9, "b": 9}, None, id="the same again"),
    ],
)
def test_the_rule_check_says_what_is_wrong(
    groups: dict[str, int], earlier: dict[str, int] | None, fault: Fault | None
) -> None:
    assert fault_of(_groups(groups), _groups(earlier) if earlier else None) is fault


def test_a_share_needs_twenty_and_a_split_two_large_parts() -> None:
    assert [may_show_share(of) for of in (0, 19, 20)] == [False, False, True]
    assert [may_show_split(count, 20) for count in (0, 4, 5, 15, 16, 20)] == [
        True, False, True, True, False, True,
    ]  # fmt: skip


@pytest.mark.parametrize("manner", ["adjacent", "cumulative", "corrected"])
def test_nobody_works_out_a_small_number_from_two_releases(manner: str) -> None:
    """Attack 500 pairs of releases, a third of each manner, with all that is known of both."""
    told = 0
    for seed in range(167):
        dice = random.Random(f"{manner} {seed}")  # noqa: S311 - see above
        truth, equations, known_cases = PAIRS[manner](dice)
        bounds = solved(equations, truth, known_cases)
        for cell, count in truth.items():
            lowest, highest = bounds[cell]
            assert lowest <= count <= highest, "the attacker must not deceive himself"
            if 0 < abs(count) < THRESHOLD:
                assert lowest < highest, f"{manner} {seed}: {cell} is {count}"
        told += sum(bounds[cell][0] == bounds[cell][1] for cell in truth)
    assert told > 100, "an attack that learns nothing at all proves nothing"


def _some_counts(dice: random.Random) -> dict[str, int]:
    kinds = CATEGORIES[: dice.randint(2, len(CATEGORIES))]
    most = dice.choice((2, 6, 6, 15, 40))
    return {code: dice.choice((0, dice.randint(0, 3), dice.randint(0, most))) for code in kinds}


def _of(release: int, counts: Mapping[str, int]) -> dict[Cell, int]:
    return {(release, code): count for code, count in counts.items()}


def _told(release: int, groups: Groups | None, counts: Mapping[str, int]) -> list[Equation]:
    """Return what a release tells of its cells: its numbers, and the exact total."""
    sums = [(group.members, group.count) for group in groups or ()]
    sums.append((tuple(counts), sum(counts.values())))
    return [
        ({(release, code): Fraction(1) for code in members}, Fraction(count))
        for members, count in sums
    ]


def _adjacent(dice: random.Random) -> tuple[dict[Cell, int], list[Equation], set[Cell]]:
    """Two halves, and exact totals of each and of the year."""
    first, second = _some_counts(dice), _some_counts(dice)
    parts = [protect(first), protect(second)]
    equations = [*_told(1, parts[0], first), *_told(2, parts[1], second)]
    return {**_of(1, first), **_of(2, second)}, equations, _joined_cells((1, 2), parts)


def _cumulative(dice: random.Random) -> tuple[dict[Cell, int], list[Equation], set[Cell]]:
    """The same half again in the release of the whole year, with cases that came late."""
    first = _some_counts(dice)
    late = {code: dice.choice((0, 0, 0, 1, 2, 5, 8)) for code in CATEGORIES[: len(first) + 1]}
    return _again(first, {code: first.get(code, 0) + more for code, more in late.items()})


def _corrected(dice: random.Random) -> tuple[dict[Cell, int], list[Equation], set[Cell]]:
    """The same cases again, some of them under another category."""
    first = _some_counts(dice)
    second = dict(first)
    for _ in range(dice.randint(1, 3)):
        source, target = dice.sample(list(second), 2)
        moved = min(second[source], dice.choice((1, 1, 2, 6)))
        second[source] -= moved
        second[target] += moved
    return _again(first, second)


def _again(
    first: dict[str, int], second: dict[str, int]
) -> tuple[dict[Cell, int], list[Equation], set[Cell]]:
    """Two releases of the same cases, and the change of each category as a cell of its own.

    A table that is repeated bears the day of the first release, and speaks of it alone.
    """
    earlier = protect(first)
    later = protect(second) if earlier is None else renew(second, earlier)
    is_repeated = earlier is not None and later == earlier
    equations = _told(1, earlier, first)
    equations += _told(2, None if is_repeated else later, second)
    codes = list(second)
    for code in codes:
        change = {(2, code): Fraction(1), (3, code): Fraction(-1)}
        if code in first:
            change[1, code] = Fraction(-1)
        equations.append((change, Fraction(0)))
    changes = {(3, code): second[code] - first.get(code, 0) for code in codes}
    known = _joined_cells((1, 2), [earlier, None if is_repeated else later])
    return {**_of(1, first), **_of(2, second), **changes}, equations, known


def _joined_cells(releases: tuple[int, int], parts: list[Groups | None]) -> set[Cell]:
    """Return the cells of which it is known that they are not empty, as zeros stand alone."""
    return {
        (release, code)
        for release, groups in zip(releases, parts, strict=True)
        for group in groups or ()
        if len(group.members) > 1 and release == 1
        for code in group.members
    }


PAIRS = {"adjacent": _adjacent, "cumulative": _cumulative, "corrected": _corrected}


def solved(equations: list[Equation], truth: Mapping[Cell, int], known_cases: set[Cell]) -> Bounds:
    """Return what a patient reader can know of every cell: the lowest and highest count.

    All equations are solved together by elimination, which finds every sum and
    difference of them; then each tightens the bounds of its cells until none moves.
    """
    total = Fraction(sum(abs(count) for count in truth.values()))
    bounds: Bounds = {}
    for cell in truth:
        lowest = -total if cell[0] == 3 else Fraction(int(cell in known_cases))
        bounds[cell] = (lowest, total)
    every = [*equations, *_eliminated(equations)]
    for _ in range(8):
        before = dict(bounds)
        for weights, amount in every:
            _tighten(weights, amount, bounds)
        if bounds == before:
            break
    return bounds


def _eliminated(equations: list[Equation]) -> list[Equation]:
    """Return the equations in reduced form, by Gauss and Jordan, over the rationals."""
    rows = [(dict(weights), amount) for weights, amount in equations]
    done: list[Equation] = []
    while rows:
        weights, amount = rows.pop()
        if not weights:
            continue
        pivot = next(iter(weights))
        row = ({cell: w / weights[pivot] for cell, w in weights.items()}, amount / weights[pivot])
        rows = [_without(pivot, other, row) for other in rows]
        done = [_without(pivot, other, row) for other in done]
        done.append(row)
    return done


def _without(pivot: Cell, equation: Equation, row: Equation) -> Equation:
    weights, amount = equation
    factor = weights.get(pivot, Fraction(0))
    if not factor:
        return equation
    cells = {*weights, *row[0]}
    left = {
        cell: weights.get(cell, Fraction(0)) - factor * row[0].get(cell, Fraction(0))
        for cell in cells
    }
    return {cell: w for cell, w in left.items() if w}, amount - factor * row[1]


def _tighten(weights: Mapping[Cell, Fraction], amount: Fraction, bounds: Bounds) -> None:
    ends = {cell: sorted((w * bounds[cell][0], w * bounds[cell][1])) for cell, w in weights.items()}
    least, most = (sum((pair[at] for pair in ends.values()), Fraction(0)) for at in (0, 1))
    for cell, weight in weights.items():
        low, high = ends[cell]
        left = sorted(((amount - most + high) / weight, (amount - least + low) / weight))
        lowest, highest = bounds[cell]
        bounds[cell] = (max(lowest, left[0]), min(highest, left[1]))


def _groups(published: Mapping[str, int]) -> Groups:
    return tuple(Group(tuple(codes), count) for codes, count in published.items())


def _short(groups: Iterable[Group] | None) -> dict[str, int] | None:
    if groups is None:
        return None
    return {"".join(group.members): group.count for group in groups}
