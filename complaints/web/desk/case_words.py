"""The page of a case in words: account, thread, timeline, deadline, what is next."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from complaints.casework.case_page import CasePage
from complaints.casework.guidelines import linked_to
from complaints.casework.protection import has_open_detriment
from complaints.domain.channel import Channel, Origin, ReceivedBy, ReporterKind
from complaints.domain.deadlines import Urgency
from complaints.domain.entries import Entry, EntryKind, Side
from complaints.domain.protection import Risk
from complaints.domain.states import Outcome
from complaints.records.agency import all_subjects
from complaints.records.officers import all_officers
from complaints.web.dates import days_until, format_day, size_words
from complaints.web.desk.ending_words import (
    check_view,
    closing_rows,
    ending_rows,
    proposal_view,
)
from complaints.web.desk.next_action import next_action
from complaints.web.desk.step_groups import step_groups
from complaints.web.ending import event_text, explanation_view
from complaints.web.milestones import milestone_lines
from complaints.web.safeguard_texts import message_mark, safeguard_text
from complaints.web.wording import due_sentences, local_name, words
from complaints.work import Work
from complaints.work.milestones import milestones_of
from complaints.work.telling import Told

Row = dict[str, Any]

_LINKS = frozenset({EntryKind.RELATED, EntryKind.RESULT, EntryKind.CLOSING})


def case_view(work: Work, page: CasePage) -> dict[str, Any]:
    """Return what the page of a case shows."""
    told = page.told
    return {
        "page": page,
        "told": told,
        "account_rows": _account_rows(work, told),
        "files": [_file(told, record) for record in told.account.files],
        "messages": [_message(told, entry) for entry in told.messages],
        "linked": _linked(page),
        "notes": [_note(entry) for entry in page.entries if _is_note(entry)],
        "timeline": [_event(told, entry) for entry in told.timeline],
        "deadline": deadline_view(work, told),
        "milestones": milestone_lines(milestones_of(work, told)),
        "next": next_action(page, work.today()),
        "protections": [_protection(entry) for entry in page.entries if _is_protection(entry)],
        "is_raised": has_open_detriment(page.entries),
        "ending_rows": ending_rows(told),
        "closing_rows": closing_rows(page),
        "proposal": proposal_view(page),
        "checks": [check_view(check) for check in page.checks],
        "explanations": [explanation_view(told, each) for each in told.explanations],
        "step_groups": step_groups(page),
        "is_on_register": bool(linked_to(page.entries)),
        "can": {step.value for step in page.steps},
        "unit": local_name(told.unit) if told.unit else None,
    }


def _linked(page: CasePage) -> list[Row]:
    """Return the ways to the cases that belong to this one, each once."""
    numbers = [
        entry.content.get("number" if entry.kind is EntryKind.RELATED else "duplicate_of")
        for entry in page.entries
        if entry.kind in _LINKS
    ]
    channel = page.told.channel
    return [
        {"number": number, "href": url_for("desk.show_case", channel=channel, number=number)}
        for number in dict.fromkeys(filter(None, numbers))
    ]


def deadline_view(work: Work, told: Told) -> Row:
    """Return the promise of a case with its arithmetic and how it stands.

    :return: among others ``days_left`` to the day that counts now, and
        ``badge_days_left`` to the day beside which a badge writes it.
    """
    if told.due is None:
        return {"due": None, "urgency": Urgency.NO_CLOCK.value, "days_left": None, "steps": []}
    counts = told.new_due_on or told.due.due_on
    shown = counts if told.urgency is Urgency.LATE_EXPLAINED else told.due.due_on
    urgency = told.urgency.value
    if told.urgency is Urgency.DONE:
        urgency = "done" if _was_in_time(told) else "done_late"
    return {
        "due": told.due.due_on,
        "new_due": told.new_due_on,
        "urgency": urgency,
        "work_by": told.work_by,
        "days_left": days_until(counts, work.today()) if told.state.is_open else None,
        "badge_days_left": days_until(shown, work.today()) if told.state.is_open else None,
        "steps": due_sentences(told.due),
    }


def _was_in_time(told: Told) -> bool:
    results = told.of_kind(EntryKind.RESULT)
    return bool(told.due and results and results[0].on <= told.due.due_on)


def _account_rows(work: Work, told: Told) -> list[Row]:
    content = told.account.content
    rows = [
        _row(_("Kind of matter"), words(told.kind)),
        _row(_("Subject"), _subject(work, told)),
        _row(_("What happened"), content.get("details"), typed=True),
        _row(_("Where"), content.get("place"), typed=True),
    ]
    if told.channel is Channel.CORRUPTION:
        rows += _corruption_rows(work, told)
    else:
        rows += [
            _row(_("Name of the reporter"), content.get("name"), typed=True),
            _row(_("Telephone"), content.get("phone"), typed=True),
            _row(_("E-mail address"), content.get("email"), typed=True),
        ]
    return [row for row in [*rows, *_receipt_rows(told)] if row["text"]]


def _corruption_rows(work: Work, told: Told) -> list[Row]:
    content = told.account.content
    names = {officer.id: officer.full_name for officer in all_officers(work.session)}
    excluded = [names[each] for each in content.get("excluded", []) if each in names]
    return [
        _row(_("When"), content.get("happened"), typed=True),
        _row(_("Who is accused"), content.get("accused"), typed=True),
        _row(_("Evidence"), content.get("evidence"), typed=True),
        _row(_("Witnesses"), content.get("witnesses"), typed=True),
        _row(_("Officers who must not read it"), ", ".join(excluded)),
        _row(_("Identity"), _identity(told) if told.has_reporter else None),
        _row(_("How the office came to know"), words(Origin(content["origin"]))),
    ]


def _receipt_rows(told: Told) -> list[Row]:
    content = told.account.content
    kind = content.get("reporter_kind")
    received = [format_day(told.received_on), words(ReceivedBy(content["received_by"]))]
    if told.entered_on is not None:
        received.append(_("entered on %(day)s", day=format_day(told.entered_on)))
    return [
        _row(_("Who reports"), words(ReporterKind(kind)) if kind else None),
        _row(_("Received"), " · ".join(received)),
    ]


def _identity(told: Told) -> str:
    if told.has_identity:
        return _("Confidential: sealed apart, opened by two people with a written reason")
    return _("Anonymous: none was given")


def _subject(work: Work, told: Told) -> str | None:
    code = told.account.content.get("subject")
    for subject in all_subjects(work.session, work.channel):
        if subject.code == code:
            return local_name(subject)
    return None


def _row(term: str, text: Any, *, typed: bool = False) -> Row:
    return {"term": term, "text": text, "typed": typed}


def _file(told: Told, record: dict[str, Any]) -> Row:
    here = {"channel": told.channel, "number": told.number, "blob_id": record["blob_id"]}
    return {
        "name": record["name"],
        "type": str(record["kind"]).upper(),
        "size": size_words(record["size"]),
        "cleaned": record["cleaned"],
        "has_original": "original" in record,
        "href": url_for("desk.look_at_file", **here),
        "download": url_for("desk.download_file", **here),
    }


def _message(told: Told, entry: Entry) -> Row:
    return {
        "sender": entry.by.value,
        "on": entry.on,
        "text": entry.text,
        "mark": message_mark(entry),
        "why": entry.content.get("why") or None,
        "files": [_file(told, record) for record in entry.files],
    }


_WITH_TEXT = {
    EntryKind.EXPLANATION,
    EntryKind.REOPENED,
    EntryKind.WITHDRAWAL,
    EntryKind.OBJECTION,
}
_NOTES = {
    EntryKind.NOTE,
    EntryKind.EXCLUSION,
    EntryKind.RECUSAL,
    EntryKind.IDENTITY_ASKED,
    EntryKind.TAKEN_OVER,
    EntryKind.RELATED,
    EntryKind.SENT_BACK,
    EntryKind.FOLLOWED_UP,
    EntryKind.GUIDELINE,
    EntryKind.GUIDELINE_DRAFT,
    EntryKind.GUIDELINE_SENT_BACK,
}
_TITLES = {
    EntryKind.SENT_BACK: _l("The result was sent back:"),
    EntryKind.FOLLOWED_UP: _l("Followed up:"),
    EntryKind.GUIDELINE: _l("On the register of guidelines:"),
    EntryKind.GUIDELINE_DRAFT: _l("Words for the register, to be looked at:"),
    EntryKind.GUIDELINE_SENT_BACK: _l("Words for the register were sent back:"),
}


def _is_note(entry: Entry) -> bool:
    return entry.kind in _NOTES


def _is_protection(entry: Entry) -> bool:
    return entry.kind is EntryKind.PROTECTION


def _protection(entry: Entry) -> Row:
    risk = _("Risk of detriment: %(risk)s", risk=words(Risk(entry.content["risk"])))
    text = "\n".join(filter(None, [risk, entry.text]))
    return {"on": entry.on, "who": entry.content.get("officer"), "text": text}


def _note(entry: Entry) -> Row:
    if entry.kind is EntryKind.EXCLUSION:
        who = entry.content.get("officer", "")
        text = _("%(officer)s was shut out of this case.", officer=who)
        return {"on": entry.on, "who": entry.content.get("by"), "text": text}
    if entry.kind is EntryKind.TAKEN_OVER:
        text = _(
            "Handed over as %(number)s: %(reason)s\n\nHad opened it there: %(read_by)s",
            number=entry.content["from_number"],
            reason=entry.text,
            read_by=", ".join(entry.content["read_by"]) or "–",
        )
        return {"on": entry.on, "who": entry.content.get("officer"), "text": text}
    said = {
        EntryKind.IDENTITY_ASKED: _(
            "Asked that the identity be opened: %(reason)s", reason=entry.text
        ),
        EntryKind.RECUSAL: _("Gave the case up: %(reason)s", reason=entry.text),
    }.get(entry.kind)
    if said is not None:
        return {"on": entry.on, "who": entry.content.get("officer"), "text": said}
    title = str(_TITLES.get(entry.kind, ""))
    if entry.kind is EntryKind.RELATED:
        number = entry.content["number"]
        title = _("Linked: %(number)s", number=number)
        if entry.content.get("is_duplicate"):
            title = _("Duplicate of this case: %(number)s", number=number)
    text = " ".join(filter(None, [title, entry.text]))
    return {"on": entry.on, "who": entry.content.get("officer"), "text": text}


def happenings(page: CasePage, *, after: int) -> list[Row]:
    """Return what was written into a case after some of its rows.

    :param after: how many rows were there before.
    """
    new = [entry for entry in page.entries if entry.position > after]
    return [_note_event(entry) if _is_inside(entry) else _event(page.told, entry) for entry in new]


def _is_inside(entry: Entry) -> bool:
    return not entry.is_shared


def _note_event(entry: Entry) -> Row:
    titles = {
        EntryKind.PROPOSAL: _("A result was written for the second key"),
        EntryKind.SENT_BACK: _("The result was sent back:"),
        EntryKind.CLOSING: _("Completed"),
    }
    return {
        "on": entry.on,
        "title": titles.get(entry.kind, _("Internal note")),
        "icon": "pencil",
        "who": entry.content.get("officer") or entry.content.get("by"),
    }


def _event(told: Told, entry: Entry) -> Row:
    title, icon = _event_words(told, entry)
    return {"on": entry.on, "title": title, "icon": icon, "text": _event_text(entry)}


def _event_words(told: Told, entry: Entry) -> tuple[str, str]:
    if entry.content.get("acting"):
        return _("The acting officer acts no more"), "user"
    by_office = entry.by is Side.OFFICE
    return {
        EntryKind.ACCOUNT: (_("Received"), "received"),
        EntryKind.ACCEPTED: (_("Accepted for action"), "accepted"),
        EntryKind.ASSIGNED: (_("Assigned"), "forward"),
        EntryKind.MESSAGE: (
            _("The office wrote") if by_office else _("The reporter wrote"),
            "chat",
        ),
        EntryKind.EXPLANATION: (_("Delay explained to the reporter"), "hourglass"),
        EntryKind.RESULT: (_("Completed"), "completed"),
        EntryKind.REOPENED: (_("Opened again"), "in_progress"),
        EntryKind.ACTING: (_("An acting officer was named"), "user"),
        EntryKind.WITHDRAWAL: (_("The reporter asks to withdraw"), "arrow-left"),
        EntryKind.OBJECTION: (_("The reporter objects to the result"), "chat"),
        EntryKind.OBJECTION_ANSWERED: (_("Objection answered"), "completed"),
        EntryKind.RATING: (_("The reporter rated the service"), "star"),
        EntryKind.CODE_CHANGED: (_("The reporter changed the code"), "key"),
        EntryKind.RELIEVED: (_("The responsible officer was relieved"), "forward"),
        EntryKind.MOVED: (_("Taken over from the other desk"), "forward"),
        EntryKind.DETRIMENT: (_("The reporter told of a detriment"), "alert"),
        EntryKind.PROTECTED: (_("The reporter was told about protection"), "shield"),
        EntryKind.IDENTITY_OPENED: (_("The identity was opened"), "user"),
        EntryKind.CODE_REISSUED: (_("A new code was given out"), "key"),
        EntryKind.READ_OUTSIDE: (_("Read outside this desk from here on"), "eye-off"),
    }.get(entry.kind, (told.number, "open"))


def _event_text(entry: Entry) -> str | None:
    content = entry.content
    if entry.kind in {EntryKind.ACCEPTED, EntryKind.ASSIGNED}:
        return f"{local_name(content['unit'])} · {content['officer']}"
    if entry.kind is EntryKind.RATING:
        return " · ".join(filter(None, [_score(int(content["score"])), entry.text]))
    if entry.kind is EntryKind.RESULT:
        return f"{words(Outcome(content['outcome']))}\n{entry.text}"
    return entry.text if entry.kind in _WITH_TEXT else event_text(entry) or safeguard_text(entry)


def _score(score: int) -> str:
    return _("%(score)s of 5", score=score)
