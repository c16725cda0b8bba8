"""Issuing letters with what they tell, and reading them again.

A letter is kept as a small sealed record of everything that stands on it,
not as a file: pages are made from it when somebody asks, always the same.
So there is no second copy of a story to seal, to erase or to disagree.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from complaints.domain.calendar import BUDDHIST_OFFSET
from complaints.domain.channel import Channel
from complaints.domain.letters import RECEIPT_ID, LetterKind
from complaints.records import letters
from complaints.records.database import new_id
from complaints.records.letters import Letter

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
    work, case, key = opened.work, opened.case, opened.newest_shared
    today = work.today()
    book = case.id
    if work.channel is Channel.GRIEVANCE:
        book = str(today.year + BUDDHIST_OFFSET)
    letter_id, number = new_id(), letters.next_in_book(work.session, book)
    due_on = case.due_on.isoformat() if case.due_on else None
    content = {**told, "kind": kind.value, "due_on": due_on, "head": _head(opened)}
    work.session.add(
        Letter(
            id=letter_id,
            case_id=case.id,
            book=book,
            number=number,
            issued_on=today,
            key_number=key.number,
            content_sealed=key.seal(content, table=_TABLE, column="content_sealed", row=letter_id),
        )
    )


def letters_of(opened: OpenedCase) -> list[IssuedLetter]:
    """Return the letters of a case, the receipt first.

    :raises Broken: one is not what was sealed.
    """
    rows = letters.letters_of_case(opened.work.session, opened.case.id)
    read = [
        read_letter(row, opened.shared[row.key_number], opened.case)
        for row in rows
        if row.key_number in opened.shared
    ]
    return [_receipt(opened), *read]


def read_letter(row: Letter, key: HalfKey, case: Case) -> IssuedLetter:
    """Open one letter of a case.

    :param key: the shared half under which it was sealed.
    :raises Broken: it is not what was sealed.
    """
    content = key.open(row.content_sealed, table=_TABLE, column="content_sealed", row=row.id)
    prefix = content["head"]["prefix"]
    if case.channel == Channel.GRIEVANCE.value:
        named = f"{prefix}/{row.number}" if prefix else f"{row.number}/{row.book}"
    else:
        own = f"{case.number}/{row.number}"
        named = f"{prefix}/{own}" if prefix else own
    return IssuedLetter(row.id, LetterKind(content["kind"]), row.issued_on, named, content)


def _receipt(opened: OpenedCase) -> IssuedLetter:
    """Return the letter that needs no register: the case number is its number."""
    case = opened.case
    due_on = case.due_on.isoformat() if case.due_on else None
    content = {"kind": LetterKind.RECEIPT.value, "due_on": due_on, "head": _head(opened)}
    return IssuedLetter(RECEIPT_ID, LetterKind.RECEIPT, case.received_on, case.number, content)


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
