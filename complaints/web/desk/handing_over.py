"""Cases that change hands, and a colleague's word for somebody who lost a telephone."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from complaints.casework.handovers import hand_over, let_join, who_could_join
from complaints.casework.own_secrets import ask_new_phone
from complaints.domain.access import Permission
from complaints.domain.channel import Channel
from complaints.domain.errors import BadInput, NotAllowed, NotFound
from complaints.records.officers import Officer, find_officer
from complaints.web.access import open_to
from complaints.web.desk import bp
from complaints.web.desk.fields import offer
from complaints.web.desk.forms import HandOverForm
from complaints.web.here import office, settings
from complaints.web.wording import refusal_text

ROSTER = "/<channel:channel>/roster/<string:officer_id>"


@bp.post(f"{ROSTER}/hand-over")
@open_to(Permission.ROSTER_SIGN)
def hand_over_cases(channel: Channel, officer_id: str) -> ResponseReturnValue:
    """Wrap the next cases that wait for a colleague to the new key."""
    try:
        with office().writing(channel) as work:
            count = hand_over(work, g.actor, officer_id=officer_id)
    except NotAllowed as refusal:
        flash(refusal_text(refusal.code), "warning")
    else:
        done = ngettext("%(num)s case handed over.", "%(num)s cases handed over.", count)
        flash(done, "success" if count else "info")
    return redirect(url_for(".show_roster", channel=channel), code=303)


@bp.get(f"{ROSTER}/phone")
@open_to(Permission.ROSTER_SIGN)
def ask_for_phone(channel: Channel, officer_id: str) -> ResponseReturnValue:
    """Ask before vouching for a colleague."""
    return render_template(
        "desk/vouch.html", channel=channel, account=_colleague(channel, officer_id)
    )


@bp.post(f"{ROSTER}/phone")
@open_to(Permission.ROSTER_SIGN)
def give_phone_link(channel: Channel, officer_id: str) -> ResponseReturnValue:
    """Make a link for another telephone and show it, this once."""
    account = _colleague(channel, officer_id)
    with office().writing(channel) as work:
        token = ask_new_phone(work, g.actor, officer_id=officer_id)
    address = settings().public_url + url_for("desk.show_phone", link_token=token)
    back = url_for(".show_roster", channel=channel)
    return render_template(
        "desk/phone_link.html", full_name=account.full_name, address=address, back=back
    )


@bp.route("/<channel:channel>/cases/<string:number>/hand-over", methods=["GET", "POST"])
@open_to(Permission.CASE_HAND_OVER)
def hand_over_case(channel: Channel, number: str) -> ResponseReturnValue:
    """Open one case to an officer who was appointed later."""
    form = HandOverForm()
    with office().writing(channel) as work:
        found = who_could_join(work, g.actor, number=number)
    offer(form.officer, [(one.id, f"{one.full_name} ({one.position})") for one in found])
    if request.method == "GET":
        return _page(channel, number, form, 200)
    if not form.validate():
        return _page(channel, number, form, 422)
    try:
        with office().writing(channel) as work:
            let_join(work, g.actor, number=number, officer_id=form.officer.data)
    except BadInput as refusal:
        return _page(channel, number, form, form.refuse(refusal))
    flash(_("The officer can open the case now."), "success")
    return redirect(url_for(".show_case", channel=channel, number=number), code=303)


def _page(channel: Channel, number: str, form: HandOverForm, status: int) -> ResponseReturnValue:
    page = render_template("desk/hand_over.html", channel=channel, number=number, form=form)
    return page, status


def _colleague(channel: Channel, officer_id: str) -> Officer:
    """Return somebody else of the desk.

    :raises NotFound: himself, or nobody of the desk.
    """
    with office().reading(channel) as work:
        account = find_officer(work.session, officer_id)
    if account is None or account.id == g.actor.id or account.channel != channel.value:
        raise NotFound
    if account.closed_on is not None or not account.is_enrolled:
        raise NotFound
    return account
