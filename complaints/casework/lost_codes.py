"""A new code for a reporter who has lost the old one, where the office knows who that is."""

from __future__ import annotations

import secrets

from complaints.domain.access import Permission
from complaints.domain.channel import Channel
from complaints.domain.codes import code_from_number
from complaints.domain.entries import Entry, EntryKind, Side
from complaints.domain.errors import Code, NotAllowed
from complaints.domain.events import Event
from complaints.domain.text import required_text
from complaints.records import journal
from complaints.vault.lookup import secrets_of_code
from complaints.work import Actor, Work
from complaints.work.office import Office
from complaints.work.opened import OpenedCase, open_case
from complaints.work.reporter_codes import replace_code
from complaints.work.telling import tell

KNOWN_BY = ("name", "phone", "email")
"""Fields of a grievance by which a reporter can be recognised."""


def refuse_unless_known(work: Work, actor: Actor, *, number: str) -> None:
    """Refuse where nobody could check that who asks for a code is the reporter.

    :raises NotFound: no such case, or the actor holds no wrap of it.
    :raises NotAllowed: the protected channel, nobody reported it, or no name and no contact.
    """
    opened = open_case(work, number, actor, Permission.CODE_REISSUE, for_change=False)
    _refuse_unless_known(opened)


def reissue_code(
    office: Office, channel: Channel, actor: Actor, *, number: str, checked: str
) -> str:
    """Return a new code for the reporter of a grievance; the old one opens nothing any more.

    It is marked as handed out until the reporter changes it, and the reporter
    reads in the case that it was given out, by whom, and what was checked.

    :param checked: how the officer made sure who is asking.
    :return: the code, 24 digits.
    :raises NotFound: no such case, or the actor holds no wrap of it.
    :raises NotAllowed: as for :func:`refuse_unless_known`.
    :raises BadInput: nothing is said on what was checked.
    """
    checked = required_text(checked, "checked", longest=2000)
    with office.reading(channel) as work:
        refuse_unless_known(work, actor, number=number)
    code = code_from_number(secrets.randbits(256))
    opened_by = secrets_of_code(code, office.agency().id)
    with office.writing(channel) as work:
        opened = open_case(work, number, actor, Permission.CODE_REISSUE)
        _refuse_unless_known(opened)
        replace_code(opened, opened_by, is_handed_out=True)
        named = f"{actor.full_name} ({actor.position})"
        opened.add_shared(EntryKind.CODE_REISSUED, Side.OFFICE, text=checked, officer=named)
        journal.write(
            work.session,
            Event.CODE_REISSUED,
            channel=channel,
            on=work.today(),
            actor_id=actor.id,
            case_id=opened.case.id,
        )
    return code


def is_known(account: Entry, *, has_reporter: bool) -> bool:
    """Say whether an officer could check that who asks for a code is the reporter."""
    return has_reporter and any(str(account.content.get(field) or "").strip() for field in KNOWN_BY)


def _refuse_unless_known(opened: OpenedCase) -> None:
    if opened.work.channel is Channel.CORRUPTION:
        raise NotAllowed(Code.CODE_IS_NEVER_REISSUED)
    account = tell(opened, opened.entries()).account
    if not is_known(account, has_reporter=opened.case.reporter_key_sealed is not None):
        raise NotAllowed(Code.REPORTER_IS_UNKNOWN)
