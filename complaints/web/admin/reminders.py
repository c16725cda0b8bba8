"""When those of each channel are reminded, and how the mail of the office fares."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from complaints.casework.reminding import change_levels, sends_mail
from complaints.domain.access import Permission
from complaints.domain.channel import Channel
from complaints.domain.reminders import Levels
from complaints.records.notices import mail_counts
from complaints.records.reminders import levels_of
from complaints.web.access import open_to
from complaints.web.admin import bp
from complaints.web.admin.ground import is_done, name_apart, reading
from complaints.web.desk.fields import WholeNumberField, filled
from complaints.web.forms import PublicForm


class LevelsForm(PublicForm):
    """The days before and after a due day on which somebody is told."""

    first_days = WholeNumberField(_l("First reminder: days before the due day"), [filled()])
    second_days = WholeNumberField(_l("Second reminder: days before the due day"), [filled()])
    late_days = WholeNumberField(_l("First escalation: days after the due day"), [filled()])
    very_late_days = WholeNumberField(_l("Second escalation: days after the due day"), [filled()])
    progress_days = WholeNumberField(
        _l("Days after which a reporter should hear something again"), [filled()]
    )
    digest_hour = WholeNumberField(_l("Hour of the daily mail (0 to 23)"), [filled()])

    def levels(self) -> Levels:
        """Return what was typed."""
        return Levels(**{one.name: self[one.name].data for one in fields(Levels)})


@bp.get("/reminders")
@open_to(Permission.SETTINGS_CHANGE)
def show_reminders() -> ResponseReturnValue:
    """Show the levels of both channels, and the state of the mail."""
    return _page({})


@bp.post("/reminders/<channel:channel>")
@open_to(Permission.SETTINGS_CHANGE)
def change_reminders(channel: Channel) -> ResponseReturnValue:
    """Change the levels of a channel."""
    form = LevelsForm()
    if not is_done(
        form, lambda work: change_levels(work, g.actor, channel=channel, levels=form.levels())
    ):
        return _page({channel: form}), 422
    flash(_("Saved. What was told already is not told again."), "success")
    return redirect(url_for(".show_reminders"), code=303)


def _page(typed: dict[Channel, LevelsForm]) -> str:
    with reading() as work:
        levels = {channel: levels_of(work.session, channel) for channel in Channel}
        facts: dict[str, Any] = {
            "sends_mail": sends_mail(work),
            "mails": mail_counts(work.session),
        }
    forms = {
        channel: typed.get(channel) or LevelsForm(formdata=None, data=vars(levels[channel]))
        for channel in Channel
    }
    for channel, form in forms.items():
        name_apart(form, channel.value)
    return render_template("admin/reminders.html", forms=forms, typed=list(typed.values()), **facts)
