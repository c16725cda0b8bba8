"""An officer's own account: what the office knows of it, and ending its sessions."""

from __future__ import annotations

from flask import Response, flash, g, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from complaints.domain.access import Permission
from complaints.domain.channel import Channel
from complaints.records.officers import find_officer
from complaints.web.access import open_to
from complaints.web.cookies import CookieName, remove_cookie
from complaints.web.desk import bp
from complaints.web.here import office
from complaints.work.cookies import end_sessions_of


@bp.get("/account")
@open_to(Permission.OWN_ACCOUNT)
def show_account() -> ResponseReturnValue:
    """Show the account of whoever is signed in."""
    with office().reading(g.actor.person.desk or Channel.GRIEVANCE) as work:
        account = find_officer(work.session, g.actor.id)
    return render_template("desk/account.html", account=account)


@bp.post("/account/end-sessions")
@open_to(Permission.OWN_ACCOUNT)
def end_sessions() -> ResponseReturnValue:
    """End every session of the account, this one too."""
    with office().writing(g.actor.person.desk or Channel.GRIEVANCE) as work:
        end_sessions_of(work, g.actor.id)
    response = Response(status=303, headers={"Location": url_for(".show_sign_in")})
    remove_cookie(response, CookieName.DESK)
    flash(_("Every session of your account has ended."), "success")
    return response
