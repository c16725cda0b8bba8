"""The reporter's case in the published figures, and the receipt that could refute them."""

from __future__ import annotations

from functools import partial
from typing import cast

from flask import Blueprint, Response, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from complaints.domain.errors import NotAllowed
from complaints.tracking.counted import receipt_of
from complaints.tracking.following import follow
from complaints.vault.attest import RECEIPT, attest_pair, attested
from complaints.web.access import open_to_everyone
from complaints.web.here import office, settings
from complaints.web.tracking import the_visitor
from complaints.web.wording import refusal_text

bp = Blueprint("counted", __name__, url_prefix="/track")


@bp.get("/counted")
@open_to_everyone
def show_counted() -> ResponseReturnValue:
    """Show the lines by which releases count the case, and offer the receipt."""
    return _page()


@bp.post("/receipt")
@open_to_everyone
def give_receipt() -> ResponseReturnValue:
    """Hand out the signed receipt of filing; that it was asked for is kept nowhere."""
    visitor = the_visitor()
    if visitor is None:
        return redirect(url_for("tracking.show_track"), code=303)
    pair = attest_pair(settings().attest_seed)
    try:
        with office().reading(visitor.channel) as work:
            receipt = receipt_of(work, visitor, partial(attested, pair, RECEIPT), pair.public)
    except NotAllowed as refusal:
        return _page(refusal_text(refusal.code), status=409)
    response = make_response(receipt)
    response.content_type = "application/json"
    response.headers["Content-Disposition"] = "attachment; filename=receipt.json"
    return response


def _page(refused: str = "", status: int = 200) -> ResponseReturnValue:
    visitor = the_visitor()
    if visitor is None:
        return cast(Response, redirect(url_for("tracking.show_track"), code=303))
    with office().reading(visitor.channel) as work:
        followed = follow(work, visitor)
    told, counted = followed.told, followed.counted
    page = render_template("tracking/counted.html", told=told, counted=counted, refused=refused)
    return page, status
