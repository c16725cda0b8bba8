"""The steps of a case as its page shows them: the usual ones at once, the others folded away."""

from __future__ import annotations

from typing import Any, Final

from flask import url_for
from flask_babel import gettext as _

from complaints.casework.case_page import CasePage
from complaints.casework.guidelines import waiting_words
from complaints.casework.lost_codes import is_known
from complaints.domain.channel import Channel
from complaints.domain.states import Outcome, Step
from complaints.web.desk.next_action import step_links
from complaints.web.desk.safeguard_words import safeguard_links
from complaints.work.telling import Told

Group = dict[str, Any]

USUAL: Final = (
    Step.CONFIRM,
    Step.OBJECTION,
    Step.SCREEN,
    Step.ACCEPT,
    Step.MESSAGE,
    Step.ASK,
    Step.EXPLAIN,
    Step.FOLLOW_UP,
    Step.COMPLETE,
    Step.REOPEN,
)
WHO_WORKS: Final = (Step.ASSIGN, Step.ACT, Step.EXCLUDE)
OTHER_ENDINGS: Final = (Step.FORWARD, Step.DUPLICATE, Step.WITHDRAW)
KEPT_WITH_IT: Final = (Step.NOTE, Step.RELATE)


def step_groups(page: CasePage) -> list[Group]:
    """Return every way on from a case in groups, the most usual first.

    :return: list of {title, steps}; the first has no title and is never folded.
    """
    told = page.told
    safeguards = safeguard_links(told.channel, told.number)
    groups = [
        (None, step_links(page, USUAL)),
        (
            _("Who works on it"),
            [
                *step_links(page, WHO_WORKS),
                _joining_link(told.channel, told.number),
                safeguards["recuse"],
            ],
        ),
        (
            _("Pass on, or end otherwise"),
            [
                *step_links(page, OTHER_ENDINGS),
                *([safeguards["move"]] if told.state.is_open else []),
                *_bundle_link(told),
            ],
        ),
        (
            _("Care for the reporter"),
            [safeguards[name] for name in _care_for(page) if name in safeguards],
        ),
        (
            _("Notes, related cases, letters"),
            [
                *step_links(page, KEPT_WITH_IT),
                *_letters_link(page),
                *_guideline_link(page),
            ],
        ),
    ]
    return [{"title": title, "steps": steps} for title, steps in groups if steps]


def _care_for(page: CasePage) -> tuple[str, ...]:
    """Return the pages that protect the reporter and can serve in this case."""
    has_reporter = page.standing.has_reporter
    can_reissue = is_known(page.told.account, has_reporter=has_reporter)
    can_rate = has_reporter and page.told.may_rate
    if not has_reporter:
        return ()
    return (
        "protect",
        *(["identity"] if page.told.has_identity else []),
        *(["slip"] if can_rate else []),
        *(["reissue"] if can_reissue else []),
    )


def _joining_link(channel: Channel, number: str) -> dict[str, str]:
    """Return the way to let somebody in who was appointed later."""
    address = url_for("desk.hand_over_case", channel=channel, number=number)
    return {"text": _("Let an officer join"), "icon": "users", "href": address}


def _letters_link(page: CasePage) -> list[dict[str, str]]:
    """Return the way to the letters: those to the reporter, and one to the receiving body."""
    told = page.told
    if not page.standing.has_reporter and told.outcome is not Outcome.FORWARDED:
        return []
    address = url_for("desk.list_letters", channel=told.channel, number=told.number)
    return [{"text": _("Letters"), "icon": "mail", "href": address}]


def _guideline_link(page: CasePage) -> list[dict[str, str]]:
    """Return the way from what was learned of a completed case to the register."""
    told = page.told
    where: dict[str, Any] = {"channel": told.channel, "number": told.number}
    if waiting_words(page.entries) is not None:
        address = url_for("desk.look_at_guideline", **where)
        return [
            {"text": _("Look at a guideline for the register"), "icon": "check", "href": address}
        ]
    if told.state.is_open:
        return []
    address = url_for("desk.guideline_case", **where)
    return [{"text": _("Put a guideline on the register"), "icon": "book", "href": address}]


def _bundle_link(told: Told) -> list[dict[str, str]]:
    """Return the way to what the receiving body gets, where the case was forwarded."""
    if told.outcome is not Outcome.FORWARDED:
        return []
    address = url_for("desk.show_bundle", channel=told.channel, number=told.number)
    return [{"text": _("Bundle for the receiving body"), "icon": "download", "href": address}]
