"""Coming back with the code: see how it stands, write, rate, change the code, leave."""

from __future__ import annotations

from contextlib import suppress
from typing import cast

from flask import (
    Blueprint,
    Response,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import OperationalError
from wtforms import BooleanField, MultipleFileField, StringField, TextAreaField

from complaints.domain.channel import Channel
from complaints.domain.errors import BadInput, NotFound, Refusal
from complaints.domain.text import TEXT_CHARACTERS
from complaints.evidence.errors import EvidenceError
from complaints.letters.official import OfficialLetter
from complaints.tracking import disagreeing, following, visits
from complaints.tracking.visits import Visitor
from complaints.web.access import open_to_everyone
from complaints.web.cookies import CookieName, read_cookie, remove_cookie, set_cookie
from complaints.web.forms import OneOf, PublicForm, Required, options, text
from complaints.web.here import office, settings
from complaints.web.letters import letter_lines, printed, written
from complaints.web.limits import Limit, limited
from complaints.web.milestones import milestone_lines
from complaints.web.networks import comes_from_office
from complaints.web.receipts import file_facts, track_address
from complaints.web.sending import send_opened
from complaints.web.told import case_words
from complaints.web.uploads import sent_parts, takes_files

bp = Blueprint("tracking", __name__, url_prefix="/track")


class CodeForm(PublicForm):
    """The way back to one's own case."""

    code = StringField(_l("Lookup code"))


class MessageForm(PublicForm):
    """A message to the office, with evidence if there is some."""

    message = TextAreaField(_l("Your message"), [text(TEXT_CHARACTERS)])
    attachments = MultipleFileField(_l("Further evidence"))
    keep_originals = BooleanField(_l("Also keep my originals"))


class DetrimentForm(PublicForm):
    """What is done to somebody because of the report."""

    detriment = TextAreaField(_l("What has happened to you?"), [Required(longest=TEXT_CHARACTERS)])


class RatingForm(PublicForm):
    """How the matter was handled."""

    score = OneOf(
        _l("How satisfied are you with how your matter was handled?"),
        choices=options(
            [
                ("5", _l("Very satisfied")),
                ("4", _l("Satisfied")),
                ("3", _l("Neither")),
                ("2", _l("Dissatisfied")),
                ("1", _l("Very dissatisfied")),
            ]
        ),
    )
    words = TextAreaField(_l("Would you like to say why?"), [text(2000)])


def the_visitor() -> Visitor | None:
    """Return who visits with a code, or None."""
    if "visitor" not in g:
        g.visitor = visits.resume(office(), read_cookie(CookieName.VISIT))
    return cast("Visitor | None", g.visitor)


def visited_channel() -> Channel | None:
    """Return the channel of the case that is visited, or None."""
    visitor = the_visitor()
    return visitor.channel if visitor else None


@bp.get("")
@open_to_everyone
def show_track() -> ResponseReturnValue:
    """Show the case of a visitor, or ask for the code."""
    visitor = the_visitor()
    if visitor is None:
        return _door(CodeForm())
    try:
        return _case_page(visitor)
    except NotFound:
        return _forget(make_response(_door(CodeForm())))


@bp.post("")
@open_to_everyone
@limited(Limit.LOOKUPS)
def enter_code() -> ResponseReturnValue:
    """Begin a visit."""
    form = CodeForm()
    try:
        cookie = visits.enter(office(), form.code.data or "")
    except BadInput as refusal:
        status = form.refuse(refusal)
        return _door(form), status
    except NotFound:
        form.show("code", _("This code opens nothing. It is unknown, or no longer kept."))
        return _door(form), 404
    response = redirect(url_for(".show_track"), code=303)
    set_cookie(cast(Response, response), CookieName.VISIT, cookie.value)
    return response


@bp.post("/message")
@open_to_everyone
@takes_files(visited_channel)
def send_message() -> ResponseReturnValue:
    """Send a message to the office."""
    visitor, form = the_visitor(), MessageForm()
    if visitor is None:
        return ended(form.message.data or "")
    if not form.validate():
        return _case_page(visitor, message=form), 422
    try:
        words = form.message.data or ""
        following.send_message(office(), visitor, text=words, parts=sent_parts())
    except (Refusal, EvidenceError) as refusal:
        status = form.refuse(refusal)
        return _case_page(visitor, message=form), status
    flash(_("Your message has been sent. The office can read it now."), "success")
    return redirect(url_for(".show_track", _anchor="messages"), code=303)


@bp.post("/detriment")
@open_to_everyone
def tell_detriment() -> ResponseReturnValue:
    """Tell the office that one is made to suffer for the report."""
    visitor, form = the_visitor(), DetrimentForm()
    if visitor is None:
        return ended(form.detriment.data or "")
    if not form.validate():
        return _case_page(visitor, detriment=form), 422
    try:
        words = form.detriment.data or ""
        following.send_message(office(), visitor, text=words, is_detriment=True)
    except Refusal as refusal:
        status = form.refuse(refusal)
        return _case_page(visitor, detriment=form), status
    flash(_("The officers see it at the top of their list from now on."), "success")
    return redirect(url_for(".show_track", _anchor="messages"), code=303)


@bp.post("/rating")
@open_to_everyone
def rate() -> ResponseReturnValue:
    """Rate how the matter was handled."""
    visitor, form = the_visitor(), RatingForm()
    if visitor is None:
        return ended(form.words.data or "")
    if not form.validate():
        return _case_page(visitor, rating=form), 422
    try:
        with office().writing(visitor.channel) as work:
            score = int(form.score.data or 0)
            following.rate(work, visitor, score=score, words=form.words.data or "")
    except Refusal as refusal:
        status = form.refuse(refusal)
        return _case_page(visitor, rating=form), status
    flash(_("Thank you. Your answer has been counted."), "success")
    return redirect(url_for(".show_track"), code=303)


@bp.get("/code")
@open_to_everyone
def ask_new_code() -> ResponseReturnValue:
    """Ask whether the code shall really be changed."""
    channel = visited_channel()
    if channel is None:
        return redirect(url_for(".show_track"), code=303)
    return render_template("tracking/ask_new_code.html", channel=channel.value)


@bp.post("/code")
@open_to_everyone
@limited(Limit.LOOKUPS)
def change_code() -> ResponseReturnValue:
    """Give a new code; the old one opens nothing from then on."""
    visitor = the_visitor()
    if visitor is None:
        return ended("")
    code, cookie = following.change_code(office(), visitor)
    page = render_template(
        "tracking/new_code.html",
        code=code,
        channel=visitor.channel.value,
        track_address=track_address(),
    )
    response = make_response(page)
    set_cookie(response, CookieName.VISIT, cookie.value)
    return response


@bp.post("/mail")
@open_to_everyone
def stop_mail() -> ResponseReturnValue:
    """Send the reporter no more mail."""
    visitor = the_visitor()
    if visitor is None:
        return ended("")
    with office().writing(visitor.channel) as work:
        following.stop_mail(work, visitor)
    flash(_("Your address for notices has been destroyed. You get no more mail."), "success")
    return redirect(url_for(".show_track"), code=303)


@bp.post("/leave")
@open_to_everyone
def leave() -> ResponseReturnValue:
    """End the visit."""
    visits.leave(office(), read_cookie(CookieName.VISIT))
    flash(_("You have left. Nobody opens your case here without the code."), "success")
    return _forget(cast(Response, redirect(url_for(".show_track"), code=303)))


@bp.get("/exit")
@open_to_everyone
def leave_quickly() -> ResponseReturnValue:
    """End the visit at once and lead on to a harmless page.

    A plain link, because only that works without scripts, at one touch and past
    the browser's question about a form. Who tricks somebody into it ends a
    visit, and no more.
    """
    with suppress(OperationalError):  # nobody waits here for a busy database
        visits.leave(office(), read_cookie(CookieName.VISIT))
    session.clear()
    away = redirect(settings().quick_exit_url, code=303)
    for name in (CookieName.VISIT, CookieName.LANGUAGE):
        remove_cookie(cast(Response, away), name)
    return away


@bp.get("/files/<string(length=32):blob_id>")
@open_to_everyone
def read_file(blob_id: str) -> ResponseReturnValue:
    """Hand out a file that the reporter can see."""
    visitor = the_visitor()
    if visitor is None:
        raise NotFound
    with office().reading(visitor.channel) as work:
        file = following.read_file(work, visitor, blob_id=blob_id)
    return send_opened(file)


@bp.get("/letters/<string:letter_id>")
@open_to_everyone
def read_letter(letter_id: str) -> ResponseReturnValue:
    """Show a letter of the office as a page."""
    letter, channel = _letter(letter_id)
    page = render_template(
        "tracking/letter.html", letter=letter, letter_id=letter_id, channel=channel.value
    )
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("/letters/<string:letter_id>.pdf")
@open_to_everyone
@limited(Limit.LETTERS)
def print_letter(letter_id: str) -> ResponseReturnValue:
    """Hand out a letter of the office to keep."""
    letter, _channel = _letter(letter_id)
    return printed(letter)


def _letter(letter_id: str) -> tuple[OfficialLetter, Channel]:
    visitor = the_visitor()
    if visitor is None:
        raise NotFound
    with office().reading(visitor.channel) as work:
        followed = following.follow(work, visitor)
    return written(followed.letters, followed.told, letter_id), visitor.channel


def _door(form: CodeForm) -> str:
    return render_template("tracking/track.html", form=form, from_office=comes_from_office())


def _case_page(
    visitor: Visitor,
    *,
    message: MessageForm | None = None,
    rating: RatingForm | None = None,
    detriment: DetrimentForm | None = None,
) -> str:
    with office().reading(visitor.channel) as work:
        followed = following.follow(work, visitor)
        gets_mail = following.gets_mail(work, visitor)
        may_object = disagreeing.may_object(work, followed.told)
    return render_template(
        "tracking/case.html",
        told=followed.told,
        counted=followed.counted,
        gets_mail=gets_mail,
        letters=letter_lines(followed.letters),
        milestones=milestone_lines(followed.milestones),
        may_object=may_object,
        case=case_words(followed.told, office().today()),
        message_form=message or MessageForm(formdata=None),
        rating_form=rating or RatingForm(formdata=None),
        detriment_form=detriment or DetrimentForm(formdata=None),
        **file_facts(),
    )


def ended(typed: str) -> ResponseReturnValue:
    """Say that the visit is over, and give back what was typed."""
    page = render_template("tracking/ended.html", form=CodeForm(formdata=None), typed=typed)
    return _forget(make_response(page, 403))


def _forget(response: Response) -> Response:
    remove_cookie(response, CookieName.VISIT)
    return response
