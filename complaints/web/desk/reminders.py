"""What an account is reminded of, and where it wants to hear of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from wtforms import StringField

from complaints.casework import reminding
from complaints.casework.reminding import Reminded
from complaints.domain.access import Permission
from complaints.domain.channel import Channel
from complaints.domain.errors import BadInput
from complaints.domain.reminders import Stage
from complaints.web.access import open_to
from complaints.web.dates import format_day
from complaints.web.desk import bp
from complaints.web.forms import PublicForm
from complaints.web.here import office
from complaints.work import Work

SENTENCES: Mapping[Stage, LazyString] = {
    Stage.FIRST: _l("Answer or explain by %(day)s."),
    Stage.SECOND: _l("Answer or explain soon: by %(day)s."),
    Stage.ON_DAY: _l("The last day to answer or explain is %(day)s."),
    Stage.LATE: _l("The promised day, %(day)s, has passed without an explanation."),
    Stage.VERY_LATE: _l("The promised day, %(day)s, passed days ago without an explanation."),
    Stage.PROGRESS: _l("The reporter has heard nothing since %(day)s. Write how it stands."),
    Stage.OBJECTION_FIRST: _l("Answer the objection by %(day)s."),
    Stage.OBJECTION_SECOND: _l("Answer the objection soon: by %(day)s."),
    Stage.OBJECTION_ON_DAY: _l("The last day to answer the objection is %(day)s."),
    Stage.OBJECTION_LATE: _l("The objection was to be answered by %(day)s, and was not."),
    Stage.OBJECTION_VERY_LATE: _l("The objection has been overdue for days: since %(day)s."),
}
_URGENT = {Stage.ON_DAY, Stage.LATE, Stage.VERY_LATE}


class AddressForm(PublicForm):
    """Where somebody wants to be told."""

    email = StringField(_l("E-mail address of the office"))


def desk_of(actor: Any) -> Channel:
    """Return the channel whose reminders an account has."""
    return actor.person.desk or Channel.GRIEVANCE


def unseen_reminders(work: Work) -> list[dict[str, Any]]:
    """Return the panel above a list of cases: what was not looked at yet."""
    return [_line(told) for told in reminding.list_reminders(work, g.actor, unseen_only=True)]


@bp.get("/reminders")
@open_to(Permission.OWN_ACCOUNT)
def show_reminders() -> ResponseReturnValue:
    """Show everything that the account is reminded of."""
    return _page(None)


@bp.post("/reminders")
@open_to(Permission.OWN_ACCOUNT)
def see_reminders() -> ResponseReturnValue:
    """Take the reminders from the list of cases; this page keeps them."""
    with office().writing(desk_of(g.actor)) as work:
        reminding.see_reminders(work, g.actor)
    flash(_("Noted. What is still true stays on this page."), "success")
    return redirect(url_for(".show_reminders"), code=303)


@bp.post("/reminders/address")
@open_to(Permission.OWN_ACCOUNT)
def change_address() -> ResponseReturnValue:
    """Change where the account is told by mail."""
    form = AddressForm()
    try:
        with office().writing(desk_of(g.actor)) as work:
            reminding.change_own_address(work, g.actor, typed=form.email.data or "")
    except BadInput as refusal:
        form.refuse(refusal)
        return _page(form), 422
    flash(_("Saved."), "success")
    return redirect(url_for(".show_reminders"), code=303)


def _page(form: AddressForm | None) -> str:
    with office().reading(desk_of(g.actor)) as work:
        told = reminding.list_reminders(work, g.actor)
        sends_mail = reminding.sends_mail(work)
        if form is None:
            form = AddressForm(formdata=None, data={"email": reminding.own_address(work, g.actor)})
    return render_template(
        "desk/reminders.html",
        reminders=[_line(one) for one in told],
        sends_mail=sends_mail,
        form=form,
    )


def _line(told: Reminded) -> dict[str, Any]:
    href = None
    if told.can_open:
        href = url_for("desk.show_case", channel=told.channel, number=told.number)
    sentence = str(SENTENCES[told.stage]) % {"day": format_day(told.due_on)}
    return {
        "number": told.number,
        "href": href,
        "text": sentence,
        "is_urgent": told.stage.of_promise in _URGENT,
        "is_seen": told.is_seen,
        "stage": told.stage.value,
    }
