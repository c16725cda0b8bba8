"""The slip that an officer hands to somebody whose matter he entered.

It stands in the answer that shows the code, for the code is kept nowhere and
no other page could print it. It speaks both languages, whichever the officer
reads, and does not say what the matter is about: it may be found at home.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from complaints.domain.codes import grouped_code
from complaints.intake.registration import Receipt
from complaints.web.dates import format_day
from complaints.web.here import office
from complaints.web.receipts import track_address
from complaints.web.squares import square_of
from complaints.web.wording import local_name

LANGUAGES = ("th", "en")


@dataclass(frozen=True)
class SlipWords:
    """What the slip says in one language.

    :ivar due: by when the office answers or explains; empty where no clock runs.
    """

    language: str
    agency: str
    title: str
    number: str
    code: str
    due: str
    follow: str
    keep: str
    change: str


def slip_of(receipt: Receipt) -> dict[str, Any]:
    """Return what stands on the slip of a case that has just been entered."""
    address = track_address()
    return {
        "number": receipt.number,
        "code": grouped_code(receipt.code or ""),
        "address": address,
        "square": square_of(address),
        "words": [_words(language, receipt) for language in LANGUAGES],
    }


def _words(language: str, receipt: Receipt) -> SlipWords:
    with force_locale(language):
        due = receipt.due
        return SlipWords(
            language=language,
            agency=local_name(office().agency()),
            title=_("To follow your matter"),
            number=_("Case number"),
            code=_("Lookup code"),
            due=_("We answer or explain by %(day)s.", day=format_day(due.due_on)) if due else "",
            follow=_("Open this address and type the code:"),
            keep=_("Whoever has the code reads everything. Keep this slip where nobody finds it."),
            change=_("Change the code at your first visit: an officer has seen this one."),
        )
