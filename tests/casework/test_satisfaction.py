"""Answers by half-year: grievances as they are, corruption in fives."""

from __future__ import annotations

from datetime import date

import pytest

from complaints.casework.satisfaction import HalfYear, satisfaction_by_half
from complaints.domain.channel import Channel
from complaints.domain.errors import NotFound
from complaints.domain.satisfaction import Satisfaction
from complaints.records.cases import add_to_tally
from tests.factories.office import AnOffice

THIS_HALF, LAST_HALF = date(2026, 10, 1), date(2026, 4, 1)
NOTHING = Satisfaction(0, 0)


def halves_of(
    office: AnOffice, key: str = "jinda", channel: Channel = Channel.GRIEVANCE
) -> list[HalfYear]:
    """Return what somebody is told."""
    actor = office.actor(key)
    with office.reading(channel) as work:
        return satisfaction_by_half(work, actor)


def scored(office: AnOffice, score: int, **changes: object) -> None:
    """File a grievance that was rated."""
    number = office.file_grievance().number
    for column, value in {"score": score, **changes}.items():
        office.execute(
            f"UPDATE cases SET {column} = :value WHERE number = :number",  # noqa: S608 - our own names
            value=value,
            number=number,
        )


def tallied(office: AnOffice, half: date, measure: str, count: int) -> None:
    """Count answers about corruption cases of a half-year."""
    with office.writing(Channel.CORRUPTION) as work:
        add_to_tally(work.session, Channel.CORRUPTION, half, measure, count)


def test_grievances_are_told_as_they_are_and_those_of_the_office_apart(office: AnOffice) -> None:
    for score in (5, 4, 3):
        scored(office, score)
    scored(office, 5, is_score_by_slip=True)
    scored(office, 1, is_code_handed_out=True)
    scored(office, 2, received_on=date(2026, 9, 30))

    told = {half.period.start: half for half in halves_of(office)}

    assert list(told) == [THIS_HALF, LAST_HALF, date(2025, 10, 1)]
    assert (told[THIS_HALF].own, told[THIS_HALF].apart) == (Satisfaction(3, 2), Satisfaction(2, 1))
    assert (told[LAST_HALF].own, told[LAST_HALF].apart) == (Satisfaction(1, 0), NOTHING)


@pytest.mark.parametrize(
    ("good", "bad", "own"),
    [
        pytest.param(0, 0, NOTHING, id="no answer"),
        pytest.param(4, 0, None, id="four answers"),
        pytest.param(5, 0, Satisfaction(5, 5), id="five alike"),
        pytest.param(20, 1, None, id="one who was not satisfied"),
        pytest.param(4, 20, None, id="four who were"),
        pytest.param(5, 5, Satisfaction(10, 5), id="five and five"),
    ],
)
def test_of_corruption_nobody_stands_out(
    sqlite_office: AnOffice, good: int, bad: int, own: Satisfaction | None
) -> None:
    tallied(sqlite_office, LAST_HALF, "score:5", good)
    tallied(sqlite_office, LAST_HALF, "score:1", bad)

    assert halves_of(sqlite_office, channel=Channel.CORRUPTION)[0].own == own


def test_of_corruption_only_what_is_over_is_told(office: AnOffice) -> None:
    tallied(office, THIS_HALF, "score:5", 9)
    tallied(office, LAST_HALF, "score_under_office_code:4", 6)
    tallied(office, LAST_HALF, "detriment", 6)

    told = halves_of(office, channel=Channel.CORRUPTION)

    assert [half.period.start for half in told] == [LAST_HALF, date(2025, 10, 1)]
    assert (told[0].own, told[0].apart) == (NOTHING, Satisfaction(6, 6))


def test_a_head_of_unit_is_told_of_the_own_unit_and_of_no_corruption(
    sqlite_office: AnOffice,
) -> None:
    scored(sqlite_office, 5)
    scored(sqlite_office, 5, unit_id=sqlite_office.account("hathai").unit_id)

    assert halves_of(sqlite_office, "hathai")[0].own == Satisfaction(1, 1)
    assert halves_of(sqlite_office)[0].own == Satisfaction(2, 2)
    with pytest.raises(NotFound):
        halves_of(sqlite_office, "hathai", Channel.CORRUPTION)


@pytest.mark.parametrize("key", ["anan", "ekachai", "itthi", "ladda"])
def test_nobody_else_is_told(sqlite_office: AnOffice, key: str) -> None:
    for channel in Channel:
        with pytest.raises(NotFound):
            halves_of(sqlite_office, key, channel)
