"""Milestones in words, for the reporter and for the desk alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from complaints.domain.milestones import Milestone, MilestoneKind, MilestoneState
from complaints.web.dates import format_day

NAMES: Mapping[MilestoneKind, LazyString] = {
    MilestoneKind.RECEIPT: _l("Receipt confirmed"),
    MilestoneKind.ACCEPTANCE: _l("Accepted, and somebody named who answers for it"),
    MilestoneKind.ANSWER: _l("Answer, or explanation why not"),
    MilestoneKind.PROGRESS: _l("Next word on how it stands"),
    MilestoneKind.RESULT: _l("Result"),
}
_ICONS = {
    MilestoneState.DONE: "check",
    MilestoneState.DONE_LATE: "check",
    MilestoneState.AHEAD: "clock",
    MilestoneState.MISSED: "alert",
}


def milestone_lines(milestones: list[Milestone]) -> list[dict[str, Any]]:
    """Return what a page shows of milestones, in order."""
    return [
        {
            "name": NAMES[one.kind],
            "kind": one.kind.value,
            "state": one.state.value,
            "icon": _ICONS[one.state],
            "text": _text(one),
        }
        for one in milestones
    ]


def _text(one: Milestone) -> str:
    done = format_day(one.done_on) if one.done_on else ""
    due = format_day(one.due_on) if one.due_on else ""
    if one.state is MilestoneState.DONE:
        return _("done on %(day)s", day=done)
    if one.state is MilestoneState.DONE_LATE:
        return _("done on %(day)s, after the promised %(due)s", day=done, due=due)
    if one.state is MilestoneState.MISSED:
        return _("was promised for %(day)s and has not come", day=due)
    return _("by %(day)s", day=due) if due else _("still to come")
