"""Accounts: who is appointed, and the one-time links with which they enrol."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from complaints.casework.accounts import (
    Appointment,
    close_account,
    invite,
    list_accounts,
    renew_link,
)
from complaints.casework.own_secrets import ask_new_key
from complaints.domain.access import Permission
from complaints.domain.channel import Channel, Role
from complaints.domain.errors import NotFound
from complaints.records.agency import active_units
from complaints.records.officers import Officer
from complaints.web.access import open_to
from complaints.web.admin import bp
from complaints.web.admin.forms import AppointmentForm
from complaints.web.admin.ground import is_done, reading, writing
from complaints.web.desk.fields import offer
from complaints.web.here import office, settings
from complaints.web.wording import local_name, words


@bp.get("")
@open_to(Permission.ACCOUNTS_CHANGE)
def show_home() -> ResponseReturnValue:
    """Lead to the accounts."""
    return redirect(url_for(".show_accounts"), code=303)


@bp.get("/accounts")
@open_to(Permission.ACCOUNTS_CHANGE)
def show_accounts() -> ResponseReturnValue:
    """Show every account."""
    with reading() as work:
        accounts = list_accounts(work, g.actor)
    return render_template("admin/accounts.html", accounts=accounts, today=office().today())


@bp.get("/accounts/new")
@open_to(Permission.ACCOUNTS_CHANGE)
def show_invitation() -> ResponseReturnValue:
    """Show the form of an appointment."""
    form = AppointmentForm(formdata=None, appointed_on=office().today())
    return _form_page(form, 200)


@bp.post("/accounts/new")
@open_to(Permission.ACCOUNTS_CHANGE)
def invite_officer() -> ResponseReturnValue:
    """Make an account and show its link, this once."""
    form = AppointmentForm()
    _offer_choices(form)
    tokens: list[str] = []
    if not is_done(form, lambda work: tokens.append(invite(work, g.actor, _appointment(form)))):
        return _form_page(form, 422)
    return _link_page(form.full_name.data, tokens[0])


@bp.get("/accounts/<string:officer_id>/link")
@open_to(Permission.ACCOUNTS_CHANGE)
def ask_for_link(officer_id: str) -> ResponseReturnValue:
    """Ask before an earlier link is made worthless."""
    return render_template("admin/renew_link.html", account=_account(officer_id))


@bp.post("/accounts/<string:officer_id>/link")
@open_to(Permission.ACCOUNTS_CHANGE)
def make_link(officer_id: str) -> ResponseReturnValue:
    """Make a fresh link and show it, this once."""
    account = _account(officer_id)
    with writing() as work:
        token = renew_link(work, g.actor, officer_id=officer_id)
    return _link_page(account.full_name, token)


@bp.get("/accounts/<string:officer_id>/new-key")
@open_to(Permission.ACCOUNTS_CHANGE)
def ask_for_key(officer_id: str) -> ResponseReturnValue:
    """Ask before a lost key is given up."""
    return render_template("admin/new_key.html", account=_enrolled(officer_id))


@bp.post("/accounts/<string:officer_id>/new-key")
@open_to(Permission.ACCOUNTS_CHANGE)
def make_key_link(officer_id: str) -> ResponseReturnValue:
    """Make a link for a new key and show it, this once."""
    account = _enrolled(officer_id)
    with writing() as work:
        token = ask_new_key(work, g.actor, officer_id=officer_id)
    return _link_page(account.full_name, token)


@bp.get("/accounts/<string:officer_id>/close")
@open_to(Permission.ACCOUNTS_CHANGE)
def ask_to_close(officer_id: str) -> ResponseReturnValue:
    """Ask before an account is closed."""
    return render_template("admin/close_account.html", account=_account(officer_id))


@bp.post("/accounts/<string:officer_id>/close")
@open_to(Permission.ACCOUNTS_CHANGE)
def close(officer_id: str) -> ResponseReturnValue:
    """Close an account."""
    with writing() as work:
        close_account(work, g.actor, officer_id=officer_id)
    flash(_("The account is closed."), "success")
    return redirect(url_for(".show_accounts"), code=303)


def _enrolled(officer_id: str) -> Officer:
    """Return an account that has keys to lose.

    :raises NotFound: there is none of that id, or it has never had keys.
    """
    account = _account(officer_id)
    if not account.is_enrolled:
        raise NotFound
    return account


def _account(officer_id: str) -> Officer:
    """Return an account that is not closed.

    :raises NotFound: there is none of that id.
    """
    with reading() as work:
        accounts = list_accounts(work, g.actor)
    for account in accounts:
        if account.id == officer_id and account.closed_on is None:
            return account
    raise NotFound


def _appointment(form: AppointmentForm) -> Appointment:
    return Appointment(
        name=form.name.data or "",
        full_name=form.full_name.data or "",
        position=form.position.data or "",
        role=Role(form.role.data),
        channel=Channel(form.channel.data) if form.channel.data else None,
        appointed_on=form.appointed_on.data,
        unit_id=form.unit.data or None,
        is_receiving=bool(form.is_receiving.data),
        order_number=form.order_number.data or "",
        ends_on=form.ends_on.data,
    )


def _offer_choices(form: AppointmentForm) -> None:
    with reading() as work:
        units = [(unit.id, local_name(unit)) for unit in active_units(work.session)]
    offer(form.role, [(role.value, words(role)) for role in Role])
    desks = [(channel.value, words(channel)) for channel in Channel]
    offer(form.channel, [("", _("No desk")), *desks])
    offer(form.unit, [("", _("No unit")), *units])


def _form_page(form: AppointmentForm, status: int) -> ResponseReturnValue:
    _offer_choices(form)
    return render_template("admin/invite.html", form=form), status


def _link_page(full_name: str | None, token: str) -> ResponseReturnValue:
    address = settings().public_url + url_for("desk.show_enrolment", link_token=token)
    return render_template("admin/link.html", full_name=full_name, address=address)
