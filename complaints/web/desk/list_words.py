"""A list of cases in words: tabs, rows and what an empty list means."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from complaints.casework.lists import CaseList, CaseRow, Filter
from complaints.domain.channel import KINDS
from complaints.domain.deadlines import Urgency
from complaints.records.agency import active_units, all_subjects
from complaints.web.dates import days_until
from complaints.web.wording import local_name, words
from complaints.work import Work

TABS = {
    Filter.OPEN: _l("Open cases"),
    Filter.MINE: _l("Mine"),
    Filter.MINE_LATE: _l("Mine, late and not explained"),
    Filter.MINE_SOON: _l("Mine, due soon"),
    Filter.UNIT: _l("My unit's"),
    Filter.TRIAGE: _l("To be assigned"),
    Filter.DUE_SOON: _l("Due soon"),
    Filter.DUE_IN_WEEK: _l("Due within 7 days"),
    Filter.LATE: _l("Late"),
    Filter.LATE_UNEXPLAINED: _l("Late, not explained"),
    Filter.EXPLAINED_AGAIN: _l("Explained more than once"),
    Filter.WAITING: _l("Waiting for the reporter"),
    Filter.TO_CONFIRM: _l("To be confirmed"),
    Filter.OBJECTIONS: _l("Objections"),
    Filter.COMPLETED: _l("Completed"),
}

WHEN_THERE = frozenset(
    {
        Filter.UNIT,
        Filter.EXPLAINED_AGAIN,
        Filter.WAITING,
        Filter.TO_CONFIRM,
        Filter.OBJECTIONS,
    }
)
"""Tabs that stand there only while they hold something."""

TO_DO = {
    Filter.MINE_LATE: _l("mine, late and not explained"),
    Filter.MINE_SOON: _l("mine, due within 3 days"),
    Filter.TRIAGE: _l("to be assigned"),
}
"""What an officer does first, in this order; lists of their own, and two of them no tabs."""

NOTHING = {
    Filter.OPEN: _l("No case is open."),
    Filter.MINE: _l("No open case is yours."),
    Filter.MINE_LATE: _l("Nothing of yours is late without an explanation."),
    Filter.MINE_SOON: _l("Nothing of yours falls due in the next days."),
    Filter.UNIT: _l("No open case is your unit's."),
    Filter.TRIAGE: _l("Every case has a responsible unit and officer."),
    Filter.DUE_SOON: _l("Nothing falls due in the next days."),
    Filter.DUE_IN_WEEK: _l("Nothing falls due within 7 days."),
    Filter.LATE: _l("Nothing is late."),
    Filter.LATE_UNEXPLAINED: _l("Nothing is late without an explanation."),
    Filter.EXPLAINED_AGAIN: _l("No open case was explained more than once."),
    Filter.WAITING: _l("No reporter has a question to answer."),
    Filter.TO_CONFIRM: _l("No result waits for a second key."),
    Filter.OBJECTIONS: _l("No objection waits for its answer."),
    Filter.COMPLETED: _l("No case is completed yet."),
}


def list_view(work: Work, found: CaseList) -> dict[str, Any]:
    """Return what the page of a list shows."""
    names = _Names(work)
    return {
        "rows": [_row(work, names, row) for row in found.rows],
        "tabs": [_tab(work, found, which) for which in Filter if _is_shown(found, which)],
        "to_do": [_to_do(work, found, which) for which in TO_DO],
        "current_filter": found.which.value,
        "list_title": TABS[found.which],
        "nothing": NOTHING[found.which],
        "newer": _page(work, found, found.page - 1) if found.page > 1 else None,
        "older": _page(work, found, found.page + 1) if found.has_next else None,
        "page_words": gettext("Page %(page)s", page=found.page),
    }


def row_views(work: Work, rows: Sequence[CaseRow]) -> list[dict[str, Any]]:
    """Return lines of a list as the page shows them."""
    names = _Names(work)
    return [_row(work, names, row) for row in rows]


class _Names:
    """The names of units and subjects, read once; lists leave out what stands in brackets."""

    def __init__(self, work: Work) -> None:
        self.units = {unit.id: local_name(unit) for unit in active_units(work.session)}
        self.subjects = {
            subject.code: local_name(subject).split(" (")[0]
            for subject in all_subjects(work.session, work.channel)
        }


def _row(work: Work, names: _Names, row: CaseRow) -> dict[str, Any]:
    due = row.due_on
    if row.urgency is Urgency.LATE_EXPLAINED and row.new_due_on:
        due = row.new_due_on
    kind = "" if row.kind is KINDS[work.channel][0] else words(row.kind)
    about = [kind, names.subjects.get(row.subject or "", "")]
    return {
        "href": url_for("desk.show_case", channel=work.channel, number=row.number),
        "heading": row.heading,
        "number": row.number,
        "about": " · ".join(word for word in about if word),
        "state": row.state.value,
        "received_on": row.received_on,
        "due": row.due_on,
        "new_due": row.new_due_on,
        "work_by": row.work_by,
        "urgency": row.urgency.value,
        "days_left": days_until(due, work.today()) if due else None,
        "unit": names.units.get(row.unit_id or ""),
        "officer": row.officer,
        "is_mine": row.is_mine,
        "is_raised": row.is_raised,
        "note": words(row.note) if row.note else None,
    }


def _is_shown(found: CaseList, which: Filter) -> bool:
    if which in {Filter.MINE_LATE, Filter.MINE_SOON}:
        return which is found.which
    return which not in WHEN_THERE or which is found.which or found.counts.get(which) != "0"


def _to_do(work: Work, found: CaseList, which: Filter) -> dict[str, Any]:
    return {
        "count": found.counts[which],
        "text": TO_DO[which],
        "href": url_for("desk.list_cases", channel=work.channel, show=which.value),
        "is_urgent": which is Filter.MINE_LATE,
    }


def _tab(work: Work, found: CaseList, which: Filter) -> dict[str, Any]:
    tab: dict[str, Any] = {
        "text": TABS[which],
        "href": url_for("desk.list_cases", channel=work.channel, show=which.value),
        "current": which is found.which,
    }
    if which in found.counts:
        tab["count"] = found.counts[which]
    return tab


def _page(work: Work, found: CaseList, page: int) -> str:
    return url_for("desk.list_cases", channel=work.channel, show=found.which.value, page=page)
