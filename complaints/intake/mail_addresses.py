"""Sealing a reporter's address for the jobs, when the report is registered."""

from __future__ import annotations

from dataclasses import dataclass

from complaints.records.notices import MailAddress, newest_mail_key
from complaints.vault.casekeys import CaseRef
from complaints.vault.mail import seal_address
from complaints.work import Work


@dataclass(frozen=True)
class MailTo:
    """The key to which addresses are sealed today.

    :ivar public_key: its public half.
    """

    number: int
    public_key: bytes


def mail_to(work: Work) -> MailTo | None:
    """Return the key to which addresses are sealed; None where no mail is set up."""
    key = newest_mail_key(work.session)
    return MailTo(key.number, key.public_key) if key else None


def address_rows(ref: CaseRef, address: str, to: MailTo | None) -> list[MailAddress]:
    """Return the row with a sealed address, if one was given and mail is set up."""
    if not address or to is None:
        return []
    sealed = seal_address(ref, to.public_key, address)
    return [MailAddress(case_id=ref.case_id, key_number=to.number, address_sealed=sealed)]
