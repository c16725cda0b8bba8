"""Small numbers: what of a table may be published, and how it is made coarse.

A table counts the same cases by category. Its total is taken to be known. A
category without cases is published as 0; every other number is at least five.
Categories with fewer are not starred but joined, and others with them, until
nobody can work out one of those that were joined. A table that cannot be
joined is left out, and says so.

What was published before counts too: a later table of the same cases joins
what the earlier one joined, and between the two no number moves by less than
five. Until it can, the earlier table is repeated with the day it describes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

THRESHOLD = 5
"""The smallest number that is published, zero and what the law orders apart."""

SHARE_OF = 20
"""A share in per cent needs at least so many cases to be out of."""


class Fault(StrEnum):
    """Why a table may not be published as it is."""

    CELL_TOO_SMALL = "cell_too_small"
    COMPLEMENT_TOO_SMALL = "complement_too_small"
    GROUP_CAN_BE_SOLVED = "group_can_be_solved"
    CROSSES_AN_EARLIER_TABLE = "crosses_an_earlier_table"
    CHANGE_TOO_SMALL = "change_too_small"
    SUM_TELLS_MORE = "sum_tells_more"


@dataclass(frozen=True)
class Group:
    """One published number: a category, or several that were joined.

    :ivar members: codes of the categories, in the order of the table.
    """

    members: tuple[str, ...]
    count: int

    @property
    def is_solvable(self) -> bool:
        """Say whether somebody could tell that one of those joined is below five.

        A joined category may be known to have a case at least, so what the
        others leave to it must reach the threshold.
        """
        return 0 < self.count < _least(self)


Groups = tuple[Group, ...]


def protect(counts: Mapping[str, int]) -> Groups | None:
    """Return the numbers of a table that may be published.

    :param counts: cases by category, in the order of the table.
    :return: groups that hold every category once, or None when the table must be left out.
    """
    return _joined([Group((code,), count) for code, count in counts.items()])


def renew(counts: Mapping[str, int], earlier: Groups) -> Groups:
    """Return the numbers that may be published after an earlier table of the same cases.

    :param earlier: what was published last; a category that it lacks counts as without cases.
    :return: the new numbers, or the earlier ones where they would give something away.
    """
    known = {code for group in earlier for code in group.members}
    atoms = [
        *(_recounted(group, counts) for group in earlier),
        *(Group((code,), count) for code, count in counts.items() if code not in known),
    ]
    fresh = _joined(atoms)
    if fresh is None or fault_of(fresh, earlier) is not None:
        return earlier
    return fresh


def protect_around(counts: Mapping[str, int], exact: Collection[str]) -> Groups | None:
    """Return the numbers of a table of which some categories are told exactly anyhow.

    The others are protected among themselves: nothing hides behind a known number.
    """
    rest = {code: count for code, count in counts.items() if code not in exact}
    hidden = protect(rest)
    return None if hidden is None else _in_order([*hidden, *_alone(counts, exact)], counts)


def renew_around(counts: Mapping[str, int], exact: Collection[str], earlier: Groups) -> Groups:
    """Return the same after an earlier table of the same cases: all of it new or none."""
    rest = {code: count for code, count in counts.items() if code not in exact}
    before = around(earlier, exact)
    hidden = renew(rest, before)
    if _is_repeated(hidden, before, rest):
        return earlier
    return _in_order([*hidden, *_alone(counts, exact)], counts)


def around(groups: Groups, exact: Collection[str]) -> Groups:
    """Return the numbers of a table that are not told exactly anyhow."""
    return tuple(group for group in groups if not set(group.members) <= set(exact))


def protect_nested(counts: Mapping[str, int], parent_of: Mapping[str, str]) -> Groups | None:
    """Return the numbers of a table whose categories also make up larger ones.

    Only categories of one parent are joined, so that the parents' numbers are
    sums of what is published and tell nothing more.

    :return: groups, or None when the categories of some parent cannot be published.
    """
    found: list[Group] = []
    for part in _by_parent(counts, parent_of).values():
        groups = protect(part)
        if groups is None:
            return None
        found += groups
    return tuple(found)


def renew_nested(
    counts: Mapping[str, int], parent_of: Mapping[str, str], earlier: Groups
) -> Groups:
    """Return the same after an earlier table of the same cases, all of it new or none."""
    found: list[Group] = []
    for parent, part in _by_parent(counts, parent_of).items():
        before = tuple(group for group in earlier if parent_of.get(group.members[0]) == parent)
        groups = renew(part, before)
        if _is_repeated(groups, before, part):
            return earlier
        found += groups
    fresh = tuple(found)
    sums, before = sums_of(fresh, parent_of), sums_of(earlier, parent_of)
    return earlier if fault_of(fresh, earlier) or fault_of(sums, before) else fresh


def sums_of(groups: Groups, parent_of: Mapping[str, str]) -> Groups:
    """Return the numbers of the parents of a nested table."""
    sums: dict[str, int] = dict.fromkeys(parent_of.values(), 0)
    for group in groups:
        sums[parent_of[group.members[0]]] += group.count
    return tuple(Group((parent,), count) for parent, count in sums.items())


def fault_of(groups: Groups, earlier: Groups | None = None) -> Fault | None:
    """Return what is wrong with a table, or None when it may be published.

    This looks at what is about to be published, however it was made.

    :param earlier: what was published last of the same cases, if anything was.
    """
    total = sum(group.count for group in groups)
    for group in groups:
        if 0 < group.count < THRESHOLD:
            return Fault.CELL_TOO_SMALL
        if 0 < total - group.count < THRESHOLD:
            return Fault.COMPLEMENT_TOO_SMALL
        if group.is_solvable:
            return Fault.GROUP_CAN_BE_SOLVED
    return _fault_between(groups, earlier) if earlier is not None else None


def may_show_share(of: int) -> bool:
    """Say whether a share may be shown in per cent."""
    return of >= SHARE_OF


def may_show_split(count: int, of: int) -> bool:
    """Say whether a count and what is missing to its whole may both be known."""
    return all(part == 0 or part >= THRESHOLD for part in (count, of - count))


def _joined(atoms: Sequence[Group]) -> Groups | None:
    """Join the small, and others with them, until none can be worked out.

    Which others is settled by their place, the last first, and never by their
    size: who knows that the smallest was taken knows more of it than its sum.
    """
    small = [group for group in atoms if group.is_solvable]
    if not small:
        return tuple(atoms)
    others = [group for group in atoms if group.count and group not in small]
    joined = small
    while _tells_by_its_making(joined):
        if not others:
            return None
        joined = [*joined, others.pop()]
    union, first = _union(atoms, joined), next(group for group in atoms if group in joined)
    return tuple(
        union if group is first else group
        for group in atoms
        if group is first or group not in joined
    )


def _tells_by_its_making(joined: Sequence[Group]) -> bool:
    """Say whether a sum tells one of its parts to who knows which of them are small, and this rule.

    Of small ones alone it must leave each more than one number below the
    threshold. With others it must be two more than the least that it can be:
    were it one more, the next that is joined would tell that it was not.
    """
    least = [len(group.members) if group.is_solvable else _least(group) for group in joined]
    most = sum(_least(group) - 1 for group in joined)
    total = sum(group.count for group in joined)
    if len(joined) < 2 or total < THRESHOLD + sum(len(group.members) for group in joined) - 1:
        return True
    if all(group.is_solvable for group in joined):
        return total >= most
    return total < sum(least) + 2


def _least(group: Group) -> int:
    """Return the smallest number of as many categories that is not small."""
    return THRESHOLD + len(group.members) - 1


def _union(atoms: Sequence[Group], joined: Sequence[Group]) -> Group:
    parts = [group for group in atoms if group in joined]
    members = tuple(code for group in parts for code in group.members)
    return Group(members, sum(group.count for group in parts))


def _alone(counts: Mapping[str, int], codes: Collection[str]) -> list[Group]:
    return [Group((code,), count) for code, count in counts.items() if code in codes]


def _in_order(groups: Sequence[Group], counts: Mapping[str, int]) -> Groups:
    """Return groups in the order in which their first categories stand in the table."""
    places = {code: place for place, code in enumerate(counts)}
    return tuple(sorted(groups, key=lambda group: places[group.members[0]]))


def _is_repeated(groups: Groups, before: Groups, counts: Mapping[str, int]) -> bool:
    """Say whether earlier numbers are repeated though the counts have moved on."""
    told = sum(group.count for group in before)
    moved = told != sum(counts.values())
    return groups == before and (moved or any(_recounted(one, counts) != one for one in before))


def _by_parent(
    counts: Mapping[str, int], parent_of: Mapping[str, str]
) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for code, count in counts.items():
        found.setdefault(parent_of[code], {})[code] = count
    return found


def _recounted(group: Group, counts: Mapping[str, int]) -> Group:
    return Group(group.members, sum(counts.get(code, 0) for code in group.members))


def _fault_between(groups: Groups, earlier: Groups) -> Fault | None:
    place = {code: at for at, group in enumerate(groups) for code in group.members}
    before = [0] * len(groups)
    for group in earlier:
        places = {place.get(code) for code in group.members}
        (at,) = places if len(places) == 1 else (None,)
        if at is None:
            return Fault.CROSSES_AN_EARLIER_TABLE
        before[at] += group.count
    changes = [abs(group.count - count) for group, count in zip(groups, before, strict=True)]
    if any(0 < change < THRESHOLD for change in changes):
        return Fault.CHANGE_TOO_SMALL
    return None
