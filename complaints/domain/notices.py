"""Notices: that something happened, never what."""

from __future__ import annotations

import re
from enum import StrEnum

from complaints.domain.errors import BadInput, Code

LONGEST_ADDRESS = 254
REPORTER = "reporter"
"""Recipient of a notice to whoever filed; the address is sealed elsewhere."""

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


class NoticeKind(StrEnum):
    """What gives rise to a notice; the mail of a kind always says the same.

    A reminder itself has no mail: one mail of the day says that some wait.
    """

    REMINDER = "reminder"
    REMINDERS_WAIT = "reminders_wait"
    DIGEST = "digest"
    CASE_CHANGED = "case_changed"


class MailState(StrEnum):
    """How far the mail of a notice has come; many notices have none."""

    NONE = "none"
    WAITING = "waiting"
    SENT = "sent"
    DEAD = "dead"


class MailFailure(StrEnum):
    """Why a mail was not sent, without a word of the server."""

    UNREACHABLE = "unreachable"
    NO_ENCRYPTION = "no_encryption"
    SIGN_IN_REFUSED = "sign_in_refused"
    PUT_OFF = "put_off"
    REFUSED = "refused"
    NO_ADDRESS = "no_address"
    TOO_OLD = "too_old"


def checked_address(typed: str, field: str = "email") -> str:
    """Return an e-mail address to which mail can be sent.

    :raises BadInput: it is none, or has characters that mail servers quarrel about.
    """
    address = typed.strip()
    if not address:
        raise BadInput(Code.FIELD_IS_EMPTY, field)
    if len(address) > LONGEST_ADDRESS or not _ADDRESS.fullmatch(address):
        raise BadInput(Code.ADDRESS_IS_NONE, field)
    return address
