"""``flask erase``: what is due, and one case early by two people at the console."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import FlaskGroup

from complaints.assembly import assemble
from complaints.casework.steps import accept, complete
from complaints.domain.channel import Channel
from complaints.domain.states import Outcome
from complaints.records.database import db
from tests.factories.fixtures import sqlite_office
from tests.factories.office import AnOffice
from tests.factories.people import PASSPHRASE

__all__ = ["sqlite_office"]


@pytest.fixture
def app(sqlite_office: AnOffice, tmp_path: Path) -> Iterator[Flask]:
    """The application over an office in which everybody is enrolled."""
    app = assemble(sqlite_office.office.settings)
    app.extensions["office"] = sqlite_office.office
    yield app
    with app.app_context():
        db.engine.dispose()


def a_completed_case(office: AnOffice) -> str:
    number, actor = office.file_grievance().number, office.actor("ekachai")
    with office.writing(Channel.GRIEVANCE) as work:
        accept(work, number=number, actor=actor, unit_id=f"{0:032x}", officer_id=actor.id)
        complete(work, number=number, actor=actor, outcome=Outcome.RESOLVED, result="แก้แล้ว")
    return number


def erase(app: Flask, *arguments: str, typed: tuple[str, ...] = ()) -> Result:
    lines = "\n".join(typed) + "\n"
    group = FlaskGroup(create_app=lambda: app, add_version_option=False)
    return CliRunner().invoke(group, ["erase", *arguments], input=lines)


def test_what_is_due_is_shown_before_it_is_erased(app: Flask, sqlite_office: AnOffice) -> None:
    number = a_completed_case(sqlite_office)
    now = sqlite_office.clock.instant

    sqlite_office.clock.instant = now.replace(year=now.year + 1)
    assert erase(app, "--preview").output == "No case is erased within a year.\n"
    sqlite_office.clock.instant = now.replace(year=now.year + 5)
    assert number in erase(app, "--preview").output
    assert erase(app).output == "Cases erased whose time was over: 1.\n"
    assert erase(app).output == "Cases erased whose time was over: 0.\n"


def test_two_people_sign_in_to_erase_one_case_early(app: Flask, sqlite_office: AnOffice) -> None:
    office, number = sqlite_office, a_completed_case(sqlite_office)
    first = ("ekachai", PASSPHRASE, office.totp("ekachai"), "แจ้งผิดหน่วยงาน")
    second = ("fahsai", PASSPHRASE, office.totp("fahsai"))

    result = erase(app, "--channel", "grievance", "--case", number, typed=(*first, *second))

    assert result.exit_code == 0, result.output
    assert f"Erased: {number}." in result.output
    assert PASSPHRASE not in result.output
    assert [row["erased_on"] for row in office.rows("cases")] == ["2026-11-16"]
    assert office.rows("sessions") == []


def test_one_person_twice_erases_nothing(app: Flask, sqlite_office: AnOffice) -> None:
    office, number = sqlite_office, a_completed_case(sqlite_office)
    alone = ("ekachai", PASSPHRASE, office.totp("ekachai"))

    result = erase(app, "--channel", "grievance", "--case", number, typed=(*alone, "เหตุ", *alone))

    assert result.exit_code == 1
    assert "Traceback" not in result.output
    assert [row["erased_on"] for row in office.rows("cases")] == [None]
    assert office.rows("sessions") == []


def test_a_case_without_its_channel_is_a_mistake(app: Flask) -> None:
    assert erase(app, "--case", "G-1").exit_code == 2
