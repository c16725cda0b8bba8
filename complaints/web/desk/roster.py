"""The roster: who is sealed to on this desk, and signing for who comes and goes."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from complaints.casework.appointments import sign_change, waiting_changes
from complaints.casework.handovers import waiting_colleagues
from complaints.casework.roster import show_roster as read_roster
from complaints.casework.roster import sign_entry
from complaints.domain.access import Permission
from complaints.domain.channel import Channel
from complaints.domain.errors import NotAllowed
from complaints.web.access import open_to
from complaints.web.desk import bp
from complaints.web.here import office
from complaints.web.wording import refusal_text


@bp.get("/<channel:channel>/roster")
@open_to(Permission.ROSTER_READ)
def show_roster(channel: Channel) -> ResponseReturnValue:
    """Show who stands on the roster and who waits."""
    with office().reading(channel) as work:
        roster = read_roster(work, g.actor)
        waiting = waiting_colleagues(work, g.actor)
        orders = waiting_changes(work, g.actor)
    return render_template(
        "desk/roster.html",
        channel=channel,
        roster=roster,
        colleagues=waiting,
        orders=orders,
        me=g.actor.id,
    )


@bp.post("/<channel:channel>/roster/<int:number>/sign")
@open_to(Permission.ROSTER_SIGN)
def sign_roster(channel: Channel, number: int) -> ResponseReturnValue:
    """Sign the next waiting line."""
    try:
        with office().writing(channel) as work:
            sign_entry(work, g.actor, number=number, seen=request.form.get("fingerprint"))
    except NotAllowed as refusal:
        flash(refusal_text(refusal.code), "warning")
    else:
        flash(_("Signed. The roster holds your signature."), "success")
    return redirect(url_for(".show_roster", channel=channel), code=303)


@bp.post("/<channel:channel>/roster/orders/<string:order_id>/sign")
@open_to(Permission.ROSTER_SIGN)
def sign_order(channel: Channel, order_id: str) -> ResponseReturnValue:
    """Sign an order on a colleague's appointment."""
    try:
        with office().writing(channel) as work:
            counts = sign_change(work, g.actor, order_id=order_id)
    except NotAllowed as refusal:
        flash(refusal_text(refusal.code), "warning")
    else:
        done = _("Signed. The order counts now.") if counts else _("Signed. A colleague must too.")
        flash(done, "success")
    return redirect(url_for(".show_roster", channel=channel), code=303)
