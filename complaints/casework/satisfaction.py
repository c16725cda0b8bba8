"""How satisfied reporters were, by half-year of receipt, for those who watch over a desk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from complaints.domain.access import Permission
from complaints.domain.calendar import Period, PeriodType, fiscal_year_be, half_of, periods_of
from complaints.domain.channel import Channel, Role
from complaints.domain.disclosure import may_show_split
from complaints.domain.errors import NotFound
from complaints.domain.satisfaction import Satisfaction, of_score
from complaints.records.cases import Case, Tally
from complaints.work import Actor, Work, refuse_unless_allowed

_OWN, _PASSED = "score:", "score_under_office_code:"


@dataclass(frozen=True)
class HalfYear:
    """The answers about cases that were received in one half-year.

    :ivar own: answers given with a code that only the reporter knew; None means
        that they are too few to be told.
    :ivar apart: answers under a code or a slip that an officer had in hand; None
        as before.
    """

    period: Period
    own: Satisfaction | None
    apart: Satisfaction | None


def satisfaction_by_half(work: Work, actor: Actor) -> list[HalfYear]:
    """Return this fiscal year's and the last one's half-years that have begun, newest first.

    Of corruption only half-years that are over are told, and no answers of which
    the good or the bad are fewer than five.

    :raises NotFound: the actor does not watch over the channel.
    """
    refuse_unless_allowed(actor, Permission.OVERSIGHT_READ, channel=work.channel)
    is_corruption = work.channel is Channel.CORRUPTION
    if is_corruption and actor.person.role is Role.UNIT_HEAD:
        raise NotFound
    found: dict[tuple[date, bool], Satisfaction] = {}
    counted = _tallied(work) if is_corruption else _scored(work, actor)
    for half_starts_on, is_apart, answers in counted:
        key = (half_starts_on, is_apart)
        found[key] = found.get(key, Satisfaction()) + answers
    return [
        HalfYear(
            half,
            _told(work.channel, found.get((half.start, False), Satisfaction())),
            _told(work.channel, found.get((half.start, True), Satisfaction())),
        )
        for half in _halves(work.today(), closed_only=is_corruption)
    ]


def _halves(today: date, *, closed_only: bool) -> list[Period]:
    year = fiscal_year_be(today)
    halves = [*periods_of(year - 1, PeriodType.HALF), *periods_of(year, PeriodType.HALF)]
    begun = [one for one in halves if (one.end < today if closed_only else one.start <= today)]
    return begun[::-1]


def _told(channel: Channel, answers: Satisfaction) -> Satisfaction | None:
    """Return answers, or None where they could tell of a few people."""
    bad = answers.answers - answers.satisfied
    if channel is Channel.GRIEVANCE or may_show_split(bad, answers.answers):
        return answers
    return None


def _scored(work: Work, actor: Actor) -> Iterator[tuple[date, bool, Satisfaction]]:
    passed = sa.or_(Case.is_code_handed_out, Case.is_score_by_slip)
    since = periods_of(fiscal_year_be(work.today()) - 1, PeriodType.HALF)[0].start
    query = (
        sa.select(Case.received_on, passed, sa.type_coerce(Case.score, sa.Integer), sa.func.count())
        .where(
            Case.channel == Channel.GRIEVANCE.value,
            Case.received_on >= since,
            Case.score.is_not(None),
        )
        .group_by(Case.received_on, passed, Case.score)
    )
    if actor.person.role is Role.UNIT_HEAD:
        query = query.where(Case.unit_id == actor.unit_id)
    for received_on, is_apart, score, count in work.session.execute(query):
        yield half_of(received_on).start, bool(is_apart), of_score(score, count)


def _tallied(work: Work) -> Iterator[tuple[date, bool, Satisfaction]]:
    query = sa.select(Tally).where(
        Tally.channel == Channel.CORRUPTION.value, Tally.measure.startswith("score")
    )
    for tally in work.session.scalars(query):
        for prefix, is_apart in ((_OWN, False), (_PASSED, True)):
            if tally.measure.startswith(prefix):
                score = int(tally.measure.removeprefix(prefix))
                yield tally.half_starts_on, is_apart, of_score(score, tally.count)
