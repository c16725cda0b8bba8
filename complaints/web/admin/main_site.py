"""Where the main website shows this service: what the evidence page cannot see by itself."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField

from complaints.casework.main_site import PAGE_CHARACTERS, change_main_site
from complaints.domain.access import Permission
from complaints.domain.text import LINE_CHARACTERS
from complaints.records.agency import the_agency
from complaints.web.access import open_to
from complaints.web.admin import bp
from complaints.web.admin.ground import is_done, reading
from complaints.web.desk.fields import DayField
from complaints.web.forms import PublicForm, line
from complaints.web.here import office


class MainSiteForm(PublicForm):
    """At which address, on which day, and who looked."""

    main_page = StringField(_l("Address of the page on the main website"), [line(PAGE_CHARACTERS)])
    checked_on = DayField(_l("Seen there on"))
    checked_by = StringField(_l("Who looked"), [line(LINE_CHARACTERS)])


@bp.get("/main-site")
@open_to(Permission.SETTINGS_CHANGE)
def show_main_site() -> ResponseReturnValue:
    """Show what is known of the main website."""
    with reading() as work:
        agency = the_agency(work.session) or office().agency()
    kept = {
        "main_page": agency.main_site_page,
        "checked_on": agency.main_site_checked_on,
        "checked_by": agency.main_site_checked_by,
    }
    return _page(MainSiteForm(formdata=None, data=kept), 200)


@bp.post("/main-site")
@open_to(Permission.SETTINGS_CHANGE)
def keep_main_site() -> ResponseReturnValue:
    """Keep what somebody saw."""
    form = MainSiteForm()
    if not is_done(
        form,
        lambda work: change_main_site(
            work,
            g.actor,
            main_page=form.main_page.data or "",
            checked_on=form.checked_on.data,
            checked_by=form.checked_by.data or "",
        ),
    ):
        return _page(form, 422)
    flash(_("Saved. The evidence page shows it."), "success")
    return redirect(url_for(".show_main_site"), code=303)


def _page(form: MainSiteForm, status: int) -> ResponseReturnValue:
    return render_template("admin/main_site.html", form=form), status
