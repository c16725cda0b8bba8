"""Accounts of the office from the server's console.

The operator acts under the name of the system, and so stands in the journal.
Names, posts and channels are public by appointment; nothing else is shown.
"""

from __future__ import annotations

from datetime import date, datetime

import click

from complaints.casework import accounts
from complaints.casework.accounts import Appointment
from complaints.cli.speaking import CHANNELS, plainly, table, the_office
from complaints.domain.access import Person
from complaints.domain.channel import Channel, Role
from complaints.domain.errors import BadInput, Code
from complaints.records import journal
from complaints.records.agency import active_units
from complaints.records.officers import Officer, find_by_name
from complaints.work import Actor, Work
from complaints.work.office import Office

SYSTEM = Actor(
    Person(journal.SYSTEM, Role.ADMINISTRATOR, desk=None, is_appointed=True),
    full_name="",
    position="",
    unit_id=None,
)
DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group()
def officers() -> None:
    """List, invite and close accounts of the office."""


@officers.command("list")
@plainly
def list_officers() -> None:
    """List every account with its post, desk and standing."""
    office = the_office()
    with office.reading(Channel.GRIEVANCE) as work:
        found = accounts.list_accounts(work, SYSTEM)
    rows = [("NAME", "ROLE", "DESK", "STANDING", "FULL NAME (POST)")]
    rows += [
        (
            account.name,
            account.role,
            account.channel or "-",
            _standing(account, office.today()),
            f"{account.full_name} ({account.position})",
        )
        for account in found
    ]
    click.echo(table(rows))


@officers.command("invite")
@click.option("--name", required=True, help="Sign-in name: small Latin letters, digits, . _ -")
@click.option("--full-name", required=True, help="Name as in the appointment order.")
@click.option("--position", required=True, help="Title of the post.")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--desk", type=CHANNELS, help="Desk of an officer, unit head or alternate.")
@click.option("--unit", help="Name of the unit, Thai or English.")
@click.option("--receiving", is_flag=True, help="Takes in new grievances at the centre.")
@click.option("--order-number", default="", help="Number of the appointment order.")
@click.option("--appointed-on", type=DAY, help="First day, YYYY-MM-DD; today when left out.")
@click.option("--ends-on", type=DAY, help="Last day, YYYY-MM-DD; open when left out.")
@plainly
def invite_officer(
    name: str,
    full_name: str,
    position: str,
    role: str,
    desk: str | None,
    unit: str | None,
    receiving: bool,
    order_number: str,
    appointed_on: datetime | None,
    ends_on: datetime | None,
) -> None:
    """Make an account and print its one-time enrolment link."""
    office = the_office()
    with office.writing(Channel.GRIEVANCE) as work:
        appointment = Appointment(
            name=name,
            full_name=full_name,
            position=position,
            role=Role(role),
            channel=Channel(desk) if desk else None,
            appointed_on=appointed_on.date() if appointed_on else work.today(),
            unit_id=_unit_id(work, unit),
            is_receiving=receiving,
            order_number=order_number,
            ends_on=ends_on.date() if ends_on else None,
        )
        token = accounts.invite(work, SYSTEM, appointment)
    click.echo(link_of(office, token))


@officers.command("renew")
@click.argument("name")
@plainly
def renew_link(name: str) -> None:
    """Print a fresh link for NAME, who has not enrolled yet; the old one ends."""
    office = the_office()
    with office.writing(Channel.GRIEVANCE) as work:
        token = accounts.renew_link(work, SYSTEM, officer_id=_officer_id(work, name))
    click.echo(link_of(office, token))


@officers.command("close")
@click.argument("name")
@click.confirmation_option(prompt="Close this account? It cannot be opened again.")
@plainly
def close_officer(name: str) -> None:
    """Close the account NAME: no sign-in and no new keys from now on."""
    with the_office().writing(Channel.GRIEVANCE) as work:
        accounts.close_account(work, SYSTEM, officer_id=_officer_id(work, name))
    click.echo(f"The account {name} is closed.")


def link_of(office: Office, token: str) -> str:
    """Return the address of an enrolment."""
    return f"{office.settings.public_url}/desk/enrol/{token}"


def _standing(account: Officer, today: date) -> str:
    if account.closed_on is not None:
        return "closed"
    if not account.is_enrolled:
        return "invited"
    return "appointed" if account.is_appointed(today) else "no appointment"


def _unit_id(work: Work, name: str | None) -> str | None:
    if name is None:
        return None
    for unit in active_units(work.session):
        if name in {unit.name_th, unit.name_en}:
            return unit.id
    raise BadInput(Code.CHOICE_IS_UNKNOWN, "unit")


def _officer_id(work: Work, name: str) -> str:
    account = find_by_name(work.session, name.strip().casefold())
    if account is None:
        raise click.ClickException("There is no account of that name.")
    return account.id
