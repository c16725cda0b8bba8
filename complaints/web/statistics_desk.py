"""Publishing statistics: what is out, what a new release would say, publishing it."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, abort, current_app, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from complaints.domain.access import Permission
from complaints.domain.calendar import fiscal_year_be
from complaints.domain.channel import Channel
from complaints.domain.errors import ChangedMeanwhile, NotAllowed, Refusal
from complaints.statistics.editions import Draft
from complaints.statistics.releases import (
    REASON_CHARACTERS,
    due_releases,
    list_releases,
    prepare,
    publish_release,
)
from complaints.statistics.words import (
    DEFINITIONS,
    Language,
    Words,
    day_words,
    none_words,
    title,
)
from complaints.web.access import open_to
from complaints.web.forms import PublicForm, text
from complaints.web.here import office
from complaints.web.statistics import language_of_reader
from complaints.web.statistics_press import MAIN_COUNTS, Press, row_of
from complaints.web.statistics_shelf import shelf
from complaints.web.wording import refusal_text

bp = Blueprint("releases", __name__, url_prefix="/desk/<channel:channel>/releases")

YEARS_OFFERED: Final = 3
_YEAR: Final = "/<int(fixed_digits=4):year>"


class PublishForm(PublicForm):
    """Why another release of a year is needed; the first needs no reason."""

    reason_th = TextAreaField(_l("Reason, in Thai"), [text(REASON_CHARACTERS)])
    reason_en = TextAreaField(_l("Reason, in English"), [text(REASON_CHARACTERS)])


@bp.get("")
@open_to(Permission.RELEASE_PREPARE)
def show_releases(channel: Channel) -> ResponseReturnValue:
    """Show what is published and what is due."""
    with office().reading(channel) as work:
        released, due = list_releases(work), due_releases(work)
        this_year = fiscal_year_be(work.today())
    return render_template(
        "statistics/desk_releases.html",
        channel=channel.value,
        releases=released,
        due=due,
        years=[this_year - back for back in range(YEARS_OFFERED)],
    )


@bp.get(_YEAR)
@open_to(Permission.RELEASE_PREPARE)
def show_draft(channel: Channel, year: int) -> ResponseReturnValue:
    """Show what a release of a fiscal year would say today."""
    return _draft_page(channel, year, PublishForm())


@bp.post(_YEAR)
@open_to(Permission.RELEASE_PUBLISH)
def publish(channel: Channel, year: int) -> ResponseReturnValue:
    """Publish a release of a fiscal year, signed with the officer's own key."""
    form = PublishForm()
    if not form.validate():
        return _draft_page(channel, year, form, status=422)
    try:
        release = publish_release(
            office(),
            channel,
            publisher=g.actor,
            signer=_signer(),
            press=Press(current_app),
            fiscal_year_be=year,
            as_of=office().today(),
            reason=Words(form.reason_th.data or "", form.reason_en.data or ""),
        )
    except (NotAllowed, ChangedMeanwhile) as refusal:
        form.refuse(refusal)
        return _draft_page(channel, year, form, status=409)
    except Refusal as refusal:
        return _draft_page(channel, year, form, status=form.refuse(refusal))
    shelf().forget_catalogue()
    flash(_("Release %(number)s is published.", number=release.number), "success")
    return redirect(url_for(".show_releases", channel=channel), code=303)


def _draft_page(
    channel: Channel, year: int, form: PublishForm, status: int = 200
) -> ResponseReturnValue:
    draft, refused = None, None
    with office().reading(channel) as work:
        try:
            draft = prepare(work, year, work.today())
        except NotAllowed as refusal:
            refused = refusal_text(refusal.code)
    page = render_template(
        "statistics/desk_draft.html",
        channel=channel.value,
        year=year,
        form=form,
        draft=draft,
        refused=refused,
        **(_shown(draft) if draft else {}),
    )
    return page, status


def _shown(draft: Draft) -> dict[str, Any]:
    language = language_of_reader()
    names = [name for name in MAIN_COUNTS if name in draft.table.fields]
    return {
        "title": title(draft.channel, draft.fiscal_year_be).in_(language),
        "as_of": day_words(draft.as_of).in_(language),
        "columns": [
            {"key": name, "label": DEFINITIONS[name].name.in_(language), "numeric": True}
            for name in names
        ],
        "rows": [row_of(figures, language) for figures in draft.figures],
        "none": _none(draft, language),
    }


def _none(draft: Draft, language: Language) -> list[str]:
    return [
        none_words(draft.channel, figures.period).in_(language)
        for figures in draft.figures
        if figures.ledger.total == 0
    ]


def _signer() -> Any:
    if g.actor.owned is None:
        abort(404)
    return g.actor.owned.signing
