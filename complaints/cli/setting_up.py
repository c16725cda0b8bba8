"""Beginning: a real agency with ``init``, a make-believe one with ``demo``."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

import click
import flask_migrate
from flask import Flask, current_app

from complaints.casework.accounts import Appointment
from complaints.casework.founding import (
    AgencyProfile,
    AlreadyFounded,
    Appointee,
    Founded,
    found_agency,
    is_founded,
    refuse_second,
)
from complaints.cli.officers import DAY, link_of
from complaints.cli.recovery import FILE, chosen_custodians, quorum_option
from complaints.cli.speaking import CHANNELS, plainly, the_office
from complaints.domain.channel import Channel, Role
from complaints.domain.subjects import UNITS
from complaints.work.office import Office
from config import ROOT, SECRETS_FILE, MissingSetting, create_secrets, read_settings

CENTRE_TH, CENTRE_EN = "ศูนย์เรื่องราวร้องทุกข์/ร้องเรียน", "Grievance Centre"
RECOVERY_FOLDER = "Folder for the recovery keys (off this server, for example a USB stick)"
PERSON_FORM = "desk; sign-in name; full name; position; unit"


@click.command()
@click.option("--name-th", prompt="Name of the agency in Thai", help="Name in Thai.")
@click.option("--name-en", prompt="Name of the agency in English", help="Name in English.")
@click.option("--centre-th", default=CENTRE_TH, help="Name of the grievance centre in Thai.")
@click.option("--centre-en", default=CENTRE_EN, help="Name of the grievance centre in English.")
@click.option("--unit", "units", nargs=2, multiple=True, help="A unit: Thai and English name.")
@click.option(
    "--administrator",
    prompt="First administrator (sign-in name; full name; position)",
    help="First administrator: 'sign-in name; full name; position'.",
)
@click.option("--officer", "officers", multiple=True, help=f"An officer: '{PERSON_FORM}'.")
@click.option("--alternate", "alternates", multiple=True, help="As --officer, without unit.")
@click.option(
    "--witness",
    "witnesses",
    multiple=True,
    help="As --alternate: signs the roster, is never handed the key of a case.",
)
@click.option("--order-number", default="", help="Number of the appointment order.")
@click.option("--appointed-on", type=DAY, help="First day, YYYY-MM-DD; today when left out.")
@click.option(
    "--custodian",
    "custodians",
    type=(CHANNELS, FILE),
    multiple=True,
    help="Channel and public half of a custodian; instead of --recovery-folder.",
)
@quorum_option
@click.option(
    "--recovery-folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Existing folder outside the instance that takes the recovery keys.",
)
@plainly
def init(
    name_th: str,
    name_en: str,
    centre_th: str,
    centre_en: str,
    units: tuple[tuple[str, str], ...],
    administrator: str,
    officers: tuple[str, ...],
    alternates: tuple[str, ...],
    witnesses: tuple[str, ...],
    order_number: str,
    appointed_on: datetime | None,
    custodians: tuple[tuple[str, Path], ...],
    quorum: int,
    recovery_folder: Path | None,
) -> None:
    """Set up a real agency; asks for what it needs, prints fingerprints and enrolment links."""
    with fresh_office() as office:
        ask = _Appointing(appointed_on.date() if appointed_on else office.today(), order_number)
        if recovery_folder is None and not custodians:
            recovery_folder = Path(click.prompt(RECOVERY_FOLDER))
        if not officers and sys.stdin.isatty():
            officers, alternates = _asked("officer"), alternates or _asked("alternate")
            witnesses = witnesses or _asked("witness")
        profile = AgencyProfile(
            name_th=name_th,
            name_en=name_en,
            centre_name_th=centre_th,
            centre_name_en=centre_en,
            units=units or UNITS,
            appointees=(
                ask.administrator(administrator),
                *(ask.person(line, Role.OFFICER) for line in officers),
                *(ask.person(line, Role.ALTERNATE) for line in alternates),
                *(ask.person(line, Role.WITNESS) for line in witnesses),
            ),
            custodians=_by_channel(custodians),
            quorum=quorum,
        )
        _refuse_unknown_units(profile)
        founded = found_agency(
            office, profile, recovery_folder=recovery_folder, is_demonstration=False
        )
        _tell(office, founded)


@click.command()
@click.option("--if-missing", is_flag=True, help="Only where there is no agency yet.")
@plainly
def demo(if_missing: bool) -> None:
    """Make a demonstration agency with officers, cases and releases; print its sign-ins."""
    from complaints import demonstration

    if if_missing and _stands():
        office = the_office()
        if not demonstration.is_demonstration(office):
            click.echo("There is a real agency here; no demonstration was made.")
            return
        flask_migrate.upgrade()  # a real agency's tables wait for its operator
    else:
        from complaints.web.statistics_press import Press

        with fresh_office(throw_away=demonstration.clear_unfinished) as office:
            click.echo("Making the demonstration agency; this takes up to a minute …")
            demonstration.make(office, Press(current_app))
    click.echo(demonstration.show_sign_ins(office.settings.instance, office.now()))


def _by_channel(custodians: tuple[tuple[str, Path], ...]) -> dict[Channel, dict[str, bytes]]:
    channels = {Channel(channel) for channel, _ in custodians}
    return {
        one: chosen_custodians(path for channel, path in custodians if channel == one)
        for one in channels
    }


@contextmanager
def fresh_office(
    throw_away: Callable[[Office], None] | None = None,
) -> Iterator[Office]:
    """Hand out the office of an empty database, with secrets and tables made.

    :param throw_away: called first, to clear what an interrupted run left.
    :raises AlreadyFounded: there is an agency; secrets made for it are taken back.
    """
    from complaints.assembly import assemble

    instance = Path(os.environ.get("INSTANCE_DIR", ROOT / "instance")).resolve()
    made = _make_missing_secrets(instance)
    app: Flask = assemble() if made else current_app
    with app.app_context():
        office = the_office()
        try:
            if throw_away is not None:
                throw_away(office)
            refuse_second(office)
        except AlreadyFounded:
            if made:
                (instance / SECRETS_FILE).unlink()
            raise
        flask_migrate.upgrade()
        yield office


def _make_missing_secrets(instance: Path) -> bool:
    try:
        read_settings()
    except MissingSetting:
        create_secrets(instance)
        return True
    return False


def _stands() -> bool:
    """Say whether a finished agency is here: a real one, or a demonstration played to its end."""
    from complaints import demonstration

    if "office" not in current_app.extensions:
        return False
    office = the_office()
    return is_founded(office) and not demonstration.is_unfinished(office)


class _Appointing:
    """Reads people as they are typed: fields with semicolons between."""

    def __init__(self, appointed_on: date, order_number: str) -> None:
        self._appointed_on, self._order_number = appointed_on, order_number

    def administrator(self, line: str) -> Appointee:
        """Return the first administrator of ``name; full name; position``."""
        name, full_name, position = _split(line, 3, 3)
        return Appointee(self._appointment(name, full_name, position, Role.ADMINISTRATOR, None))

    def person(self, line: str, role: Role) -> Appointee:
        """Return somebody of ``desk; name; full name; position[; unit]``."""
        desk, name, full_name, position, *unit = _split(line, 4, 5)
        if desk not in {channel.value for channel in Channel}:
            raise click.ClickException("A desk is 'corruption' or 'grievance'.")
        appointment = self._appointment(name, full_name, position, role, Channel(desk))
        return Appointee(appointment, unit[0] if unit else None)

    def _appointment(
        self, name: str, full_name: str, position: str, role: Role, desk: Channel | None
    ) -> Appointment:
        return Appointment(
            name=name,
            full_name=full_name,
            position=position,
            role=role,
            channel=desk,
            appointed_on=self._appointed_on,
            is_receiving=role is Role.OFFICER and desk is Channel.GRIEVANCE,
            order_number=self._order_number,
        )


def _split(line: str, fewest: int, most: int) -> list[str]:
    parts = [part.strip() for part in line.split(";")]
    if not fewest <= len(parts) <= most:
        raise click.ClickException("A person is typed with semicolons between; see --help.")
    return parts


def _asked(what: str) -> tuple[str, ...]:
    """Ask for people until an empty answer."""
    lines: list[str] = []
    while line := click.prompt(
        f"One more {what} ({PERSON_FORM}), or nothing", default="", show_default=False
    ).strip():
        lines.append(line)
    return tuple(lines)


def _refuse_unknown_units(profile: AgencyProfile) -> None:
    known = {name_th for name_th, _ in profile.units}
    if any(one.unit and one.unit not in known for one in profile.appointees):
        raise click.ClickException("A person belongs to a unit that is not on the list of units.")


def _tell(office: Office, founded: Founded) -> None:
    click.echo("\nThe agency is founded. Keep this page: it is shown only now.\n")
    click.echo("First fingerprints, to be written down and compared at each enrolment:")
    for channel, fingerprint in founded.fingerprints.items():
        groups = " ".join(fingerprint[at : at + 4] for at in range(0, len(fingerprint), 4))
        click.echo(f"  {channel:<10}  {groups}")
    click.echo("\nPublic key that signs the record from day to day:")
    click.echo(f"  {founded.attest_key}")
    if founded.recovery_files:
        click.echo("\nRecovery keys, to be taken off this server now:")
    for path in founded.recovery_files:
        click.echo(f"  {path}")
    click.echo("\nOne-time enrolment links, each for one person, valid for seven days:")
    for name, token in founded.links.items():
        click.echo(f"  {name:<20}  {link_of(office, token)}")
    click.echo("\nA channel takes reports as soon as an officer of its desk has enrolled.")
