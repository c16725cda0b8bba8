from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from deploy.audit import (
    ADVISORIES,
    AdvisoryRefusedError,
    PassedOver,
    command,
    locked_names,
    read_advisories,
)

TODAY = date(2026, 11, 21)
ENTRY = {"id": '"GHSA-1"', "package": '"flask"', "reason": '"unused part"', "until": "2026-12-31"}


def advisories(**changes: str | None) -> str:
    entry = {name: value for name, value in {**ENTRY, **changes}.items() if value is not None}
    return "\n".join(["[[pass_over]]", *(f"{name} = {value}" for name, value in entry.items())])


def test_every_advisory_passed_over_has_days_left() -> None:
    today = datetime.now(ZoneInfo("Asia/Bangkok")).date()

    for advisory in read_advisories(ADVISORIES.read_text(), today=today, locked=locked_names()):
        assert advisory.until >= today


def test_a_complete_entry_reaches_the_audit() -> None:
    accepted = read_advisories(advisories(), today=TODAY, locked={"flask"})

    assert accepted == [PassedOver("GHSA-1", "flask", "unused part", date(2026, 12, 31))]
    assert command(accepted)[-2:] == ["--ignore-vuln", "GHSA-1"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(advisories(until="2026-11-20"), id="its time is up"),
        pytest.param(advisories(until="2027-02-20"), id="more than 90 days"),
        pytest.param(advisories(until=None), id="for ever"),
        pytest.param(advisories(reason='""'), id="no reason"),
        pytest.param(advisories(package='"no-such-package"'), id="about nothing"),
        pytest.param(advisories(note='"x"'), id="an unknown field"),
    ],
)
def test_an_advisory_is_not_passed_over_without_a_term_and_a_reason(text: str) -> None:
    with pytest.raises(AdvisoryRefusedError):
        read_advisories(text, today=TODAY, locked={"flask"})


def test_the_last_day_still_counts() -> None:
    text = advisories(until="2026-11-21")

    assert len(read_advisories(text, today=TODAY, locked={"flask"})) == 1


def test_a_package_that_could_not_be_looked_up_fails_the_audit() -> None:
    assert "--strict" in command([])
