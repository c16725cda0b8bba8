"""Searching in what is written in cases; words go by POST, never in an address."""

from __future__ import annotations

from flask import g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import StringField

from complaints.casework.search import LONGEST_WORDS, MOST_SHOWN, search
from complaints.domain.access import Permission
from complaints.domain.channel import Channel
from complaints.domain.errors import BadInput
from complaints.web.access import open_to
from complaints.web.cookies import CookieName, read_cookie
from complaints.web.desk import bp
from complaints.web.desk.list_words import row_views
from complaints.web.errors import shows_form_again
from complaints.web.forms import PublicForm, Required
from complaints.web.here import office


class SearchForm(PublicForm):
    """Words that must all stand in a case."""

    words = StringField(_l("Words"), [Required(longest=LONGEST_WORDS)])


def show_again(why: str) -> str:
    """Show the form with what was typed, because its token cannot be taken."""
    form = SearchForm()
    form.form_errors.append(why)
    return render_template("desk/search.html", channel=g.actor.person.desk, form=form, found=None)


@bp.get("/<channel:channel>/search")
@open_to(Permission.CASES_SEARCH)
def show_search(channel: Channel) -> ResponseReturnValue:
    """Show the empty form."""
    form = SearchForm(formdata=None)
    return render_template("desk/search.html", channel=channel, form=form, found=None)


@bp.post("/<channel:channel>/search")
@open_to(Permission.CASES_SEARCH)
@shows_form_again(show_again)
def find_cases(channel: Channel) -> ResponseReturnValue:
    """Show the cases in which the words stand."""
    form = SearchForm()
    if not form.validate():
        return render_template("desk/search.html", channel=channel, form=form, found=None), 422
    try:
        cookie = read_cookie(CookieName.DESK)
        found = search(office(), channel, g.actor, words=form.words.data or "", cookie=cookie)
    except BadInput as refusal:
        status = form.refuse(refusal)
        return render_template("desk/search.html", channel=channel, form=form, found=None), status
    with office().reading(channel) as work:
        rows = row_views(work, found.rows)
    return render_template(
        "desk/search.html",
        channel=channel,
        form=form,
        found=found,
        rows=rows,
        most_shown=MOST_SHOWN,
    )
