"""Rating with a slip from the counter: one page, one answer, and nothing of the case."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from complaints.domain.errors import BadInput
from complaints.tracking.ratings import rate_by_slip, refuse_spent_slip
from complaints.web.access import open_to_everyone
from complaints.web.errors import shows_form_again
from complaints.web.here import office
from complaints.web.limits import Limit, limited
from complaints.web.tracking import RatingForm

bp = Blueprint("rating_slips", __name__, url_prefix="/rate")


def show_again(why: str) -> str:
    """Show what was chosen and typed again, because the token of the form cannot be taken."""
    form = RatingForm()
    form.form_errors.append(why)
    return _page(form)


@bp.get("/<string:slip_token>")
@open_to_everyone
def show_slip(slip_token: str) -> ResponseReturnValue:
    """Ask how satisfied the holder of the slip is."""
    refuse_spent_slip(office(), slip_token)
    return _page(RatingForm(formdata=None))


@bp.post("/<string:slip_token>")
@open_to_everyone
@limited(Limit.LOOKUPS)
@shows_form_again(show_again)
def rate(slip_token: str) -> ResponseReturnValue:
    """Take the one answer."""
    form = RatingForm()
    refuse_spent_slip(office(), slip_token)
    if not form.validate():
        return _page(form), 422
    try:
        score, words = int(form.score.data or 0), form.words.data or ""
        rate_by_slip(office(), slip_token, score=score, words=words)
    except BadInput as refusal:
        status = form.refuse(refusal)
        return _page(form), status
    return render_template("tracking/slip_taken.html")


def _page(form: RatingForm) -> str:
    return render_template("tracking/slip.html", form=form)
