"""What the timelines of reporter and officers say of whatever protects people in a case."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from complaints.domain.entries import Entry, EntryKind


def safeguard_text(entry: Entry) -> str | None:
    """Return the words under the title of such an entry, or None of any other."""
    content = entry.content
    if entry.kind is EntryKind.READ_OUTSIDE:
        return str(content["who"])
    if entry.kind is EntryKind.MOVED:
        return _moved(content)
    if entry.kind is EntryKind.CODE_REISSUED:
        return f"{content['officer']}\n{entry.text}"
    if entry.kind is EntryKind.IDENTITY_OPENED:
        names = {"asked": content["asked_by"], "confirmed": content["confirmed_by"]}
        by = _("Asked for by %(asked)s, confirmed by %(confirmed)s.", **names)
        return f"{by}\n{entry.text}"
    return None


def _moved(content: dict[str, Any]) -> str:
    said = [_("It was %(number)s there.", number=content["from_number"])]
    if content["loses_identity"]:
        said.append(_("The identity given confidentially was not handed over; it is destroyed."))
    return " ".join(said)


def message_mark(entry: Entry) -> str | None:
    """Return what stands out about a message, or None."""
    if entry.kind is EntryKind.DETRIMENT:
        return _("Something has happened to me")
    if entry.kind is EntryKind.PROTECTED:
        return _("On your protection")
    return None
