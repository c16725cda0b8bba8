"""The reply templates of a desk: add, change, offer no longer."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField

from complaints.casework import desk_lists
from complaints.casework.desk_lists import LONGEST_TEMPLATE
from complaints.domain.access import Permission
from complaints.domain.channel import Channel
from complaints.domain.errors import BadInput
from complaints.domain.reply_templates import PLACEHOLDERS
from complaints.domain.text import LINE_CHARACTERS
from complaints.records.desk_lists import ReplyTemplate, active_templates
from complaints.web.access import open_to
from complaints.web.desk import bp
from complaints.web.forms import PublicForm, Required
from complaints.web.here import office


class TemplateForm(PublicForm):
    """A name and words in both languages."""

    name_th = StringField(_l("Name (Thai)"), [Required(longest=LINE_CHARACTERS)])
    name_en = StringField(_l("Name (English)"), [Required(longest=LINE_CHARACTERS)])
    text_th = TextAreaField(_l("Words (Thai)"), [Required(longest=LONGEST_TEMPLATE)])
    text_en = TextAreaField(_l("Words (English)"), [Required(longest=LONGEST_TEMPLATE)])

    @property
    def typed(self) -> dict[str, str]:
        """Return what was typed, by name."""
        names = ("name_th", "name_en", "text_th", "text_en")
        return {name: self[name].data or "" for name in names}


@bp.get("/<channel:channel>/templates")
@open_to(Permission.TEMPLATES_CHANGE)
def show_templates(channel: Channel) -> ResponseReturnValue:
    """Show the templates of the desk."""
    return _list(channel, TemplateForm(formdata=None)), 200


@bp.post("/<channel:channel>/templates")
@open_to(Permission.TEMPLATES_CHANGE)
def add_template(channel: Channel) -> ResponseReturnValue:
    """Add a template."""
    form = TemplateForm()
    if not form.validate():
        return _list(channel, form), 422
    try:
        with office().writing(channel) as work:
            desk_lists.add_template(work, g.actor, **form.typed)
    except BadInput as refusal:
        status = form.refuse(refusal)
        return _list(channel, form), status
    flash(_("Added."), "success")
    return redirect(url_for(".show_templates", channel=channel), code=303)


@bp.get("/<channel:channel>/templates/<string(length=32):template_id>")
@open_to(Permission.TEMPLATES_CHANGE)
def show_template(channel: Channel, template_id: str) -> ResponseReturnValue:
    """Show a template to change it."""
    template = _found(channel, template_id)
    form = TemplateForm(formdata=None, obj=template)
    return _one(channel, template_id, form)


@bp.post("/<channel:channel>/templates/<string(length=32):template_id>")
@open_to(Permission.TEMPLATES_CHANGE)
def change_template(channel: Channel, template_id: str) -> ResponseReturnValue:
    """Change a template."""
    form = TemplateForm()
    _found(channel, template_id)
    if not form.validate():
        return _one(channel, template_id, form), 422
    try:
        with office().writing(channel) as work:
            desk_lists.change_template(work, g.actor, template_id=template_id, **form.typed)
    except BadInput as refusal:
        status = form.refuse(refusal)
        return _one(channel, template_id, form), status
    flash(_("Saved."), "success")
    return redirect(url_for(".show_templates", channel=channel), code=303)


@bp.post("/<channel:channel>/templates/<string(length=32):template_id>/retire")
@open_to(Permission.TEMPLATES_CHANGE)
def retire_template(channel: Channel, template_id: str) -> ResponseReturnValue:
    """Offer a template no longer."""
    with office().writing(channel) as work:
        desk_lists.retire_template(work, g.actor, template_id=template_id)
    flash(_("No longer offered."), "success")
    return redirect(url_for(".show_templates", channel=channel), code=303)


def _found(channel: Channel, template_id: str) -> ReplyTemplate:
    with office().reading(channel) as work:
        return desk_lists.find_template(work, g.actor, template_id=template_id)


def _list(channel: Channel, form: TemplateForm) -> str:
    with office().reading(channel) as work:
        templates = active_templates(work.session, channel)
    return render_template(
        "desk/templates.html",
        channel=channel,
        form=form,
        templates=templates,
        placeholders=PLACEHOLDERS,
    )


def _one(channel: Channel, template_id: str, form: TemplateForm) -> str:
    return render_template(
        "desk/template.html",
        channel=channel,
        form=form,
        template_id=template_id,
        placeholders=PLACEHOLDERS,
    )
