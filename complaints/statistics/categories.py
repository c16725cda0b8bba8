"""Plain counts of a period by every dimension, before any rule for small numbers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from complaints.domain.calendar import Period
from complaints.domain.case_work import Discipline
from complaints.domain.channel import KINDS, Channel, Origin, ReceivedBy
from complaints.domain.events import Event
from complaints.domain.states import Outcome
from complaints.records.agency import all_subjects, all_units
from complaints.statistics.breakdown_words import (
    AGAIN,
    CATEGORIES,
    NO_UNIT,
    NOT_GIVEN,
    NOT_SATISFIED,
    SATISFIED,
    Dimension,
)
from complaints.statistics.counting import NONE, OFFICE_SCORE, SCORE, SUBJECT, UNIT
from complaints.statistics.measures import Ends, Facts, ledger_of
from complaints.statistics.words import Words

GOOD_SCORE: Final = 4

Counts = dict[str, int]
Names = Mapping[Dimension, Mapping[str, Words]]


@dataclass(frozen=True)
class Counted:
    """Plain counts of a period, before any rule.

    :ivar apart: answers that are counted apart.
    :ivar came: of the protected channel, how many cases came by the ledger: total less opening.
    """

    period: Period
    by: Mapping[Dimension, Counts]
    apart: int = 0
    came: int | None = None

    @property
    def again(self) -> int:
        """Return how many were reopened or moved in, less those of the period that were later."""
        return self.by.get(Dimension.ORIGIN, {}).get(AGAIN, 0)


def names_of(session: Session, channel: Channel) -> tuple[Names, dict[str, str]]:
    """Return the names of all categories, and the risk area of each subject if it has one."""
    subjects = all_subjects(session, channel)
    named = {one.code: Words(one.name_th, one.name_en) for one in subjects}
    units = {unit.id: Words(unit.name_th, unit.name_en) for unit in all_units(session)}
    given = {dimension: {**words, NONE: NOT_GIVEN} for dimension, words in CATEGORIES.items()}
    names = {
        **given,
        Dimension.SUBJECT: {**named, NONE: NOT_GIVEN},
        Dimension.UNIT: {**units, NONE: NO_UNIT},
    }
    return names, {one.code: one.risk_area for one in subjects if one.risk_area}


def counted_in(facts: Facts, channel: Channel, period: Period, names: Names) -> Counted:
    """Return the plain counts of a period by every dimension of the channel."""
    if channel is Channel.CORRUPTION:
        return _from_tallies(facts, period, names)
    received = facts.details.get(Event.CASE_RECEIVED, {})
    completed = facts.details.get(Event.CASE_COMPLETED, {})
    scores = _scores(facts.cohorts.get(SCORE, {}), period)
    apart = _scores(facts.cohorts.get(OFFICE_SCORE, {}), period)
    by = {
        Dimension.KIND: _of_events(received, period, "kind", KINDS[channel]),
        Dimension.RECEIVED_BY: _of_events(received, period, "received_by", ReceivedBy),
        Dimension.SUBJECT: _of_cohort(
            facts.cohorts.get(SUBJECT, {}), period, names[Dimension.SUBJECT]
        ),
        Dimension.UNIT: _of_cohort(facts.cohorts.get(UNIT, {}), period, names[Dimension.UNIT]),
        Dimension.OUTCOME: _of_events(completed, period, "outcome", Outcome),
        Dimension.SATISFACTION: scores,
    }
    return Counted(period, by, apart=sum(apart.values()))


def ends_in(facts: Facts, period: Period) -> Ends:
    """Return how many grievances ended in a period as forwarded and as not accepted."""
    completed = facts.details.get(Event.CASE_COMPLETED, {})
    counts = _of_events(completed, period, "outcome", Outcome)
    return Ends(counts[Outcome.FORWARDED], counts[Outcome.NOT_ACCEPTED])


def _from_tallies(facts: Facts, period: Period, names: Names) -> Counted:
    tallies: Counts = {}
    for half, measures in facts.tallies.items():
        if period.holds(half):
            for measure, count in measures.items():
                tallies[measure] = tallies.get(measure, 0) + count

    def of(prefix: str, codes: Iterable[str]) -> Counts:
        counts = {str(code): tallies.get(f"{prefix}:{code}", 0) for code in codes}
        for measure, count in sorted(tallies.items()):
            name, _, code = measure.partition(":")
            if name == prefix:
                counts.setdefault(code, count)
        return counts

    ledger = ledger_of(facts, period)
    came = ledger.total - ledger.opening

    def of_all(prefix: str, codes: Iterable[str]) -> Counts:
        """Count what came in the period: what was received, and what came again."""
        received = of(prefix, codes)
        return {**received, AGAIN: came - sum(received.values())}

    outcomes = of("outcome", Outcome)
    scores = {str(score): tallies.get(f"{SCORE}:{score}", 0) for score in range(1, 6)}
    by = {
        Dimension.KIND: of("kind", KINDS[Channel.CORRUPTION]),
        Dimension.ORIGIN: of_all("origin", Origin),
        Dimension.RECEIVED_BY: of_all("received_by", ReceivedBy),
        Dimension.SUBJECT: of_all("subject", names[Dimension.SUBJECT]),
        Dimension.OUTCOME: outcomes,
        Dimension.DISCIPLINE: _disciplined(of("discipline", Discipline), outcomes),
        Dimension.SATISFACTION: _good_and_bad(scores),
    }
    return Counted(period, by, came=came)


def _disciplined(steps: Counts, outcomes: Counts) -> Counts:
    """Return the substantiated cases by what followed, those of which nothing is said as well."""
    said = sum(steps.values())
    return {**steps, NONE: max(outcomes[str(Outcome.SUBSTANTIATED)] - said, 0)}


def _of_events(
    days: Mapping[date, Mapping[str, int]], period: Period, field_: str, codes: Iterable[str]
) -> Counts:
    counts = {str(code): 0 for code in codes}
    for day, details in days.items():
        if period.holds(day):
            for fields, count in details.items():
                code = json.loads(fields).get(field_, NONE) if fields else NONE
                counts[code] = counts.get(code, 0) + count
    return counts


def _of_cohort(
    days: Mapping[date, Mapping[str, int]], period: Period, codes: Iterable[str]
) -> Counts:
    counts = dict.fromkeys(codes, 0)
    for day, found in days.items():
        if period.holds(day):
            for code, count in found.items():
                counts[code] = counts.get(code, 0) + count
    return counts


def _scores(days: Mapping[date, Mapping[str, int]], period: Period) -> Counts:
    return _good_and_bad(_of_cohort(days, period, map(str, range(1, 6))))


def _good_and_bad(scores: Counts) -> Counts:
    good = sum(count for score, count in scores.items() if int(score) >= GOOD_SCORE)
    return {SATISFIED: good, NOT_SATISFIED: sum(scores.values()) - good}
