"""The evidence page: what the service has to show for each item of the yearly assessment."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from flask import Blueprint, abort, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from complaints.domain.calendar import fiscal_year_be
from complaints.domain.channel import Channel
from complaints.intake.registration import is_open
from complaints.records.agency import Agency, the_agency
from complaints.statistics.assessment import (
    AssessmentUnusable,
    Element,
    Evidence,
    Item,
    Kind,
    PeriodRule,
    Seen,
    Verdict,
    look_at,
    read_assessment,
    row_of_rule,
    years_known,
)
from complaints.web.access import open_to_everyone
from complaints.web.here import office, settings
from complaints.web.manuals import Part, read_manual
from complaints.web.statistics_shelf import read_form, shelf
from complaints.web.wording import local_name

bp = Blueprint("assessment", __name__, url_prefix="/ita")

FOLDER: Final = "assessments"


@bp.get("/")
@open_to_everyone
def show_years() -> ResponseReturnValue:
    """List the years of assessment that have a file, and this one."""
    this_year = fiscal_year_be(office().today())
    years = sorted({this_year, *years_known(own_files())}, reverse=True)
    return render_template("assessment/years.html", years=years)


@bp.get("/<int(fixed_digits=4):year>/")
@open_to_everyone
def show_year(year: int) -> ResponseReturnValue:
    """Show what there is for each item of a year, and what an assessor would miss."""
    unusable, assessment = False, None
    try:
        assessment = read_assessment(year, own_files())
    except AssessmentUnusable:
        unusable = True
    if assessment is None and not unusable and abs(year - fiscal_year_be(office().today())) > 1:
        abort(404)
    items: list[dict[str, Any]] = []
    source = ""
    if assessment is not None:
        source = local_name({"th": assessment.source, "en": assessment.source_en})
        evidence = evidence_of_today(year)
        items = [_item(item, evidence, year) for item in assessment.items]
    return render_template(
        "assessment/year.html",
        year=year,
        assessment=assessment,
        source=source,
        unusable=unusable,
        items=items,
        base=settings().public_url,
    )


def own_files() -> Path:
    """Return the folder in which an agency keeps the years that it has checked."""
    return settings().instance / FOLDER


def evidence_of_today(year: int) -> Evidence:
    """Return what the service can show for the assessment of a year."""
    channel = Channel.CORRUPTION
    with office().reading(channel) as work:
        agency = the_agency(work.session) or work.agency
        manual, website, seen = read_manual(work), agency.website, _seen(agency)
    releases: dict[int, dict[str, Any]] = {}
    for fiscal_year in (year - 1, year):
        newest = shelf().current().of(channel, fiscal_year)
        if newest:
            releases[fiscal_year] = json.loads(read_form(newest[0], "json") or b"{}")
    # A manual with an empty part is not published, so nothing of it can be shown.
    parts = frozenset() if manual.empty_parts else frozenset(part.value for part in Part)
    return Evidence(
        manual_parts=parts,
        is_taking=is_open(office(), channel),
        website=website,
        releases=releases,
        seen=seen,
    )


def _seen(agency: Agency) -> Seen | None:
    """Return where somebody saw the way to here on the main site, if anybody did."""
    if not agency.main_site_page or agency.main_site_checked_on is None:
        return None
    return Seen(agency.main_site_page, agency.main_site_checked_on, agency.main_site_checked_by)


def _item(item: Item, evidence: Evidence, year: int) -> dict[str, Any]:
    findings = look_at(item, evidence, year)
    return {
        "code": item.code,
        "name": local_name({"th": item.name_th, "en": item.name_en}),
        "links": _links(item, evidence, year),
        "seen": evidence.seen if Element.MAIN_SITE in item.elements else None,
        "findings": [
            {
                "words": element_words(one.element),
                "rule": rule_words(one.rule, year) if one.rule else "",
                "verdict": one.verdict.value,
            }
            for one in findings
        ],
        "missing_count": sum(one.verdict is Verdict.MISSING for one in findings),
    }


def _links(item: Item, evidence: Evidence, year: int) -> list[dict[str, str]]:
    if item.kind is Kind.GUIDELINE:
        address = url_for("manuals.show_manual", channel="corruption")
        return [{"href": address, "text": _("Manual")}]
    if item.kind is Kind.CHANNEL:
        address = url_for("corruption.show_report")
        return [{"href": address, "text": _("Report corruption")}]
    links = []
    for rule in item.periods:
        release, _row = row_of_rule(rule, evidence, year)
        if release is not None:
            frozen = f"/statistics/corruption/{release['fiscal_year_be']}/r{release['release']}"
            links += [
                {"href": f"{frozen}/", "text": rule_words(rule, year)},
                {"href": f"{frozen}.pdf", "text": "PDF"},
                {"href": f"{frozen}.xlsx", "text": "XLSX"},
            ]
    return links


def rule_words(rule: PeriodRule, year: int) -> str:
    """Return which days a rule asks for."""
    if rule is PeriodRule.FIRST_HALF:
        return _("First half of fiscal year %(year)s", year=year)
    return _("Whole fiscal year %(year)s", year=year - 1)


def element_words(element: Element) -> str:
    """Return what an assessor looks for."""
    words = {
        Element.HOW: _("How people outside the office complain"),
        Element.STEPS: _("The steps of handling a complaint"),
        Element.RESPONSIBLE: _("The responsible unit"),
        Element.TIME: _("The time that it takes"),
        Element.CHANNEL: _("The channel by which one complains"),
        Element.ONLINE: _("A channel online that takes reports now"),
        Element.SEPARATE: _("Apart from the channel for grievances"),
        Element.NO_ACCOUNT: _("Open to everybody, without an account"),
        Element.MAIN_SITE: _("Linked from the main website"),
        Element.TOTAL: _("Number of complaints"),
        Element.COMPLETED: _("Number of those completed"),
        Element.IN_PROGRESS: _("Number of those in progress"),
        Element.NONE: _("Where there are none, the sentence that says so"),
        Element.AS_OF: _("The day of the figures"),
        Element.SHEETS: _("Sheets to print (PDF)"),
        Element.WORKBOOK: _("A table that programs can read (XLSX)"),
    }
    return words[element]
