"""A manual for each channel, made of the live configuration, never with an empty part."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from complaints.domain.channel import Channel, Role
from complaints.domain.states import State
from complaints.records.agency import Agency, Unit, the_agency
from complaints.records.database import db
from complaints.records.officers import Officer
from complaints.web.here import office
from complaints.web.manuals import Part, read_manual
from tests.statistics.site import a_site

LONG_AGO = date(2025, 10, 1)


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder of secrets and fonts for all sites; each has a database of its own."""
    return tmp_path_factory.mktemp("instance")


@pytest.fixture
def site(instance: Path, database_url: str) -> Iterator[Flask]:
    """A site whose two desks have a unit and an officer each."""
    app = a_site(instance, database_url)
    with app.app_context():
        unit = Unit(name_th="สำนักปลัด", name_en="Office of the Clerk", position=1)
        db.session.add(unit)
        db.session.flush()
        change_agency(corruption_unit_id=unit.id, grievance_unit_id=unit.id)
        for channel in Channel:
            appoint(channel)
        db.session.commit()
        yield app
        db.session.remove()
        db.engine.dispose()


def change_agency(**fields: Any) -> None:
    agency = the_agency(db.session())
    assert isinstance(agency, Agency)
    for name, value in fields.items():
        setattr(agency, name, value)
    db.session.commit()
    office().cache.agency = None


def appoint(channel: Channel, **changed: Any) -> None:
    usual: dict[str, Any] = {
        "name": f"{channel.value}-{changed.get('full_name', 'first')}",
        "full_name": f"นางสาวตัวอย่าง {channel.value}",
        "position": "นิติกรชำนาญการ",
        "role": Role.OFFICER.value,
        "channel": channel.value,
        "unit_id": None,
        "order_number": "12/2568",
        "appointed_on": LONG_AGO,
    }
    db.session.add(Officer(**{**usual, **changed}))
    db.session.commit()


def page_of(site: Flask, channel: Channel, language: str = "en") -> BeautifulSoup:
    answer = site.test_client().get(f"/manuals/{channel.value}?lang={language}")
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


def part_of(page: BeautifulSoup, part: Part) -> str:
    section = page.select_one(f'section[aria-labelledby="{part.value}"]')
    assert section is not None
    heading = section.select_one("h2")
    assert heading is not None
    heading.extract()
    return section.get_text(" ", strip=True)


@pytest.mark.parametrize("channel", Channel)
@pytest.mark.parametrize("part", Part)
def test_every_part_says_something(site: Flask, channel: Channel, part: Part) -> None:
    assert len(part_of(page_of(site, channel), part)) > 40


def test_the_published_steps_are_those_of_the_state_machine(site: Flask) -> None:
    page = page_of(site, Channel.GRIEVANCE)
    section = page.select_one('section[aria-labelledby="steps"]')
    assert section is not None

    titles = [title.get_text() for title in section.select(".step-list__title")]

    assert titles == ["Received", "Accepted for action", "In progress", "Completed"]
    assert len(titles) == len(State)
    assert all(len(facts.select("span")) == 2 for facts in section.select(".step-list__facts"))


def test_another_time_limit_is_another_manual(site: Flask) -> None:
    assert "within 15 days" in part_of(page_of(site, Channel.CORRUPTION), Part.TIME)

    change_agency(corruption_days=30)

    assert "within 30 days" in part_of(page_of(site, Channel.CORRUPTION), Part.TIME)
    assert "within 15 days" in part_of(page_of(site, Channel.GRIEVANCE), Part.TIME)


def test_only_officers_of_the_channel_whose_appointment_runs_are_named(site: Flask) -> None:
    today = office().today()
    appoint(Channel.GRIEVANCE, full_name="ended", ends_on=today - timedelta(days=1))
    appoint(Channel.GRIEVANCE, full_name="to come", appointed_on=today + timedelta(days=1))

    named = part_of(page_of(site, Channel.GRIEVANCE), Part.RESPONSIBLE)

    assert "นางสาวตัวอย่าง grievance" in named
    assert "12/2568" in named
    for other in ("ended", "to come", "นางสาวตัวอย่าง corruption"):
        assert other not in named


def test_the_corruption_manual_says_who_reads_what_the_officers_must_not(site: Flask) -> None:
    appoint(Channel.CORRUPTION, full_name="ปลัดตัวอย่าง", role=Role.ALTERNATE.value)

    page = page_of(site, Channel.CORRUPTION)

    assert "ปลัดตัวอย่าง" in part_of(page, Part.HOW)
    assert "ปลัดตัวอย่าง" not in part_of(page, Part.RESPONSIBLE)


def test_the_two_manuals_are_different_documents(site: Flask) -> None:
    corruption, grievance = (part_of(page_of(site, channel), Part.HOW) for channel in Channel)

    assert "/corruption/report" in corruption
    assert "/grievance/report" in grievance
    assert "/grievance/report" not in corruption
    assert "/corruption/report" not in grievance


@pytest.mark.parametrize("missing", ["officer", "unit"])
def test_a_manual_with_an_empty_part_is_not_published(site: Flask, missing: str) -> None:
    if missing == "officer":
        officers = db.session.query(Officer).filter_by(channel=Channel.GRIEVANCE.value)
        officers.update({"closed_on": LONG_AGO})
        db.session.commit()
    else:
        change_agency(grievance_unit_id=None)

    answer = site.test_client().get("/manuals/grievance?lang=en")

    assert answer.status_code == 404
    assert "This manual is not published yet" in answer.text
    assert "The administrator names" not in answer.text
    with office().reading(Channel.GRIEVANCE) as work:
        assert read_manual(work).empty_parts == (Part.RESPONSIBLE,)


def test_the_version_is_the_day_of_the_last_change(site: Flask) -> None:
    changed_on = date(2026, 3, 9)
    change_agency(updated_on=changed_on)

    version = page_of(site, Channel.GRIEVANCE).select_one("#version")

    assert version is not None
    assert version["datetime"] == changed_on.isoformat()


def test_an_unknown_manual_is_not_there(site: Flask) -> None:
    assert site.test_client().get("/manuals/opinions").status_code == 404
