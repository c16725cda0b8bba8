"""Founding the agency: the one moment in which nobody is there yet to be asked.

Everything is written in one transaction, and the recovery keys are durable on
the operator's medium before it commits: a key that exists nowhere must never
stand on a roster.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, fields, replace
from datetime import date
from pathlib import Path

import sqlalchemy as sa

from complaints.casework.accounts import Appointment, open_account
from complaints.casework.attest_key import ready_attest_key
from complaints.casework.calendar_seed import closed_days
from complaints.casework.custody import Custodians, keep_envelopes, refuse_unfit_custodians
from complaints.casework.recovery_files import (
    RecoveryFolderUnfit,
    new_recovery_key,
    refuse_unfit,
    write_recovery_file,
)
from complaints.domain.channel import Channel, Role
from complaints.domain.events import Event
from complaints.domain.subjects import SUBJECTS, UNITS
from complaints.domain.text import clean_line, clean_text, required_text
from complaints.records import journal
from complaints.records.agency import Agency, Holiday, Subject, Unit
from complaints.records.database import read_only
from complaints.records.officers import RosterEntry
from complaints.vault.attest import attest_pair
from complaints.vault.casekeys import RECOVERY
from complaints.vault.roster import Change, Entry, Seat
from complaints.work import ServerSecrets, Work
from complaints.work.office import Office

MARKER = "agency.json"
"""File by which an instance folder remembers whose it is, whatever database it is shown."""

FIRST_SETTINGS = ("agency", "units", "subjects", "holidays")


class AlreadyFounded(Exception):
    """There is an agency already; a second one cannot be founded over it."""


@dataclass(frozen=True)
class Appointee:
    """Somebody who gets an account at once.

    :ivar unit: Thai name of the unit, if the person belongs to one.
    """

    appointment: Appointment
    unit: str | None = None


@dataclass(frozen=True)
class AgencyProfile:
    """What an agency is when it begins; all of it can be changed later.

    :ivar units: Thai and English names, in their order.
    :ivar appointees: the administrator first, then officers, alternates and witnesses.
    :ivar custodians: who hold the recovery key of each channel; without them,
        a single file does.
    :ivar quorum: how many custodians must come together.
    """

    name_th: str
    name_en: str
    centre_name_th: str
    centre_name_en: str
    appointees: tuple[Appointee, ...]
    units: tuple[tuple[str, str], ...] = UNITS
    address_th: str = ""
    address_en: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    executive_title_th: str = ""
    executive_title_en: str = ""
    keeps_traffic_log: bool = True
    traffic_log_place_th: str = ""
    traffic_log_place_en: str = ""
    corruption_unit: str | None = None
    grievance_unit: str | None = None
    custodians: Mapping[Channel, Custodians] = field(default_factory=dict)
    quorum: int = 0


@dataclass(frozen=True)
class Founded:
    """What the operator must be told.

    :ivar fingerprints: of the first roster entry, hexadecimal, by channel.
    :ivar recovery_files: where the private halves were written.
    :ivar links: one-time enrolment tokens by sign-in name.
    :ivar attest_key: public half of the key that signs the record, hexadecimal.
    """

    agency_id: str
    fingerprints: dict[Channel, str]
    recovery_files: tuple[Path, ...]
    links: dict[str, str] = field(repr=False)
    attest_key: str


def found_agency(
    office: Office,
    profile: AgencyProfile,
    *,
    recovery_folder: Path | None,
    is_demonstration: bool,
    holiday_years: Sequence[int] | None = None,
) -> Founded:
    """Found the agency in an empty database.

    :param recovery_folder: takes the private halves of the recovery keys; off
        the server, or at least outside the instance folder. Not needed where
        every channel has custodians.
    :param is_demonstration: stays as it is for ever.
    :param holiday_years: calendar years whose holidays are entered; by default
        last year to two years ahead.
    :raises AlreadyFounded: there is an agency.
    :raises RecoveryFolderUnfit: the folder cannot take the keys.
    :raises BadInput: a name or an account that cannot be taken; nothing is kept.
    """
    session = office.session()
    written: list[Path] = []
    try:
        refuse_second(office)
        _refuse_unfit_keeping(office, profile, recovery_folder, is_demonstration=is_demonstration)
        agency = _agency(profile, office.today(), is_demonstration=is_demonstration)
        agency.attest_key = attest_pair(office.settings.attest_seed).public
        session.add(agency)
        session.flush()
        work = _first_work(office, agency)
        units = _add_units(work, profile)
        _add_lists(work, holiday_years or _around(office.today()))
        fingerprints = {
            channel: _begin_roster(work, channel, profile, recovery_folder, written)
            for channel in Channel
        }
        links = _open_accounts(work, profile, units)
        agency_id = agency.id
        session.commit()
        session.expunge_all()
    except BaseException:
        session.rollback()
        for path in written:
            path.unlink(missing_ok=True)
        raise
    mark_instance(office.settings.instance, agency_id, is_demonstration=is_demonstration)
    attest_key = ready_attest_key(office).public.hex()
    return Founded(agency_id, fingerprints, tuple(written), links, attest_key)


def refuse_second(office: Office) -> None:
    """Refuse where an agency lives already, in the database or in the instance folder.

    :raises AlreadyFounded: there is one.
    """
    if is_founded(office) or (office.settings.instance / MARKER).exists():
        raise AlreadyFounded


def is_founded(office: Office) -> bool:
    """Say whether the database holds an agency; one without tables holds none."""
    session = office.session()
    begun = session.in_transaction()
    with nullcontext() if begun else read_only():
        found = sa.inspect(session.connection()).has_table(Agency.__tablename__) and bool(
            session.scalar(sa.select(sa.func.count()).select_from(Agency))
        )
    if not begun:
        session.rollback()
    return found


def marked_agency(instance: Path) -> str | None:
    """Return the id of the agency that an instance folder belongs to, if it does to one."""
    path = instance / MARKER
    return str(json.loads(path.read_text())["agency_id"]) if path.exists() else None


def mark_instance(instance: Path, agency_id: str, *, is_demonstration: bool) -> None:
    """Let an instance folder remember whose it is."""
    content = {"agency_id": agency_id, "is_demonstration": is_demonstration}
    instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    (instance / MARKER).write_text(json.dumps(content))


def _first_work(office: Office, agency: Agency) -> Work:
    """Return work on an agency that is not committed yet; no code is made in it."""
    no_secrets = ServerSecrets(code_secret=b"", peppers={})
    session, channel = office.session(), Channel.GRIEVANCE
    return Work(session, channel, agency, no_secrets, office.now, office.stores, office.ended)


def _agency(profile: AgencyProfile, today: date, *, is_demonstration: bool) -> Agency:
    columns = {column.key for column in sa.inspect(Agency).columns}
    given = {one.name: getattr(profile, one.name) for one in fields(profile) if one.name in columns}
    for name in ("name_th", "name_en", "centre_name_th", "centre_name_en"):
        given[name] = clean_line(required_text(given[name], name), name)
    for name in ("address_th", "address_en"):
        given[name] = clean_text(given[name], name, longest=1000)
    return Agency(is_demonstration=is_demonstration, founded_on=today, updated_on=today, **given)


def _add_units(work: Work, profile: AgencyProfile) -> dict[str, Unit]:
    """Add the units and say which of them answer for the channels."""
    units = {
        name_th: Unit(name_th=name_th, name_en=name_en, position=at)
        for at, (name_th, name_en) in enumerate(profile.units, start=1)
    }
    work.session.add_all(units.values())
    first = profile.units[0][0]
    agency = work.agency
    agency.corruption_unit_id = units[profile.corruption_unit or first].id
    agency.grievance_unit_id = units[profile.grievance_unit or first].id
    work.session.flush()
    return units


def _add_lists(work: Work, years: Iterable[int]) -> None:
    for channel, seeds in SUBJECTS.items():
        work.session.add_all(
            Subject(
                channel=channel.value,
                code=seed.code,
                name_th=seed.name_th,
                name_en=seed.name_en,
                risk_area=seed.risk_area.value if seed.risk_area else None,
                position=at,
            )
            for at, seed in enumerate(seeds, start=1)
        )
    work.session.add_all(
        Holiday(day=day.day, name_th=day.name_th, name_en=day.name_en, source=day.source)
        for day in closed_days(years)
    )
    for setting in FIRST_SETTINGS:
        _record(work, Event.SETTINGS_CHANGED, None, setting=setting)


def _refuse_unfit_keeping(
    office: Office, profile: AgencyProfile, folder: Path | None, *, is_demonstration: bool
) -> None:
    """Refuse custodians or a folder that cannot keep the recovery keys.

    :raises RecoveryFolderUnfit: there is neither, or the folder is unfit.
    :raises NotAllowed: the custodians are too few, or hold both channels.
    """
    if profile.custodians:
        refuse_unfit_custodians(
            profile.custodians, profile.quorum, is_demonstration=is_demonstration
        )
    if set(profile.custodians) != set(Channel):
        if folder is None:
            raise RecoveryFolderUnfit("Custodians of both channels are needed, or a folder.")
        refuse_unfit(folder, office.settings.instance, is_demonstration=is_demonstration)


def _begin_roster(
    work: Work, channel: Channel, profile: AgencyProfile, folder: Path | None, written: list[Path]
) -> str:
    """Write entry 0 and its private half; return the channel's first fingerprint."""
    key = new_recovery_key()
    entry = Entry(
        agency_id=work.agency.id,
        channel=channel.value,
        number=0,
        change=Change.ADD,
        seat=Seat.RECOVERY,
        holder_id=RECOVERY,
        opening_key=key.opening.public,
        signing_key=key.signing.public,
        previous=bytes(32),
    )
    fingerprint = entry.digest().hex()
    if channel in profile.custodians:
        on_desk = replace(work, channel=channel)
        keep_envelopes(on_desk, key, profile.custodians[channel], profile.quorum)
    elif folder is not None:
        write_recovery_file(
            folder,
            key,
            agency_id=work.agency.id,
            channel=channel,
            fingerprint=fingerprint,
            written=written,
        )
    work.session.add(
        RosterEntry(
            channel=entry.channel,
            number=entry.number,
            change=entry.change.value,
            seat=entry.seat.value,
            holder_id=entry.holder_id,
            opening_key=entry.opening_key,
            signing_key=entry.signing_key,
            previous=entry.previous,
            made_on=work.today(),
            is_complete=True,
        )
    )
    _record(work, Event.ROSTER_SIGNED, channel)
    return fingerprint


def _open_accounts(work: Work, profile: AgencyProfile, units: dict[str, Unit]) -> dict[str, str]:
    if not any(one.appointment.role is Role.ADMINISTRATOR for one in profile.appointees):
        raise ValueError("an agency begins with an administrator")
    links: dict[str, str] = {}
    for appointee in profile.appointees:
        unit_id = units[appointee.unit].id if appointee.unit else None
        appointment = replace(appointee.appointment, unit_id=unit_id)
        name = appointment.name.strip().casefold()
        links[name] = open_account(work, appointment, actor_id=journal.SYSTEM)
    return links


def _around(today: date) -> range:
    return range(today.year - 1, today.year + 3)


def _record(
    work: Work, event: Event, channel: Channel | None, *, setting: str | None = None
) -> None:
    journal.write(
        work.session,
        event,
        channel=channel,
        on=work.today(),
        actor_id=journal.SYSTEM,
        fields={"setting": setting} if setting else None,
    )
