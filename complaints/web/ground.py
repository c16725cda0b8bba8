"""What every template can rely on."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from flask import Flask, g, get_flashed_messages, request, url_for
from flask.sansio.app import App
from flask.templating import Environment as FlaskEnvironment
from flask_babel import get_locale, get_translations, gettext, ngettext
from flask_wtf.csrf import generate_csrf

from complaints.records.agency import Agency
from complaints.web.assets import Assets
from complaints.web.compiled import COMPILED
from complaints.web.dates import (
    format_day,
    size_words,
    speaks_thai,
    thai_digits,
    weekday,
    year_words,
)
from complaints.web.here import office
from complaints.web.sheets import sheet_addresses
from complaints.web.whole_words import whole_words
from complaints.web.wording import local_name, words
from complaints.work.office import NotSetUp

QUICK_EXIT_PATH: Final = "/track/exit"
"""Ends a visit and leads on to a harmless page; the same in processes that do not serve it."""
FEET_KEPT: Final = 16
"""Feet of pages that a process keeps: two languages, and what they said before a change."""


@dataclass(frozen=True)
class ShownAgency:
    """The agency in the reader's language."""

    name: str
    centre_name: str
    address: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    executive_title: str = ""
    emergency_note: str = ""

    @property
    def short_name(self) -> str:
        """Return the name for where there is little room."""
        return self.name


class Environment(FlaskEnvironment):
    """Jinja's, except that all templates share one set of global names.

    Otherwise each import of a macro compares two layered sets of them, a fifth
    of what a page costs. What is compiled is shared by all applications of the
    process.
    """

    def __init__(self, app: App, **options: Any) -> None:
        super().__init__(app, bytecode_cache=COMPILED, **options)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return what a template finds besides its variables."""
        return super().make_globals(d) if d else self.globals


def lay_ground(app: Flask, assets: Assets) -> None:
    """Give templates their functions, filters and variables.

    Macros that are imported see no context, so what they need is global.
    """
    app.jinja_env.globals.update(
        _=spoken,
        gettext=spoken,
        ngettext=ngettext,
        csrf_token=generate_csrf,
        url_for=url_for,
        get_flashed_messages=get_flashed_messages,
        asset_url=assets.asset_url,
        stylesheets=sheet_addresses(assets),
        footer=footer_printer(app),
    )
    app.jinja_env.filters.update(
        dateformat=format_day,
        weekday=weekday,
        thai_digits=thai_digits,
        size_words=size_words,
        year_words=year_words,
        words=words,
        local_name=local_name,
        whole_words=whole_words,
    )
    app.context_processor(of_every_page)


def footer_printer(app: Flask) -> Callable[[ShownAgency], str]:
    """Return the function that gives the foot of a public page.

    It is half of what surrounds a page and the same for every reader of a
    language, so it is printed once for each.
    """

    @lru_cache(maxsize=FEET_KEPT)
    def printed(agency: ShownAgency, _language: str, _root: str) -> str:
        page: Any = app.jinja_env.get_template("base/footer.html").module
        foot: str = page.footer(agency)
        return foot

    def footer(agency: ShownAgency) -> str:
        return printed(agency, str(get_locale()), request.script_root)

    return footer


def spoken(text: str, **values: Any) -> str:
    """Return a message in the reader's language.

    Flask-Babel's own function looks the catalogue up for each of the fifty
    messages of a page; here it is looked up once for the request.
    """
    catalogue = g.get("catalogue")
    if catalogue is None:
        catalogue = g.catalogue = get_translations()
    found = str(catalogue.ugettext(text))
    return found % values if values else found


def of_every_page() -> dict[str, Any]:
    """Return the variables of every page."""
    try:
        agency = office().agency()
    except NotSetUp:
        unknown = ShownAgency(name=gettext("Complaint service"), centre_name="")
        return {"agency": unknown, "demonstration": False, "quick_exit_url": QUICK_EXIT_PATH}
    if "shown_agency" not in g:
        g.shown_agency = shown(agency)
    return {
        "agency": g.shown_agency,
        "demonstration": agency.is_demonstration,
        "quick_exit_url": QUICK_EXIT_PATH,
    }


def shown(agency: Agency) -> ShownAgency:
    """Return an agency in the reader's language; what English lacks is Thai."""
    language = "th" if speaks_thai() else "en"

    def text(field: str) -> str:
        return str(getattr(agency, f"{field}_{language}") or getattr(agency, f"{field}_th"))

    return ShownAgency(
        name=text("name"),
        centre_name=text("centre_name"),
        address=text("address"),
        phone=agency.phone,
        email=agency.email,
        website=agency.website,
        executive_title=text("executive_title"),
        emergency_note=gettext(
            "In danger, call now: police 191, ambulance 1669, fire 199."
            " This service is not watched around the clock."
        ),
    )
