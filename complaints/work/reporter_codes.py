"""A new lookup code for a case: the old one opens nothing from then on."""

from __future__ import annotations

from complaints.records import cases
from complaints.records.cases import KeyWrap
from complaints.vault.casekeys import REPORTER, wrap_shared
from complaints.vault.lookup import CodeSecrets
from complaints.work.opened import OpenedCase, access_of


def replace_code(opened: OpenedCase, opened_by: CodeSecrets, *, is_handed_out: bool) -> None:
    """Seal what the reporter can read to a new code, and to no other.

    :param opened_by: what the new code yields.
    :param is_handed_out: an officer saw the code, so it is marked until it is changed.
    """
    work, public = opened.work, opened_by.opening.public
    cases.remove_wraps(work.session, opened.case.id, REPORTER)
    work.session.flush()
    work.session.add_all(
        KeyWrap(
            recipient_id=REPORTER,
            case_id=opened.case.id,
            key_number=number,
            key_sealed=wrap_shared(half, public),
        )
        for number, half in opened.shared.items()
    )
    opened.keep_reporter_access(access_of(opened_by))
    opened.case.lookup_index = opened_by.index(work.secrets.peppers[work.channel])
    opened.case.is_code_handed_out = is_handed_out
