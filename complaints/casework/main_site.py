"""Where the main website shows this service, as somebody saw it there.

The service cannot look at the main website. Whether an assessor finds the way
from there is told by a person: at which address, on which day, and who looked.
"""

from __future__ import annotations

from datetime import date
from urllib.parse import urlsplit

from complaints.domain.access import Permission
from complaints.domain.errors import BadInput, Code
from complaints.domain.events import Event
from complaints.domain.text import clean_line, required_text
from complaints.records import journal
from complaints.records.agency import Agency
from complaints.work import Actor, Work, refuse_unless_allowed

PAGE_CHARACTERS = 400


def change_main_site(
    work: Work, actor: Actor, *, main_page: str, checked_on: date | None, checked_by: str
) -> None:
    """Keep at which address the main website leads here; without an address nothing is kept.

    :param main_page: the address, with https:// or http://.
    :param checked_on: the day on which somebody saw it there.
    :param checked_by: who did; the public reads the name.
    :raises NotFound: the actor does not manage settings.
    :raises BadInput: no such address, a day to come, or nobody's name.
    """
    refuse_unless_allowed(actor, Permission.SETTINGS_CHANGE, channel=None)
    page = clean_line(main_page, "main_page", longest=PAGE_CHARACTERS)
    agency = work.session.get_one(Agency, work.agency.id)
    if page:
        _refuse_unless_page(page)
        agency.main_site_checked_on = _day(checked_on, work.today())
        name = required_text(checked_by, "checked_by", longest=200)
        agency.main_site_checked_by = clean_line(name, "checked_by")
    else:
        agency.main_site_checked_on, agency.main_site_checked_by = None, ""
    agency.main_site_page = page
    journal.write(
        work.session,
        Event.SETTINGS_CHANGED,
        channel=None,
        on=work.today(),
        actor_id=actor.id,
        fields={"setting": "main_site"},
    )


def _refuse_unless_page(page: str) -> None:
    if not _is_page(page) or any(sign.isspace() for sign in page):
        raise BadInput(Code.PAGE_IS_NONE, "main_page")


def _is_page(page: str) -> bool:
    try:
        parts = urlsplit(page)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in page
    except ValueError:
        return False


def _day(checked_on: date | None, today: date) -> date:
    if checked_on is None:
        raise BadInput(Code.FIELD_IS_EMPTY, "checked_on")
    if checked_on > today:
        raise BadInput(Code.DATE_IS_IN_FUTURE, "checked_on")
    return checked_on
