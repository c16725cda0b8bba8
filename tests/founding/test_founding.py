"""Founding an agency in an empty database."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from complaints.casework.accounts import Appointment
from complaints.casework.enrolment import invitation
from complaints.casework.founding import (
    MARKER,
    AgencyProfile,
    AlreadyFounded,
    Appointee,
    Founded,
    found_agency,
    is_founded,
    marked_agency,
)
from complaints.casework.recovery_files import RecoveryFolderUnfit
from complaints.domain.channel import Channel, Role
from complaints.domain.errors import BadInput
from complaints.domain.subjects import SUBJECTS, UNITS
from complaints.intake.registration import is_open
from complaints.records.agency import active_subjects, active_units, holidays_between
from complaints.vault.pairs import OpeningPair
from complaints.work.office import NotSetUp
from complaints.work.rosters import current_roster
from tests.factories.office import AnOffice, an_office


def appointee(name: str, role: Role, desk: Channel | None = None) -> Appointee:
    appointment = Appointment(
        name=name,
        full_name=f"นาย{name}",
        position="ตำแหน่งสมมติ",
        role=role,
        channel=desk,
        appointed_on=date(2026, 10, 1),
    )
    return Appointee(appointment, UNITS[0][0] if role is Role.OFFICER else None)


PROFILE = AgencyProfile(
    name_th="เทศบาลตำบลสมมติ",
    name_en="Sommut Municipality",
    centre_name_th="ศูนย์เรื่องราวร้องทุกข์",
    centre_name_en="Grievance Centre",
    appointees=(
        appointee("admin", Role.ADMINISTRATOR),
        appointee("clean-hands", Role.OFFICER, Channel.CORRUPTION),
        appointee("stand-in", Role.ALTERNATE, Channel.CORRUPTION),
        appointee("open-ear", Role.OFFICER, Channel.GRIEVANCE),
    ),
)


def found(office: AnOffice, folder: Path, profile: AgencyProfile = PROFILE) -> Founded:
    return found_agency(office.office, profile, recovery_folder=folder, is_demonstration=False)


def test_an_agency_begins_with_its_units_subjects_and_holidays(
    empty_office: AnOffice, stick: Path
) -> None:
    found(empty_office, stick)

    with empty_office.reading(Channel.GRIEVANCE) as work:
        units = [(unit.name_th, unit.name_en) for unit in active_units(work.session)]
        subjects = {
            channel: [subject.code for subject in active_subjects(work.session, channel)]
            for channel in Channel
        }
        holidays = holidays_between(work.session, date(2025, 1, 1), date(2028, 12, 31))
    assert units == list(UNITS)
    assert subjects == {
        channel: [seed.code for seed in seeds] for channel, seeds in SUBJECTS.items()
    }
    assert holidays[date(2027, 4, 13)] == "วันสงกรานต์"
    assert {day.year for day in holidays} == {2025, 2026, 2027, 2028}


def test_the_answering_units_are_named_from_the_first_day(
    empty_office: AnOffice, stick: Path
) -> None:
    profile = replace(PROFILE, corruption_unit=UNITS[7][0])

    found(empty_office, stick, profile)

    with empty_office.reading(Channel.GRIEVANCE) as work:
        names = {unit.id: unit.name_th for unit in active_units(work.session)}
        agency = work.agency
    assert names[agency.corruption_unit_id or ""] == UNITS[7][0]
    assert names[agency.grievance_unit_id or ""] == UNITS[0][0]


@pytest.mark.parametrize("channel", Channel)
def test_the_recovery_key_on_the_stick_is_the_one_on_the_roster(
    empty_office: AnOffice, stick: Path, channel: Channel
) -> None:
    founded = found(empty_office, stick)

    path = stick / f"recovery-{channel.value}.key"
    kept = json.loads(path.read_text())
    with empty_office.reading(channel) as work:
        roster = current_roster(work)
    assert roster.recovery is not None
    assert OpeningPair(bytes.fromhex(kept["private_seed"])).public == roster.recovery.opening_key
    assert path.stat().st_mode & 0o777 == 0o600
    assert founded.fingerprints[channel] == kept["first_fingerprint"] == roster.first_fingerprint


def test_the_two_channels_have_different_recovery_keys(empty_office: AnOffice, stick: Path) -> None:
    found(empty_office, stick)

    seeds = {json.loads(path.read_text())["private_seed"] for path in stick.iterdir()}
    assert len(seeds) == 2


def test_no_private_half_is_in_the_database_or_the_instance(
    empty_office: AnOffice, stick: Path
) -> None:
    found(empty_office, stick)

    seeds = [json.loads(path.read_text())["private_seed"] for path in stick.iterdir()]
    entries = str(empty_office.rows("roster_entries"))
    files = [path.read_bytes() for path in empty_office.folder.rglob("*") if path.is_file()]
    for seed in seeds:
        assert seed not in entries
        assert repr(bytes.fromhex(seed)) not in entries
        assert not any(bytes.fromhex(seed) in body or seed.encode() in body for body in files)


def test_everybody_named_gets_a_link_that_invites_him(empty_office: AnOffice, stick: Path) -> None:
    founded = found(empty_office, stick)

    with empty_office.reading(Channel.GRIEVANCE) as work:
        invited = {name: invitation(work, token) for name, token in founded.links.items()}
    assert {name: (one.name, one.role, one.channel) for name, one in invited.items()} == {
        "admin": ("admin", Role.ADMINISTRATOR, None),
        "clean-hands": ("clean-hands", Role.OFFICER, Channel.CORRUPTION),
        "stand-in": ("stand-in", Role.ALTERNATE, Channel.CORRUPTION),
        "open-ear": ("open-ear", Role.OFFICER, Channel.GRIEVANCE),
    }


def test_what_was_founded_stands_in_the_journal(empty_office: AnOffice, stick: Path) -> None:
    found(empty_office, stick)

    written = [(row["book"], row["event"], row["actor_id"]) for row in empty_office.rows("journal")]
    assert written.count(("corruption", "roster_signed", "system")) == 1
    assert written.count(("grievance", "roster_signed", "system")) == 1
    assert written.count(("office", "settings_changed", "system")) == 4
    assert sum(event == "officer_invited" for _, event, _ in written) == 4


def test_no_report_is_taken_before_an_officer_has_enrolled(
    empty_office: AnOffice, stick: Path
) -> None:
    found(empty_office, stick)

    assert [is_open(empty_office.office, channel) for channel in Channel] == [False, False]


def test_a_second_agency_is_refused_and_changes_nothing(
    empty_office: AnOffice, stick: Path, tmp_path: Path
) -> None:
    founded = found(empty_office, stick)
    other = tmp_path / "other stick"
    other.mkdir()

    with pytest.raises(AlreadyFounded):
        found(empty_office, other)

    assert [row["id"] for row in empty_office.rows("agency")] == [founded.agency_id]
    assert list(other.iterdir()) == []


def test_an_instance_folder_of_an_agency_takes_no_other_database(
    empty_office: AnOffice, stick: Path
) -> None:
    empty_office.folder.mkdir(exist_ok=True)
    (empty_office.folder / MARKER).write_text('{"agency_id": "f00d", "is_demonstration": true}')

    with pytest.raises(AlreadyFounded):
        found(empty_office, stick)

    assert not is_founded(empty_office.office)


def test_the_instance_folder_remembers_whose_it_is(empty_office: AnOffice, stick: Path) -> None:
    founded = found(empty_office, stick)

    assert marked_agency(empty_office.folder) == founded.agency_id


def test_recovery_keys_do_not_go_beside_what_they_open(empty_office: AnOffice) -> None:
    inside = empty_office.folder / "keys"
    inside.mkdir(parents=True)

    with pytest.raises(RecoveryFolderUnfit):
        found(empty_office, inside)

    assert not is_founded(empty_office.office)
    assert list(inside.iterdir()) == []


def test_a_link_into_the_instance_folder_is_seen_through(
    empty_office: AnOffice, tmp_path: Path
) -> None:
    inside = empty_office.folder / "keys"
    inside.mkdir(parents=True)
    (tmp_path / "innocent").symlink_to(inside)

    with pytest.raises(RecoveryFolderUnfit):
        found(empty_office, tmp_path / "innocent")


def test_recovery_keys_that_are_there_are_never_written_over(
    empty_office: AnOffice, stick: Path
) -> None:
    (stick / "recovery-grievance.key").write_text("the key of another agency")

    with pytest.raises(RecoveryFolderUnfit):
        found(empty_office, stick)

    assert [path.name for path in stick.iterdir()] == ["recovery-grievance.key"]
    assert (stick / "recovery-grievance.key").read_text() == "the key of another agency"


def test_a_bad_account_leaves_neither_agency_nor_key(empty_office: AnOffice, stick: Path) -> None:
    twice = (*PROFILE.appointees, appointee("admin", Role.AUDITOR))

    with pytest.raises(BadInput):
        found(empty_office, stick, replace(PROFILE, appointees=twice))

    assert not is_founded(empty_office.office)
    assert list(stick.iterdir()) == []
    assert marked_agency(empty_office.folder) is None
    with pytest.raises(NotSetUp):
        empty_office.office.agency()


def test_an_agency_without_an_administrator_is_refused(empty_office: AnOffice, stick: Path) -> None:
    alone = (appointee("open-ear", Role.OFFICER, Channel.GRIEVANCE),)

    with pytest.raises(ValueError, match="administrator"):
        found(empty_office, stick, replace(PROFILE, appointees=alone))

    assert not is_founded(empty_office.office)


def test_a_database_without_tables_holds_no_agency(database_url: str, tmp_path: Path) -> None:
    office = an_office(database_url, tmp_path / "instance")
    try:
        assert not is_founded(office.office)
    finally:
        office.close()
