"""A case in words, for the page of the person who reported it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from complaints.domain.channel import Channel, ReporterKind
from complaints.domain.entries import Entry, EntryKind, Side
from complaints.domain.states import Outcome
from complaints.web.dates import days_until, format_day, size_words
from complaints.web.ending import ending_rows, event_text, explanation_view
from complaints.web.offers import subject_name
from complaints.web.safeguard_texts import message_mark, safeguard_text
from complaints.web.wording import due_sentences, local_name, words
from complaints.work.telling import Told

Row = dict[str, Any]

ICONS = {
    EntryKind.ACCOUNT: "received",
    EntryKind.ACCEPTED: "accepted",
    EntryKind.ASSIGNED: "forward",
    EntryKind.MESSAGE: "chat",
    EntryKind.EXPLANATION: "hourglass",
    EntryKind.RESULT: "completed",
    EntryKind.REOPENED: "in_progress",
    EntryKind.ACTING: "user",
    EntryKind.WITHDRAWAL: "arrow-left",
    EntryKind.OBJECTION: "chat",
    EntryKind.OBJECTION_ANSWERED: "completed",
    EntryKind.RATING: "star",
    EntryKind.CODE_CHANGED: "key",
    EntryKind.RELIEVED: "forward",
    EntryKind.READ_OUTSIDE: "eye-off",
    EntryKind.IDENTITY_OPENED: "user",
    EntryKind.CODE_REISSUED: "key",
    EntryKind.MOVED: "forward",
    EntryKind.DETRIMENT: "alert",
    EntryKind.PROTECTED: "shield",
}


TITLES: Mapping[EntryKind, LazyString] = {
    EntryKind.ACCOUNT: _l("The office received your matter"),
    EntryKind.ACCEPTED: _l("Accepted for action"),
    EntryKind.ASSIGNED: _l("Handed on inside the office"),
    EntryKind.MESSAGE: _l("You wrote to us"),
    EntryKind.EXPLANATION: _l("The office explained why it takes longer"),
    EntryKind.RESULT: _l("Completed"),
    EntryKind.REOPENED: _l("Taken up again"),
    EntryKind.ACTING: _l("Another officer acts for the responsible one"),
    EntryKind.WITHDRAWAL: _l("You asked to withdraw your matter"),
    EntryKind.OBJECTION: _l("You objected to the result"),
    EntryKind.OBJECTION_ANSWERED: _l("The office answered your objection"),
    EntryKind.RATING: _l("You rated how it was handled"),
    EntryKind.CODE_CHANGED: _l("You changed your code"),
    EntryKind.RELIEVED: _l("Another officer will answer for it"),
    EntryKind.READ_OUTSIDE: _l("Read outside this desk"),
    EntryKind.IDENTITY_OPENED: _l("Your identity was opened"),
    EntryKind.CODE_REISSUED: _l("The office gave out a new code"),
    EntryKind.MOVED: _l("Handed over to the other desk"),
    EntryKind.DETRIMENT: _l("You told us that something has happened to you"),
    EntryKind.PROTECTED: _l("The office wrote about your protection"),
}
_BY_OFFICE: Mapping[EntryKind, LazyString] = {EntryKind.MESSAGE: _l("The office wrote to you")}


def case_words(told: Told, today: date) -> dict[str, Any]:
    """Return what the page of a case says.

    :param today: the day in Bangkok, for the days that are left.
    """
    counts = told.new_due_on or (told.due.due_on if told.due else None)
    return {
        "account": _account(told),
        "files": [_file(record) for record in told.account.files],
        "messages": [_message(entry) for entry in told.messages],
        "timeline": [_happening(entry) for entry in reversed(told.timeline)],
        "explanations": [explanation_view(told, each) for each in reversed(told.explanations)],
        "ending": ending_rows(told.ending),
        "outcome": words(told.outcome) if told.outcome else None,
        "since_result": _since_result(told),
        "responsible": _responsible(told),
        "due_steps": due_sentences(told.due) if told.due else [],
        "days_left": days_until(counts, today) if counts and told.state.is_open else None,
    }


def _since_result(told: Told) -> Row | None:
    """Return the newest word of the office on its result: an answer, or why it goes on."""
    kinds = (EntryKind.RESULT, EntryKind.OBJECTION_ANSWERED, EntryKind.REOPENED)
    newest = told.of_kind(*kinds)[-1:]
    if not newest or newest[0].kind is EntryKind.RESULT:
        return None
    return _happening(newest[0])


def _responsible(told: Told) -> str | None:
    unit = local_name(told.unit) if told.unit else ""
    officer = told.officer or ""
    if unit and not officer and told.state.is_open:
        officer = _("an officer is still to be named")
    return " · ".join(each for each in (unit, officer) if each) or None


def _account(told: Told) -> list[Row]:
    content = told.account.content
    kind = content.get("reporter_kind")
    rows = [
        _row(_("Kind"), words(told.kind)),
        _row(_("Subject"), subject_name(told.channel, content.get("subject"))),
        _typed(_("What you told us"), content.get("details")),
        _typed(_("Where"), content.get("place")),
    ]
    if told.channel is Channel.CORRUPTION:
        rows += [
            _typed(_("When"), content.get("happened")),
            _typed(_("Who did it"), content.get("accused")),
            _typed(_("What shows it"), content.get("evidence")),
            _typed(_("Who else knows of it"), content.get("witnesses")),
            _row(_("Identity"), _identity(told)),
        ]
    else:
        rows += [
            _typed(_("Your name"), content.get("name")),
            _typed(_("Telephone"), content.get("phone")),
            _typed(_("E-mail"), content.get("email")),
        ]
    rows.append(_row(_("Who reports"), words(ReporterKind(kind)) if kind else None))
    return [row for row in rows if row["text"]]


def _identity(told: Told) -> str:
    if told.has_identity:
        return _("Confidential: sealed apart; two people must act to open it")
    return _("Anonymous: you gave none")


def _row(term: str, text: str | None) -> Row:
    return {"term": term, "text": text}


def _typed(term: str, text: str | None) -> Row:
    return {"term": term, "text": text, "typed": True}


def _file(record: dict[str, Any]) -> Row:
    return {
        "name": record["name"],
        "type": record["kind"].upper(),
        "size": size_words(record["size"]),
        "cleaned": record["cleaned"],
        "has_original": "original" in record,
        "href": url_for("tracking.read_file", blob_id=record["blob_id"]),
    }


def _message(entry: Entry) -> Row:
    return {
        "sender": entry.by.value,
        "on": entry.on,
        "text": entry.text,
        "mark": message_mark(entry),
        "why": entry.content.get("why") or None,
        "files": [_file(record) for record in entry.files],
    }


def _happening(entry: Entry) -> Row:
    return {
        "on": entry.on,
        "title": _title(entry),
        "icon": ICONS.get(entry.kind, "open"),
        "text": _text(entry),
    }


def _title(entry: Entry) -> LazyString | str:
    if entry.content.get("acting"):
        return _("The acting officer acts no more")
    titles = {**TITLES, **_BY_OFFICE} if entry.by is Side.OFFICE else TITLES
    return titles.get(entry.kind, "")


def _text(entry: Entry) -> str | None:
    content = entry.content
    if entry.kind in {EntryKind.ACCEPTED, EntryKind.ASSIGNED}:
        named = (local_name(content.get("unit") or {}), content.get("officer") or "")
        return " · ".join(each for each in named if each) or None
    if content.get("entered_on"):
        day = format_day(date.fromisoformat(content["entered_on"]))
        return _("An officer entered it here on %(day)s.", day=day)
    if entry.kind is EntryKind.RESULT:
        return words(Outcome(content["outcome"]))
    if entry.kind is EntryKind.EXPLANATION:
        return _new_day(content)
    if entry.kind is EntryKind.RATING:
        return _("%(score)s of 5", score=content["score"])
    return entry.text if entry.kind in _WITH_TEXT else event_text(entry) or safeguard_text(entry)


_WITH_TEXT = {EntryKind.REOPENED, EntryKind.WITHDRAWAL, EntryKind.OBJECTION}


def _new_day(content: dict[str, Any]) -> str:
    day = format_day(date.fromisoformat(content["new_date"]))
    return _("New day: %(day)s", day=day)
