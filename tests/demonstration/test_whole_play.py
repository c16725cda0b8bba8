"""The demonstration as it is played for a visitor: whole, once."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from complaints import demonstration
from complaints.casework.lists import Filter, list_cases
from complaints.casework.signing_in import resume, sign_in
from complaints.demonstration.sign_ins import read_sign_ins
from complaints.demonstration.stories import all_stories
from complaints.domain.calendar import BANGKOK
from complaints.domain.channel import Channel, Kind
from complaints.domain.deadlines import Urgency, urgency
from complaints.domain.entries import EntryKind
from complaints.domain.states import Outcome, State
from complaints.jobs.verifying import verify
from complaints.work import Actor
from complaints.work.opened_many import held_cases, open_many
from tests.demonstration.conftest import PlainPress
from tests.factories.office import AnOffice, Clock, an_office
from tests.support.databases import Shelf, migrate

TODAY = datetime(2026, 11, 16, 10, 0, tzinfo=BANGKOK)


@pytest.fixture(scope="module")
def played(sqlite_shelf: Shelf, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnOffice]:
    name = sqlite_shelf.new()
    url = sqlite_shelf.create(name, sqlite_shelf.template("migrated", migrate))
    office = an_office(url, tmp_path_factory.mktemp("played") / "instance", Clock(TODAY))
    demonstration.make(office.office, PlainPress())
    yield office
    office.close()
    sqlite_shelf.drop(name)


def cases(played: AnOffice, channel: Channel) -> list[dict[str, Any]]:
    return [row for row in played.rows("cases") if row["channel"] == channel.value]


def on(row: dict[str, Any], column: str) -> date | None:
    return date.fromisoformat(row[column]) if row[column] else None


def signed_in(played: AnOffice, name: str) -> Actor:
    (found,) = [one for one in read_sign_ins(played.folder) if one.name == name]
    played.clock.pass_seconds(60)
    now = played.clock()
    cookie = sign_in(
        played.office, name=found.name, passphrase=found.passphrase, totp=found.totp(now)
    )
    actor = resume(played.office, cookie.value)
    assert actor is not None
    return actor


def test_about_sixty_cases_stand_in_every_state(played: AnOffice) -> None:
    assert 55 <= len(played.rows("cases")) <= 70
    for channel in Channel:
        assert {row["state"] for row in cases(played, channel)} == {each.value for each in State}


def test_open_cases_show_every_urgency(played: AnOffice) -> None:
    for channel in Channel:
        stand = {
            urgency(
                due_on=on(row, "due_on"),
                new_due_on=on(row, "new_due_on"),
                is_open=row["state"] != State.COMPLETED,
                today=played.office.today(),
            )
            for row in cases(played, channel)
        }
        assert stand >= set(Urgency) - {Urgency.NO_CLOCK}


def test_every_outcome_and_every_score_occurs() -> None:
    beats = [beat for story in all_stories() for beat in story.beats]

    assert {Outcome(beat.outcome) for beat in beats if beat.do == "complete"} == set(Outcome)
    assert {beat.score for beat in beats if beat.do == "rate"} == {1, 2, 3, 4, 5}
    assert {story.kind for story in all_stories()} == set(Kind)


def test_what_the_stories_promise_is_in_the_journal(played: AnOffice) -> None:
    written = Counter(row["event"] for row in played.rows("journal"))

    for event in (
        "case_reopened",
        "officer_excluded",
        "reporter_changed_code",
        "reporter_wrote",
        "reporter_rated",
        "case_noted",
        "case_explained",
        "case_assigned",
    ):
        assert written[event] >= 1, event
    assert len(played.rows("identities")) == 1
    assert {"phone", "in_person"} <= {row["received_by"] for row in played.rows("cases")}
    assert len(played.rows("blobs")) >= 2


def test_the_past_was_played_in_order_and_not_beyond_today(played: AnOffice) -> None:
    for book in ("corruption", "grievance", "office"):
        rows = [row for row in played.rows("journal") if row["book"] == book]
        rows.sort(key=lambda row: int(row["number"]))
        # An entry by hand carries the real day of receipt, and nothing else may lie before.
        days = [row["on"] for row in rows if row["event"] != "case_received"]
        assert days == sorted(days)
        assert days[-1] <= played.office.today().isoformat()


def test_chains_rosters_releases_and_files_are_sound(played: AnOffice) -> None:
    checks = verify(played.office)

    assert [check.said for check in checks if not check.is_sound] == []
    assert sum("0 waiting" in check.said for check in checks) == 2


def test_three_fiscal_years_are_published_and_the_first_as_none(played: AnOffice) -> None:
    rows = sorted(played.rows("releases"), key=lambda row: int(row["number"]))
    releases = {(row["channel"], row["fiscal_year_be"]): json.loads(row["content"]) for row in rows}

    assert set(releases) == {
        ("corruption", 2568),
        ("corruption", 2569),
        ("grievance", 2568),
        ("grievance", 2569),
        ("grievance", 2570),
    }
    for channel in Channel:
        (year,) = [
            row for row in releases[channel.value, 2568]["rows"] if row["period_type"] == "year"
        ]
        assert year["total"] == 0
        (year,) = [
            row for row in releases[channel.value, 2569]["rows"] if row["period_type"] == "year"
        ]
        assert year["total"] == year["completed"] + year["in_progress"] > 0
        assert releases[channel.value, 2568]["statement"]["problems"]["th"] == "ไม่มี"
    assert releases["grievance", 2570]["is_provisional"]


def test_a_half_year_was_published_provisionally_and_the_year_followed(played: AnOffice) -> None:
    told = [
        json.loads(row["content"])
        for row in sorted(played.rows("releases"), key=lambda row: int(row["number"]))
        if (row["channel"], row["fiscal_year_be"]) == ("corruption", 2569)
    ]

    half, year = told
    assert (half["is_provisional"], year["is_provisional"]) == (True, False)
    assert [row["period_type"] for row in half["rows"]] == ["half"]
    assert [row["period_type"] for row in year["rows"]] == ["half", "half", "year"]
    assert (half["reason"]["th"], bool(year["reason"]["th"])) == ("", True)
    assert half["rows"][0] | {"as_of": "", "release": 0, "is_provisional": 0} == (
        year["rows"][0] | {"as_of": "", "release": 0, "is_provisional": 0}
    )


def test_each_release_came_on_the_day_after_its_period(played: AnOffice) -> None:
    for row in played.rows("releases"):
        last = max(one["period_end"] for one in json.loads(row["content"])["rows"])
        published = date.fromisoformat(row["published_on"])
        assert (published - date.fromisoformat(last)).days == 1


def test_the_sign_ins_have_the_agreed_form(played: AnOffice) -> None:
    path = played.folder / "demo-sign-ins.json"
    sign_ins = json.loads(path.read_text())

    assert path.stat().st_mode & 0o777 == 0o600
    assert all(
        set(one) == {"name", "role", "desk", "passphrase", "totp_secret"} for one in sign_ins
    )
    assert {one["role"] for one in sign_ins} == {
        "officer",
        "unit_head",
        "oversight",
        "executive",
        "auditor",
        "administrator",
    }
    for channel in Channel:
        assert sum((one["role"], one["desk"]) == ("officer", channel) for one in sign_ins) >= 3


@pytest.mark.parametrize("name", ["centre-1", "integrity-2", "head-works"])
def test_those_who_work_cases_can_sign_in_and_see_theirs(played: AnOffice, name: str) -> None:
    actor = signed_in(played, name)

    assert actor.person.desk is not None
    with played.reading(actor.person.desk) as work:
        found = list_cases(work, actor, which=Filter.OPEN)
    assert found.rows
    assert all(row.heading for row in found.rows)


@pytest.mark.parametrize("name", ["oversight", "executive", "auditor", "admin"])
def test_everybody_else_can_sign_in_too(played: AnOffice, name: str) -> None:
    assert signed_in(played, name).person.desk is None


def test_no_passphrase_is_anywhere_but_in_the_list(played: AnOffice) -> None:
    passphrases = [one.passphrase.encode() for one in read_sign_ins(played.folder)]
    url = played.office.settings.database_url.removeprefix("sqlite:///")
    files = [path for path in played.folder.rglob("*") if path.is_file()]
    others = [path for path in files if path.name != demonstration.SIGN_INS_FILE]

    for path in [*others, Path(url)]:
        body = path.read_bytes()
        assert not any(passphrase in body for passphrase in passphrases), path.name


def test_the_table_of_sign_ins_shows_the_code_of_this_moment(played: AnOffice) -> None:
    now = played.clock()
    shown = demonstration.show_sign_ins(played.folder, now)

    for one in read_sign_ins(played.folder):
        (line,) = [line for line in shown.splitlines() if line.startswith(f"{one.name} ")]
        assert one.passphrase in line
        assert one.totp(now) in line


def test_what_was_learned_stands_on_both_registers(played: AnOffice) -> None:
    assert {row["channel"] for row in played.rows("guidelines")} == {
        channel.value for channel in Channel
    }
    assert all(row["text_th"] and row["text_en"] for row in played.rows("guidelines"))


@pytest.mark.parametrize(
    ("name", "channel"),
    [("integrity-1", Channel.CORRUPTION), ("centre-1", Channel.GRIEVANCE)],
)
def test_a_duplicate_leads_to_the_case_that_goes_on(
    played: AnOffice, name: str, channel: Channel
) -> None:
    actor = signed_in(played, name)
    with played.office.reading(channel) as work:
        held = [case.id for case in held_cases(work, actor)]
        linked = {
            (entry.kind, entry.content.get("number") or entry.content.get("duplicate_of"))
            for _, entries in open_many(work, actor, held)
            for entry in entries
            if entry.content.get("is_duplicate") or entry.content.get("duplicate_of")
        }

    assert {EntryKind.RELATED, EntryKind.CLOSING} <= {kind for kind, _ in linked}


def test_a_risk_is_noted_when_a_matter_is_accepted(played: AnOffice) -> None:
    actor = signed_in(played, "integrity-2")
    with played.office.reading(Channel.CORRUPTION) as work:
        held = [case.id for case in held_cases(work, actor)]
        entries = [each for _, found in open_many(work, actor, held) for each in found]
    risks = {each.content["risk"] for each in entries if each.kind is EntryKind.PROTECTION}

    assert risks == {"possible", "high"}
