"""What stands on the letters of each channel."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField

from complaints.casework.letter_heads import change_letter_head
from complaints.domain.access import Permission
from complaints.domain.channel import Channel
from complaints.domain.text import LINE_CHARACTERS
from complaints.records.letters import head_of
from complaints.web.access import open_to
from complaints.web.admin import bp
from complaints.web.admin.ground import is_done, name_apart, reading
from complaints.web.forms import PublicForm, line


class LetterHeadForm(PublicForm):
    """The code of the office on a letter, and who signs it."""

    prefix = StringField(_l("Code of the office before the number"), [line(40)])
    signer_name = StringField(_l("Who signs"), [line(LINE_CHARACTERS)])
    signer_position = StringField(_l("Post of the person who signs"), [line(LINE_CHARACTERS)])


@bp.get("/letters")
@open_to(Permission.SETTINGS_CHANGE)
def show_letters() -> ResponseReturnValue:
    """Show the heads of both channels."""
    return _page({})


@bp.post("/letters/<channel:channel>")
@open_to(Permission.SETTINGS_CHANGE)
def change_letters(channel: Channel) -> ResponseReturnValue:
    """Change the head of a channel's letters."""
    form = LetterHeadForm()
    typed = {name: form[name].data or "" for name in ("prefix", "signer_name", "signer_position")}
    if not is_done(form, lambda work: change_letter_head(work, g.actor, channel=channel, **typed)):
        return _page({channel: form}), 422
    flash(_("Saved. Letters that left stay as they are."), "success")
    return redirect(url_for(".show_letters"), code=303)


def _page(typed: dict[Channel, LetterHeadForm]) -> str:
    with reading() as work:
        heads = {channel: head_of(work.session, channel) for channel in Channel}
    forms = {
        channel: typed.get(channel) or LetterHeadForm(formdata=None, obj=heads[channel])
        for channel in Channel
    }
    for channel, form in forms.items():
        name_apart(form, channel.value)
    return render_template("admin/letters.html", forms=forms, typed=list(typed.values()))
