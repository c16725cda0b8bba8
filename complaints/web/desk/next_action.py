"""What an officer does next with a case, and every step that is open to him."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from complaints.casework.case_page import CasePage
from complaints.domain.deadlines import SOON_DAYS, Urgency
from complaints.domain.entries import Side
from complaints.domain.states import State, Step
from complaints.web.dates import format_day
from complaints.web.wording import words
from complaints.work.telling import Told

Next = tuple[str, str | None, Step | None]
"""What to do, why, and the step that does it."""

ICONS = {
    Step.SCREEN: "list",
    Step.ACT: "user",
    Step.ASK: "help",
    Step.RELATE: "flag",
    Step.FORWARD: "forward",
    Step.DUPLICATE: "list",
    Step.WITHDRAW: "arrow-left",
    Step.CONFIRM: "key",
    Step.OBJECTION: "chat",
    Step.FOLLOW_UP: "calendar",
    Step.ACCEPT: "accepted",
    Step.ASSIGN: "forward",
    Step.MESSAGE: "chat",
    Step.NOTE: "pencil",
    Step.EXPLAIN: "hourglass",
    Step.COMPLETE: "completed",
    Step.EXCLUDE: "eye-off",
    Step.REOPEN: "in_progress",
}


def next_action(page: CasePage, today: date) -> dict[str, Any]:
    """Return the one thing to do next, with the way to it."""
    told = page.told
    title, text, step = (
        _next_of_two(page, today) or _next_of_follow_up(page, today) or _next(told, today)
    )
    urgency = Urgency.LATE_UNEXPLAINED if _is_objection_late(told, today) else told.urgency
    found = {"title": title, "text": text, "urgency": urgency.value}
    if step is not None and step in page.steps:
        found |= {"href": _address(told, step), "action": words(step)}
    return found


def step_links(page: CasePage, among: Collection[Step]) -> list[dict[str, Any]]:
    """Return the steps that are legal now, as links to their pages.

    :param among: the steps that are wanted, in this order.
    """
    return [
        {"text": words(step), "icon": ICONS[step], "href": _address(page.told, step)}
        for step in among
        if step in page.steps
    ]


def _is_objection_late(told: Told, today: date) -> bool:
    return told.objection_due_on is not None and told.objection_due_on < today


def _next_of_two(page: CasePage, today: date) -> Next | None:
    """Return what waits for another officer, or for a second look."""
    told = page.told
    if told.objection_due_on is not None:
        day = format_day(told.objection_due_on)
        is_late = _is_objection_late(told, today)
        return (
            _("The reporter objects to your result. A colleague answers, not you.")
            if page.is_own_result
            else _("The reporter objects to the result. An officer who did not write it answers."),
            _("It was to be answered by %(day)s.", day=day)
            if is_late
            else _("Answer by %(day)s.", day=day),
            Step.OBJECTION,
        )
    if told.proposed_on is not None:
        return (
            _("A result waits for the second key."),
            _("The reporter reads nothing of it until a second officer has confirmed it."),
            Step.CONFIRM,
        )
    if told.wants_to_withdraw:
        return (
            _("The reporter asks to withdraw. Decide whether the case goes on."),
            _(
                "Somebody may have been put under pressure. What is in the public interest goes on:"
                " then write that to the reporter."
            ),
            Step.WITHDRAW,
        )
    return None


def _next_of_follow_up(page: CasePage, today: date) -> Next | None:
    on = page.follow_up_on
    if on is None or on >= today:
        return None
    return (
        _("Ask what became of it. The day for that has passed."),
        _("It was to be followed up by %(day)s.", day=format_day(on)),
        Step.FOLLOW_UP,
    )


def _next(told: Told, today: date) -> Next:
    if told.state is State.COMPLETED:
        return _("Nothing: the case is completed."), None, None
    if told.urgency is Urgency.LATE_UNEXPLAINED:
        title = _("Answer, or explain the delay and name a new day.")
        return title, _what_is_late(told), Step.EXPLAIN
    if told.state is State.RECEIVED:
        return (
            _("Read it, and name the unit and the officer who answer for it."),
            _("If it does not belong here, complete it with the reason."),
            Step.SCREEN,
        )
    if told.unit is None or not told.is_answered_for:
        return (
            _("Nobody answers for this case. Name the unit and the officer."),
            _("Until then it stands among those to be assigned."),
            Step.ASSIGN,
        )
    return _next_of_accepted(told, today)


def _what_is_late(told: Told) -> str:
    if told.new_due_on is not None:
        day = format_day(told.new_due_on)
        return _("The new day, %(day)s, has passed as well without an answer.", day=day)
    if told.is_taken_up_again:
        return _("It was taken up again after the promised day, and no new day was named.")
    return _("The promised day has passed without an answer or an explanation.")


def _next_of_accepted(told: Told, today: date) -> Next:
    is_near = _is_near(told, today)
    if told.waiting_since is not None and not is_near:
        since = format_day(told.waiting_since)
        return _("The reporter has been asked; the clock runs on."), since, None
    if told.messages and told.messages[-1].by is Side.REPORTER:
        return _("The reporter wrote last. Answer."), None, Step.MESSAGE
    if is_near and told.work_by:
        is_explained = told.new_due_on is not None
        return (
            _("Complete it, or explain again before the new day has passed.")
            if is_explained
            else _("Complete it, or explain the delay before it is late."),
            _("Work by %(day)s.", day=format_day(max(told.work_by, today))),
            Step.COMPLETE,
        )
    if told.has_reporter and not told.messages and told.state is State.ACCEPTED:
        return _("Tell the reporter what happens now."), None, Step.MESSAGE
    return _("Carry it through and write the result."), None, Step.COMPLETE


def _is_near(told: Told, today: date) -> bool:
    """Say whether the day that counts now, the explained one if there is one, comes soon."""
    counts = told.new_due_on or (told.due.due_on if told.due else None)
    return counts is not None and (counts - today).days <= SOON_DAYS


def _address(told: Told, step: Step) -> str:
    return url_for(f"desk.{step.value}_case", channel=told.channel, number=told.number)
