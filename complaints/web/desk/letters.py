"""Letters of a case, to be read, printed and sent."""

from __future__ import annotations

from flask import g, make_response, render_template
from flask.typing import ResponseReturnValue

from complaints.casework.case_letters import case_with_letters
from complaints.domain.access import Permission
from complaints.domain.channel import Channel
from complaints.letters.official import OfficialLetter
from complaints.web.access import open_to
from complaints.web.desk import bp
from complaints.web.here import office
from complaints.web.letters import letter_lines, printed, written

CASE = "/<channel:channel>/cases/<string:number>"


@bp.get(f"{CASE}/letters")
@open_to(Permission.CASE_READ)
def list_letters(channel: Channel, number: str) -> ResponseReturnValue:
    """Show the letters of a case."""
    with office().writing(channel) as work:
        told, letters = case_with_letters(work, g.actor, number=number)
    return render_template(
        "desk/letters.html", channel=channel, told=told, letters=letter_lines(letters)
    )


@bp.get(f"{CASE}/letters/<string:letter_id>")
@open_to(Permission.CASE_READ)
def read_letter(channel: Channel, number: str, letter_id: str) -> ResponseReturnValue:
    """Show a letter as a page."""
    letter = _letter(channel, number, letter_id)
    page = render_template(
        "desk/letter.html", channel=channel, number=number, letter=letter, letter_id=letter_id
    )
    return make_response(page)


@bp.get(f"{CASE}/letters/<string:letter_id>.pdf")
@open_to(Permission.CASE_READ)
def print_letter(channel: Channel, number: str, letter_id: str) -> ResponseReturnValue:
    """Hand out a letter to print."""
    return printed(_letter(channel, number, letter_id))


def _letter(channel: Channel, number: str, letter_id: str) -> OfficialLetter:
    with office().writing(channel) as work:
        told, letters = case_with_letters(work, g.actor, number=number)
    return written(letters, told, letter_id)
