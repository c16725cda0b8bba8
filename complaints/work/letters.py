"""Issuing letters with what they tell, and reading them again.

A letter is kept as a small sealed record of everything that stands on it,
not as a file: pages are made from it when somebody asks, always the same.
So there is no second copy of a story to seal, to erase or to disagree.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from complaints.domain.calendar import BUDDHIST_OFFSET
from complaints.domain.channel import Channel
from complaints.domain.entries import Entry, EntryKind
from complaints.domain.letters import RECEIPT_ID, LetterKind
from complaints.records import letters
from complaints.records.database import new_id
from complaints.records.letters import Letter

TO_BODY = "letters_to_body"
"""Name of the heading's list of numbers and days of a protected case's letters to bodies."""

CLOSING_LETTER = "letter_to_body"
"""Name under which the closing row of a protected case keeps its letter to a body."""

if TYPE_CHECKING:
    from complaints.records.cases import Case
    from complaints.vault.casekeys import HalfKey
    from complaints.work.opened import OpenedCase

_TABLE = Letter.__tablename__


@dataclass(frozen=True)
class IssuedLetter:
    """A letter as its reader gets it.

    :ivar id: names it in an address; tells nothing.
    :ivar reference: number under which it left.
    :ivar content: everything that stands on it, as it was on that day.
    """

    id: str
    kind: LetterKind
    issued_on: date
    reference: str
    content: dict[str, Any]


def issue_letter(opened: OpenedCase, kind: LetterKind, told: dict[str, Any]) -> None:
    """Give a letter its number and seal what stands on it for reporter and officers.

    :param told: what the row says that gives rise to it.
    """
    case = opened.case
    due_on = case.due_on.isoformat() if case.due_on else None
    content = {**told, "kind": kind.value, "due_on": due_on, "head": _head(opened)}
    book = _year_of(opened) if opened.work.channel is Channel.GRIEVANCE else case.id
    _enter(opened, book, content)


def issue_letter_to_body(opened: OpenedCase, body: dict[str, str]) -> dict[str, Any] | None:
    """Write the letter with which a matter goes to another body; officers alone read it.

    A grievance's letter has a line in the register and a row of its own. That of a protected
    case has neither, and a series of its own: a second line or row on the day of the result
    would tell in clear how the case ended.

    :param body: names of the receiving body, by language.
    :return: of a protected case, what its closing row has to keep; otherwise None.
    """
    case, head, today = opened.case, _head(opened), opened.work.today()
    if opened.work.channel is Channel.GRIEVANCE:
        stub = {"kind": LetterKind.TO_BODY.value, "head": head}
        row = _enter(opened, _year_of(opened), stub)
        reference = _reference(row, case, head["prefix"])
        letter = _letter_to_body(opened, row.id, reference, body, head)
        opened.add_internal(EntryKind.LETTER_TO_BODY, **letter)
        return None
    sent = list(opened.heading().get(TO_BODY, []))
    letter_id, own = new_id(), f"{case.number}/ส{len(sent) + 1}"
    reference = f"{head['prefix']}/{own}" if head["prefix"] else own
    line = {"id": letter_id, "on": today.isoformat(), "reference": reference}
    opened.change_heading(**{TO_BODY: [*sent, line]})
    return _letter_to_body(opened, letter_id, reference, body, head)


def _letter_to_body(
    opened: OpenedCase, letter_id: str, reference: str, body: dict[str, str], head: dict[str, str]
) -> dict[str, Any]:
    return {
        "letter_id": letter_id,
        "reference": reference,
        "body": body,
        "has_reporter": opened.case.reporter_key_sealed is not None,
        "due_on": None,
        "head": head,
    }


def letters_to_bodies(entries: Iterable[Entry]) -> list[IssuedLetter]:
    """Return the letters with which a matter went to other bodies, oldest first."""
    kept = [
        (entry.on, entry.content.get(CLOSING_LETTER) if is_closing else entry.content)
        for entry in entries
        for is_closing in [entry.kind is EntryKind.CLOSING]
        if is_closing or entry.kind is EntryKind.LETTER_TO_BODY
    ]
    return [
        IssuedLetter(letter["letter_id"], LetterKind.TO_BODY, on, letter["reference"], letter)
        for on, letter in kept
        if letter
    ]


def letters_of(opened: OpenedCase, acknowledged_on: date) -> list[IssuedLetter]:
    """Return the letters of a case to its reporter, the receipt first.

    :param acknowledged_on: the day on which the office confirmed the receipt.
    :raises Broken: one is not what was sealed.
    """
    rows = letters.letters_of_case(opened.work.session, opened.case.id)
    read = [
        read_letter(row, opened.shared[row.key_number], opened.case)
        for row in rows
        if row.key_number in opened.shared
    ]
    return [
        _receipt(opened, acknowledged_on),
        *(one for one in read if one.kind is not LetterKind.TO_BODY),
    ]


def read_letter(row: Letter, key: HalfKey, case: Case) -> IssuedLetter:
    """Open one letter of a case.

    :param key: the shared half under which it was sealed.
    :raises Broken: it is not what was sealed.
    """
    content = key.open(row.content_sealed, table=_TABLE, column="content_sealed", row=row.id)
    named = _reference(row, case, content["head"]["prefix"])
    return IssuedLetter(row.id, LetterKind(content["kind"]), row.issued_on, named, content)


def _enter(opened: OpenedCase, book: str, content: dict[str, Any]) -> Letter:
    """Take the next number of a book and write the letter's line."""
    session, key, letter_id = opened.work.session, opened.newest_shared, new_id()
    row = Letter(
        id=letter_id,
        case_id=opened.case.id,
        book=book,
        number=letters.next_in_book(session, book),
        issued_on=opened.work.today(),
        key_number=key.number,
        content_sealed=key.seal(content, table=_TABLE, column="content_sealed", row=letter_id),
    )
    session.add(row)
    return row


def _year_of(opened: OpenedCase) -> str:
    return str(opened.work.today().year + BUDDHIST_OFFSET)


def _reference(row: Letter, case: Case, prefix: str) -> str:
    """Return the number of a letter as it stands on it."""
    if case.channel == Channel.GRIEVANCE.value:
        return f"{prefix}/{row.number}" if prefix else f"{row.number}/{row.book}"
    own = f"{case.number}/{row.number}"
    return f"{prefix}/{own}" if prefix else own


def _receipt(opened: OpenedCase, on: date) -> IssuedLetter:
    """Return the letter that needs no register: the case number is its number."""
    case = opened.case
    due_on = case.due_on.isoformat() if case.due_on else None
    content = {"kind": LetterKind.RECEIPT.value, "due_on": due_on, "head": _head(opened)}
    return IssuedLetter(RECEIPT_ID, LetterKind.RECEIPT, on, case.number, content)


def _head(opened: OpenedCase) -> dict[str, str]:
    """Return what stands around the words of a letter today."""
    work = opened.work
    agency, head = work.agency, letters.head_of(work.session, work.channel)
    return {
        "agency": agency.name_th,
        "address": agency.address_th,
        "unit": agency.centre_name_th if work.channel is Channel.GRIEVANCE else "",
        "phone": agency.phone,
        "email": agency.email,
        "prefix": head.prefix,
        "signer_name": head.signer_name,
        "signer_position": head.signer_position or agency.executive_title_th,
    }
