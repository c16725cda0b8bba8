"""Keys of receiving bodies: which there are, and comparing one before anything is sealed to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from wtforms import StringField, TextAreaField

from complaints.casework.body_keys import (
    KeyLine,
    body_key_line,
    body_key_lines,
    confirm_body_key,
    register_body_key,
    remove_body_key,
)
from complaints.domain.access import Permission
from complaints.domain.body_keys import KeyState, Way
from complaints.domain.channel import Channel
from complaints.domain.errors import BadInput, NotAllowed, NotFound
from complaints.domain.text import LINE_CHARACTERS
from complaints.web.access import open_to
from complaints.web.desk import bp
from complaints.web.desk.fields import chosen, offer
from complaints.web.forms import Pick, PublicForm, Required
from complaints.web.here import office
from complaints.work import Work

ADDRESS = "/<channel:channel>/body-keys"
KEY_CHARACTERS = 6_000
WAYS: Mapping[Way, LazyString] = {
    Way.LETTER: _l("By letter, signed by the body"),
    Way.TELEPHONE: _l("By telephone, on a number that we know ourselves"),
    Way.IN_PERSON: _l("Face to face"),
}
STATES: Mapping[KeyState, LazyString] = {
    KeyState.NONE: _l("No key: what is handed over goes on paper"),
    KeyState.WAITING: _l("Waits for a colleague who compares it another way"),
    KeyState.CONFIRMED: _l("Counts"),
    KeyState.CHANGED: _l("Does not count: changed, or a signature under it holds no more"),
}


class ComparedForm(PublicForm):
    """The fingerprint as the body told it, and how."""

    fingerprint = StringField(_l("Fingerprint"), [Required(longest=LINE_CHARACTERS)])
    way = Pick(_l("How the body told it"), [chosen()])


class KeyForm(ComparedForm):
    """The key that a body handed in, and its fingerprint."""

    public = TextAreaField(_l("Public half of the key"), [Required(longest=KEY_CHARACTERS)])


@bp.get(ADDRESS)
@open_to(Permission.ROSTER_READ)
def show_body_keys(channel: Channel) -> ResponseReturnValue:
    """Show the receiving bodies with their keys."""
    with office().reading(channel) as work:
        lines = body_key_lines(work, g.actor)
    return render_template(
        "desk/body_keys.html", channel=channel, lines=lines, states=STATES, ways=WAYS
    )


@bp.get(f"{ADDRESS}/<string:body_id>")
@open_to(Permission.ROSTER_SIGN)
def show_body_key(channel: Channel, body_id: str) -> ResponseReturnValue:
    """Show the form for a key that is missing, waits, or is to be taken away."""
    return _page(channel, body_id, None)


@bp.post(f"{ADDRESS}/<string:body_id>")
@open_to(Permission.ROSTER_SIGN)
def compare_body_key(channel: Channel, body_id: str) -> ResponseReturnValue:
    """Register a key, or confirm the one that waits."""
    line = _line(channel, body_id)
    if line.state not in {KeyState.NONE, KeyState.WAITING}:
        raise NotFound
    form = _form(line)
    said = {"fingerprint": form.fingerprint.data or "", "body_id": body_id}
    public = form.public.data or "" if isinstance(form, KeyForm) else ""

    def compare(work: Work) -> None:
        way = Way(form.way.data)
        if line.state is KeyState.WAITING:
            confirm_body_key(work, g.actor, way=way, **said)
        else:
            register_body_key(work, g.actor, way=way, public=public, **said)

    if not _is_done(channel, form, compare):
        return _page(channel, body_id, form), 422
    flash(_("Compared and signed."), "success")
    return redirect(url_for(".show_body_keys", channel=channel), code=303)


@bp.post(f"{ADDRESS}/<string:body_id>/remove")
@open_to(Permission.ROSTER_SIGN)
def take_body_key_away(channel: Channel, body_id: str) -> ResponseReturnValue:
    """Take the key of a body away."""
    with office().writing(channel) as work:
        remove_body_key(work, g.actor, body_id=body_id)
    flash(_("Taken away. What is handed over to this body goes on paper."), "success")
    return redirect(url_for(".show_body_keys", channel=channel), code=303)


def _is_done(channel: Channel, form: ComparedForm, compare: Callable[[Work], None]) -> bool:
    if not form.validate():
        return False
    try:
        with office().writing(channel) as work:
            compare(work)
    except (BadInput, NotAllowed) as refusal:
        form.refuse(refusal)
        return False
    return True


def _line(channel: Channel, body_id: str) -> KeyLine:
    with office().reading(channel) as work:
        return body_key_line(work, g.actor, body_id=body_id)


def _form(line: KeyLine, **empty: None) -> ComparedForm:
    form = (ComparedForm if line.state is KeyState.WAITING else KeyForm)(**empty)
    taken = {one.way for one in line.compared} if line.state is KeyState.WAITING else set()
    offer(form.way, [(way.value, str(said)) for way, said in WAYS.items() if way not in taken])
    return form


def _page(channel: Channel, body_id: str, form: ComparedForm | None) -> str:
    line = _line(channel, body_id)
    return render_template(
        "desk/body_key.html",
        channel=channel,
        line=line,
        form=form or _form(line, formdata=None),
        states=STATES,
        ways=WAYS,
        is_mine=any(one.officer_id == g.actor.id for one in line.compared),
    )
