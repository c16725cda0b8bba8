"""Live figures for an officer, over the cases that he can open and no others.

They change with every case, so they are never published and stand behind the
sign-in. Corruption cases keep no particulars in clear, so theirs are counted by
state and month alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

import sqlalchemy as sa

from complaints.domain.access import Permission
from complaints.domain.calendar import first_day
from complaints.domain.channel import Channel
from complaints.domain.errors import BadInput, Code
from complaints.records.cases import Case, KeyWrap
from complaints.work import Actor, Work, refuse_unless_allowed

NOT_GIVEN: Final = "none"
CASES_SHOWN: Final = 50
"""So many cases at most are named one by one; more of them are narrowed down further first."""


class By(StrEnum):
    """By what an officer's cases can be counted and narrowed down."""

    STATE = "state"
    MONTH = "month"
    KIND = "kind"
    RECEIVED_BY = "received_by"
    SUBJECT = "subject"
    UNIT = "unit"
    OUTCOME = "outcome"


OFFERED: Final[dict[Channel, tuple[By, ...]]] = {
    Channel.CORRUPTION: (By.STATE, By.MONTH),
    Channel.GRIEVANCE: tuple(By),
}
_COLUMNS: Final[dict[By, Any]] = {
    By.STATE: Case.state,
    By.MONTH: Case.received_on,
    By.KIND: Case.kind,
    By.RECEIVED_BY: Case.received_by,
    By.SUBJECT: Case.topic,
    By.UNIT: Case.unit_id,
    By.OUTCOME: Case.outcome,
}


@dataclass(frozen=True)
class OwnCase:
    """One of the cases that are counted, as far as nothing of it is sealed."""

    number: str
    received_on: date
    state: str


@dataclass(frozen=True)
class OwnFigures:
    """The cases of a fiscal year that an officer can open, by one thing.

    :ivar counts: by value, in the order of the values; months as their first day.
    :ivar left: by what they can still be narrowed down.
    :ivar cases: those cases themselves, newest first, once they are narrowed down to few.
    """

    by: By
    counts: Mapping[str, int]
    left: tuple[By, ...]
    cases: tuple[OwnCase, ...] = ()

    @property
    def total(self) -> int:
        """Return all of them."""
        return sum(self.counts.values())


def own_figures(
    work: Work, actor: Actor, *, fiscal_year_be: int, by: By, within: Mapping[By, str]
) -> OwnFigures:
    """Count the cases received in a fiscal year of which the actor holds the newest wrap.

    :param within: values to which the cases are narrowed down.
    :raises NotFound: the actor does not work on this desk.
    :raises BadInput: something by which this channel is not counted, or a value that is none.
    """
    refuse_unless_allowed(actor, Permission.DESK_READ, channel=work.channel)
    offered = OFFERED[work.channel]
    if not {by, *within} <= set(offered):
        raise BadInput(Code.CHOICE_IS_UNKNOWN, "by")
    his = _his_cases(work, actor, fiscal_year_be, within)
    counts: Counter[str] = Counter()
    for value, count in work.session.execute(
        his(sa.select(_COLUMNS[by], sa.func.count())).group_by(_COLUMNS[by])
    ):
        counts[_as_text(by, value)] += count
    left = tuple(one for one in offered if one is not by and one not in within)
    few = within and counts.total() <= CASES_SHOWN
    named = his(sa.select(Case.number, Case.received_on, Case.state))
    newest_first = named.order_by(Case.received_on.desc(), Case.number)
    cases = tuple(OwnCase(*row) for row in work.session.execute(newest_first)) if few else ()
    return OwnFigures(by, dict(sorted(counts.items())), left, cases)


def _his_cases(
    work: Work, actor: Actor, fiscal_year_be: int, within: Mapping[By, str]
) -> Callable[[Any], Any]:
    """Return what narrows a query down to the cases of which the actor holds the newest wrap."""
    first, after = first_day(fiscal_year_be), first_day(fiscal_year_be + 1)
    holds = sa.and_(
        KeyWrap.recipient_id == actor.id,
        KeyWrap.case_id == Case.id,
        KeyWrap.key_number == Case.heading_key_number,
    )
    conditions = (
        Case.channel == work.channel.value,
        Case.received_on >= first,
        Case.received_on < after,
        *(_is(one, value) for one, value in within.items()),
    )
    return lambda query: query.join(KeyWrap, holds).where(*conditions)


def _is(by: By, value: str) -> sa.ColumnElement[bool]:
    column = _COLUMNS[by]
    if by is By.MONTH:
        first = _month(value)
        after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
        return sa.and_(column >= first, column < after)
    is_so: sa.ColumnElement[bool] = column.is_(None) if value == NOT_GIVEN else column == value
    return is_so


def _month(value: str) -> date:
    try:
        return date.fromisoformat(value).replace(day=1)
    except ValueError:
        raise BadInput(Code.CHOICE_IS_UNKNOWN, "month") from None


def _as_text(by: By, value: Any) -> str:
    if value is None:
        return NOT_GIVEN
    return value.replace(day=1).isoformat() if by is By.MONTH else str(value)
