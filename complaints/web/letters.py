"""Letters as pages and as PDF, for the reporter and for the desk alike."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from flask import Response, abort, render_template
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from complaints.domain.case_work import DelayReason
from complaints.domain.channel import Channel
from complaints.domain.errors import NotFound
from complaints.domain.letters import LetterKind
from complaints.domain.states import Outcome
from complaints.letters.official import LetterFacts, OfficialLetter, write_letter
from complaints.letters.printing import NotPrinted, print_letter
from complaints.web.here import settings
from complaints.web.receipts import track_address
from complaints.work.letters import IssuedLetter
from complaints.work.telling import Told

NAMES: Mapping[LetterKind, LazyString] = {
    LetterKind.RECEIPT: _l("Notice of receipt"),
    LetterKind.PERIOD: _l("Notice of the time it takes"),
    LetterKind.RESULT: _l("Notice of the result"),
    LetterKind.FORWARDING: _l("Notice of forwarding"),
    LetterKind.TO_BODY: _l("Letter to the receiving body"),
}


def letter_lines(letters: list[IssuedLetter]) -> list[dict[str, Any]]:
    """Return the list of letters that a page shows, newest last."""
    return [
        {"id": letter.id, "name": NAMES[letter.kind], "on": letter.issued_on} for letter in letters
    ]


def written(letters: list[IssuedLetter], told: Told, letter_id: str) -> OfficialLetter:
    """Return one of a case's letters, word by word.

    :raises NotFound: the case has none of that id.
    """
    letter = next((one for one in letters if one.id == letter_id), None)
    if letter is None:
        raise NotFound
    content, account = letter.content, told.account.content
    outcome, new_date, delay = (content.get(one) for one in ("outcome", "new_date", "why"))
    due_on = content["due_on"] if told.kind.has_clock else None
    facts = LetterFacts(
        kind=letter.kind,
        channel=told.channel,
        matter=told.kind,
        number=told.number,
        reference=letter.reference,
        issued_on=letter.issued_on,
        received_on=told.received_on,
        due_on=date.fromisoformat(due_on) if due_on else None,
        track_address=track_address(),
        head=content["head"],
        to_name=str(account.get("name") or "") if told.channel is Channel.GRIEVANCE else "",
        text=str(content.get("text", "")),
        outcome=Outcome(outcome) if outcome else None,
        delay=DelayReason(delay) if delay else None,
        new_date=date.fromisoformat(new_date) if new_date else None,
        before=_named_before(letters, letter),
        approved_by=str(content.get("approved_by", "")),
        law=str(content.get("law", "")),
        duplicate_of=str(content.get("duplicate_of", "")),
        body=str(content.get("body", {}).get("th", "")),
        has_reporter=bool(content.get("has_reporter", True)),
    )
    return write_letter(facts)


def _named_before(letters: list[IssuedLetter], letter: IssuedLetter) -> date | None:
    """Return the day that was named in the explanation before a letter, if there was one."""
    before = letters[: letters.index(letter)]
    named = [one.content["new_date"] for one in before if one.kind is LetterKind.PERIOD]
    return date.fromisoformat(named[-1]) if named and letter.kind is LetterKind.PERIOD else None


def printed(letter: OfficialLetter) -> Response:
    """Return a letter as a PDF that nothing keeps.

    Its name tells nothing of the case. Where no PDF can be made now the answer
    is 503; the page says the same words.
    """
    page = render_template("letters/official_sheet.html", letter=letter, logo=_logo())
    try:
        pdf = print_letter(page)
    except NotPrinted:
        abort(503)
    response = Response(pdf, mimetype="application/pdf")
    response.headers["Content-Disposition"] = 'attachment; filename="letter.pdf"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _logo() -> str | None:
    path = settings().logo_file
    return _as_data(path) if path is not None else None


@cache
def _as_data(path: Path) -> str:
    """Return a PNG as an address that is the picture itself."""
    return f"data:image/png;base64,{base64.b64encode(path.read_bytes()).decode()}"
