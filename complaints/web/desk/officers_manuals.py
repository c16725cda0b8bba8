"""The officers' manuals: which there are, what they say, and what they said before."""

from __future__ import annotations

from typing import Any

from flask import g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from complaints.casework.officers_manuals import keep_up, list_versions, read_version
from complaints.domain.access import Permission
from complaints.domain.channel import Channel
from complaints.domain.errors import NotFound
from complaints.domain.officers_manuals import OfficersManual, Part
from complaints.records.officers_manuals import ManualVersion
from complaints.web.access import open_to
from complaints.web.dates import speaks_thai
from complaints.web.desk import bp
from complaints.web.here import office
from complaints.web.manual_texts import says_now

TITLES: dict[OfficersManual, LazyString] = {
    OfficersManual.INTAKE: _l("Officers' manual on taking in grievances"),
    OfficersManual.CORRUPTION: _l("Officers' manual on handling corruption complaints"),
    OfficersManual.MISCONDUCT: _l("Guideline on corruption and misconduct of our own staff"),
}
_ONE = "/manuals/<any(intake, corruption, misconduct):manual>"


@bp.get("/manuals")
@open_to(Permission.MANUALS_READ)
def list_manuals() -> ResponseReturnValue:
    """Show the three manuals with the day of their newest version."""
    rows = []
    for manual in OfficersManual:
        newest = _versions(manual)[0]
        rows.append({"name": manual.value, "title": TITLES[manual], "version": newest})
    return render_template("desk/manuals.html", channel=g.actor.person.desk, rows=rows)


@bp.get(_ONE)
@open_to(Permission.MANUALS_READ)
def show_manual(manual: str) -> ResponseReturnValue:
    """Show what a manual says now, and which versions it had."""
    return _page(OfficersManual(manual), None)


@bp.get(f"{_ONE}/<int:number>")
@open_to(Permission.MANUALS_READ)
def show_manual_version(manual: str, number: int) -> ResponseReturnValue:
    """Show one version of a manual."""
    return _page(OfficersManual(manual), number)


@bp.get(f"{_ONE}/<int:number>/print")
@open_to(Permission.MANUALS_READ)
def print_manual(manual: str, number: int) -> ResponseReturnValue:
    """Show a version as sheets for the printer."""
    which = OfficersManual(manual)
    with office().reading(Channel.GRIEVANCE) as work:
        version = read_version(work, g.actor, which, number)
    return render_template(
        "desk/manual_print.html",
        title=TITLES[which],
        version=version,
        parts=_parts(version),
        issued_on=version.made_on,
    )


def _page(manual: OfficersManual, number: int | None) -> str:
    versions = _versions(manual)
    version = next((one for one in versions if number in {None, one.number}), None)
    if version is None:
        raise NotFound
    return render_template(
        "desk/manual.html",
        channel=g.actor.person.desk,
        name=manual.value,
        title=TITLES[manual],
        version=version,
        parts=_parts(version),
        is_newest=version is versions[0],
        versions=[_line(one, version) for one in versions],
    )


def _versions(manual: OfficersManual) -> list[ManualVersion]:
    """Return the versions of a manual, the newest of which says what the settings say."""
    with office().writing(Channel.GRIEVANCE) as work:
        keep_up(work, g.actor, manual, says_now(work, manual))
        return list_versions(work, g.actor, manual)


def _parts(version: ManualVersion) -> tuple[Part, ...]:
    return version.parts["th" if speaks_thai() else "en"]


def _line(version: ManualVersion, shown: ManualVersion) -> dict[str, Any]:
    """Return a version with what it changed, in words."""
    titles = {part.key: part.title for part in _parts(version)}
    changed = [titles.get(key, _("a part that was left out")) for key in version.changed_keys]
    is_first = version.number == 1
    return {
        "number": version.number,
        "on": version.made_on,
        "what": _("First version")
        if is_first
        else _("Changed: %(parts)s", parts="; ".join(changed)),
        "is_shown": version is shown,
    }
