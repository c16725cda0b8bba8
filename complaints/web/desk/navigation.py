"""What stands around every page of the office: who is signed in, and the ways on."""

from __future__ import annotations

from typing import Any, Final

from flask import g, request, url_for
from flask_babel import gettext as _

from complaints.domain.access import Permission, Person, Situation, is_allowed
from complaints.domain.calendar import BUDDHIST_OFFSET
from complaints.domain.channel import Channel, Role
from complaints.web.dates import speaks_thai
from complaints.web.desk import bp
from complaints.web.wording import words
from complaints.work import Actor

Way = dict[str, Any]

MOST_AT_ONCE: Final = 7
"""How many ways a phone shows without a word for "more"."""

USUAL: Final = frozenset(
    {
        "desk.list_cases",
        "desk.show_search",
        "desk.show_entry",
        "desk.show_follow_ups",
        "desk.show_reminders",
        "desk.show_board",
        "admin.show_accounts",
        "admin.show_agency",
        "admin.show_case_work",
        "admin.show_data_requests",
        "desk.show_account",
    }
)
"""Where people go every day; the other ways are folded away where there are many."""


@bp.app_context_processor
def around_office_pages() -> dict[str, Any]:
    """Give pages who is signed in and where he can go."""
    actor: Actor | None = g.get("actor")
    if actor is None:
        return {"signed_in": None, "desk_navigation": []}
    return {
        "signed_in": {
            "name": actor.full_name,
            "role_text": words(actor.person.role),
            "is_auditor": actor.person.role is Role.AUDITOR,
        },
        "desk_navigation": ways_of(actor.person),
    }


@bp.app_template_filter("role_words")
def role_words(role: str) -> str:
    """Return the words of a role as the records keep it."""
    return words(Role(role))


@bp.app_template_filter("channel_words")
def channel_words(channel: str) -> str:
    """Return the words of a channel as the records keep it."""
    return words(Channel(channel))


@bp.app_template_filter("calendar_year")
def calendar_year(year: int) -> str:
    """Return a calendar year as the reader counts it."""
    return str(year + BUDDHIST_OFFSET if speaks_thai() else year)


def ways_of(person: Person) -> list[Way]:
    """Return the ways that a person may go, in the order of the work."""
    ways = [
        *_desk_ways(person),
        *_executive_ways(person),
        *_board_ways(person),
        *_record_ways(person),
        *_admin_ways(person),
        *_own_ways(person),
    ]
    return ways if len(ways) > MOST_AT_ONCE else [{**way, "rare": False} for way in ways]


def _desk_ways(person: Person) -> list[Way]:
    desk = person.desk
    if desk is None or not _may(person, Permission.ROSTER_READ, desk):
        return []
    if not _may(person, Permission.DESK_READ, desk):  # a witness signs, and reads no case
        return [
            _way(_("Roster"), "key", "desk.show_roster", channel=desk),
            _way(_("Keys of receiving bodies"), "lock", "desk.show_body_keys", channel=desk),
        ]
    ways = [
        _way(_("Cases"), "list", "desk.list_cases", channel=desk),
        _way(_("Search"), "search", "desk.show_search", channel=desk),
        _way(_("Follow-ups"), "calendar", "desk.show_follow_ups", channel=desk),
        _way(_("Incomplete checklists"), "completed", "desk.show_gaps", channel=desk),
        _way(_("Outgoing letters"), "mail", "desk.show_letter_register", channel=desk),
    ]
    if _may(person, Permission.TEMPLATES_CHANGE, desk):
        ways.append(_way(_("Reply templates"), "chat", "desk.show_templates", channel=desk))
    if _may(person, Permission.CASE_OPEN_NEW, desk):
        ways.append(_way(_("Enter a case"), "plus", "desk.show_entry", channel=desk))
    ways.append(_way(_("My figures"), "chart", "desk.show_figures", channel=desk))
    ways.append(_way(_("What comes again"), "clock", "desk.show_recurrence", channel=desk))
    ways.append(_way(_("Guidelines"), "book", "desk.show_guidelines", channel=desk))
    if _may(person, Permission.RELEASE_PREPARE, desk):
        ways.append(_way(_("Publish figures"), "send", "releases.show_releases", channel=desk))
    ways.append(_way(_("Keeping and erasing"), "hourglass", "desk.show_keeping", channel=desk))
    ways.append(_way(_("Roster"), "key", "desk.show_roster", channel=desk))
    return [*ways, _way(_("Keys of receiving bodies"), "lock", "desk.show_body_keys", channel=desk)]


