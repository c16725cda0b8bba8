"""Orders on appointments: the administrator enters them, the desk signs them."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from complaints.casework.appointments import (
    AppointmentView,
    Order,
    ask_change,
    show_appointment,
    withdraw_change,
)
from complaints.domain.access import Permission
from complaints.web.access import open_to
from complaints.web.admin import bp
from complaints.web.admin.forms import AppointmentOrderForm
from complaints.web.admin.ground import is_done, reading, writing
from complaints.web.desk.fields import offer

ADDRESS = "/accounts/<string:officer_id>/appointment"


@bp.get(ADDRESS)
@open_to(Permission.ACCOUNTS_CHANGE)
def show_order_form(officer_id: str) -> ResponseReturnValue:
    """Show the form of an order, filled with the term of today."""
    view = _view(officer_id)
    account = view.account
    form = AppointmentOrderForm(
        formdata=None,
        from_on=account.appointed_on,
        until_on=account.ends_on,
        order_number=account.order_number,
    )
    return _page(form, view, 200)


@bp.post(ADDRESS)
@open_to(Permission.ACCOUNTS_CHANGE)
def enter_order(officer_id: str) -> ResponseReturnValue:
    """Enter an order."""
    view = _view(officer_id)
    form = AppointmentOrderForm()
    _offer_colleagues(form, view)
    counts: list[bool] = []
    if not is_done(
        form,
        lambda work: counts.append(
            ask_change(work, g.actor, officer_id=officer_id, order=_order(form))
        ),
    ):
        return _page(form, view, 422)
    if counts[0]:
        flash(_("The appointment is changed."), "success")
    else:
        flash(_("The order is entered. It counts once the desk has signed it."), "info")
    return redirect(url_for(".show_order_form", officer_id=officer_id), code=303)


@bp.post(f"{ADDRESS}/withdraw")
@open_to(Permission.ACCOUNTS_CHANGE)
def withdraw_order(officer_id: str) -> ResponseReturnValue:
    """Take back the order that waits."""
    with writing() as work:
        withdraw_change(work, g.actor, officer_id=officer_id)
    flash(_("The order is taken back."), "success")
    return redirect(url_for(".show_order_form", officer_id=officer_id), code=303)


def _view(officer_id: str) -> AppointmentView:
    with reading() as work:
        return show_appointment(work, g.actor, officer_id=officer_id)


def _order(form: AppointmentOrderForm) -> Order:
    return Order(
        order_number=form.order_number.data or "",
        from_on=form.from_on.data,
        until_on=form.until_on.data,
        acting_for_id=form.acting_for.data or None,
    )


def _offer_colleagues(form: AppointmentOrderForm, view: AppointmentView) -> None:
    colleagues = [(one.id, f"{one.full_name} ({one.position})") for one in view.colleagues]
    offer(form.acting_for, [("", _("Nobody: it is the officer’s own appointment")), *colleagues])


def _page(form: AppointmentOrderForm, view: AppointmentView, status: int) -> ResponseReturnValue:
    _offer_colleagues(form, view)
    return render_template("admin/appointment.html", form=form, view=view), status
