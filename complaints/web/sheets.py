"""Which of the joined stylesheets a page asks for.

A page says which components it uses by importing their macros, so it need not
say it again: the sheets follow from its imports, and from theirs.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import PurePosixPath
from typing import Final

from jinja2 import Environment, pass_context
from jinja2.meta import find_referenced_templates
from jinja2.runtime import Context

from complaints.web.assets import DESK_SHEET, PARTS, PUBLIC_SHEET, Assets

DESK_LAYOUT: Final = "base/desk.html"

_READER: Final = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
"""Reads templates and never fills one in."""


def sheet_addresses(assets: Assets) -> Callable[[Context], list[str]]:
    """Return the function by which layouts ask for the stylesheets of the page they are around.

    :param assets: gives the addresses.
    """
    known: dict[str | None, list[str]] = {}

    @pass_context
    def stylesheets(context: Context) -> list[str]:
        page = context.name
        if page not in known:
            names = sheets_of(context.environment, page)
            known[page] = [assets.asset_url(name) for name in names]
        return known[page]

    return stylesheets


def sheets_of(environment: Environment, page: str | None) -> list[str]:
    """Return the names of the sheets that a template needs, in the order in which they count.

    Pages for officers get all of them: they are read on the office's network,
    and include forms by name, which no reading of the source foresees.

    :param page: name of the template; None for one without a name, which needs all.
    """
    used = templates_below(environment, page)
    if DESK_LAYOUT in used:
        return [PUBLIC_SHEET, *PARTS, DESK_SHEET]
    components = {PurePosixPath(name).stem for name in used if name is not None}
    return [
        PUBLIC_SHEET,
        *(part for part, names in PARTS.items() if None in used or components & names),
    ]


def templates_below(environment: Environment, page: str | None) -> set[str | None]:
    """Return a template with all that it extends, includes and imports, and these again.

    None is among them when one is named only while the page is made.
    """
    found: set[str | None] = set()
    waiting = [page]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        if name is not None and environment.loader is not None:
            source = environment.loader.get_source(environment, name)[0]
            waiting += _named_in(source)
    return found


@cache
def _named_in(source: str) -> tuple[str | None, ...]:
    """Return the templates that the source of one names; read once, although many pages use it."""
    return tuple(find_referenced_templates(_READER.parse(source)))