def _executive_ways(person: Person) -> list[Way]:
    if not _may(person, Permission.RELEASE_ACKNOWLEDGE, None):
        return []
    return [
        _way(_("Take note of figures"), "check", "releases_to_acknowledge.show_waiting"),
        *(
            _way(
                _("Reports: %(channel)s", channel=words(channel)),
                "book",
                "memos.show_memos",
                channel=channel,
            )
            for channel in Channel
        ),
    ]


def _board_ways(person: Person) -> list[Way]:
    if not _may(person, Permission.OVERSIGHT_READ, None):
        return []
    channels = [person.desk] if person.role is Role.UNIT_HEAD and person.desk else list(Channel)
    return [
        _way(
            _("Board: %(channel)s", channel=words(channel)),
            "chart",
            "desk.show_board",
            channel=channel,
        )
        for channel in channels
    ]


def _record_ways(person: Person) -> list[Way]:
    if not _may(person, Permission.JOURNAL_READ, None):
        return []
    return [
        {
            **_way(_("The record"), "list", "desk.show_record"),
            "current": _is_at("desk.show_record"),
        },
        _way(_("State of the record"), "shield-check", "desk.show_record_state"),
        _way(_("How far a key reached"), "key", "desk.ask_reach"),
        _way(_("Outgoing letters"), "mail", "desk.show_letter_register", channel=Channel.GRIEVANCE),
        _way(_("Record of processing"), "shield", "desk.show_processing"),
    ]


def _admin_ways(person: Person) -> list[Way]:
    if not _may(person, Permission.SETTINGS_CHANGE, None):
        return []
    return [
        _way(_("Accounts"), "users", "admin.show_accounts"),
        _way(_("Agency"), "settings", "admin.show_agency"),
        _way(_("Units"), "building", "admin.show_units"),
        _way(_("Case work"), "clock", "admin.show_case_work"),
        _way(_("Receiving bodies"), "forward", "admin.show_bodies"),
        *[
            _way(
                _("Reply templates: %(channel)s", channel=words(channel)),
                "chat",
                "desk.show_templates",
                channel=channel,
            )
            for channel in Channel
        ],
        _way(_("Subjects"), "flag", "admin.show_subjects"),
        _way(_("Holidays"), "calendar", "admin.show_holidays"),
        _way(_("Letters"), "file", "admin.show_letters"),
        _way(_("Keeping and erasing"), "hourglass", "admin.show_keeping"),
        _way(_("Personal data requests"), "shield", "admin.show_data_requests"),
        _way(_("Reminders and mail"), "mail", "admin.show_reminders"),
        _way(_("Link on the main website"), "flag", "admin.show_main_site"),
    ]


def _own_ways(person: Person) -> list[Way]:
    manuals = _way(_("Officers' manuals"), "help", "desk.list_manuals")
    account = _way(_("My account"), "user", "desk.show_account")
    if person.desk is None and person.role is not Role.OVERSIGHT:
        return [manuals, account]
    return [_way(_("Reminders"), "clock", "desk.show_reminders"), manuals, account]


def _way(text: str, icon: str, endpoint: str, **values: Any) -> Way:
    address = url_for(endpoint, **values)
    return {
        "text": text,
        "icon": icon,
        "href": address,
        "current": _is_here(address),
        "rare": endpoint not in USUAL,
    }


def _is_at(endpoint: str) -> bool:
    """Say whether this is the very page, and not one below its address."""
    return request.path == url_for(endpoint)


def _is_here(address: str) -> bool:
    return request.path == address or request.path.startswith(f"{address}/")


def _may(person: Person, permission: Permission, channel: Channel | None) -> bool:
    return is_allowed(person, permission, Situation(channel=channel))
