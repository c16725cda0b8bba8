"""A thief of the database counts and measures the sealed rows of protected cases."""

from __future__ import annotations

from typing import Any

import pytest

from complaints.casework.case_letters import case_with_letters
from complaints.casework.desk_lists import change_times
from complaints.casework.endings import Particulars, complete, confirm
from complaints.casework.steps import accept
from complaints.domain.case_work import Verdict
from complaints.domain.channel import Channel
from complaints.domain.letters import LetterKind
from complaints.domain.states import Outcome
from tests.factories.office import AnOffice

C = Channel.CORRUPTION
UNIT = f"{0:032x}"
BODY = "สำนักงาน ป.ป.ช."
ENDED_BY_COLLEAGUES = pytest.mark.parametrize("two_keys", [False, True], ids=["one key", "two"])


def ended(office: AnOffice, outcome: Outcome, *, two_keys: bool) -> str:
    """File, accept and end a case; return its number."""
    receipt, anan = office.file_corruption(), office.actor("anan")
    more = (
        Particulars(body_name="สำนักงาน ป.ป.ช.") if outcome is Outcome.FORWARDED else Particulars()
    )
    with office.writing(C) as work:
        accept(work, number=receipt.number, actor=anan, unit_id=UNIT, officer_id=anan.id)
        complete(work, number=receipt.number, actor=anan, outcome=outcome, result="ผล", more=more)
    if two_keys:
        with office.writing(C) as work:
            confirm(
                work,
                number=receipt.number,
                actor=office.actor("busaba"),
                verdict=Verdict.CONFIRM,
            )
    return receipt.number


def in_clear(office: AnOffice, number: str) -> dict[str, Any]:
    """Return all that the tables tell of a case without a key: rows, their order, their sizes."""
    (case,) = (row for row in office.rows("cases") if row["number"] == number)
    told: dict[str, Any] = {
        name: len(kept) if isinstance(kept, bytes) else kept
        for name, kept in case.items()
        if name not in {"id", "number"}
    }
    for table in ("case_entries", "letters", "key_wraps", "case_keys", "case_signals"):
        rows = [row for row in office.rows(table) if row["case_id"] == case["id"]]
        told[table] = sorted(
            [
                {
                    name: len(kept) if isinstance(kept, bytes) else kept
                    for name, kept in row.items()
                    if name not in {"id", "case_id", "book"}
                }
                for row in rows
            ],
            key=str,
        )
    journal = [row for row in office.rows("journal") if row["case_id"] == case["id"]]
    told["journal"] = [(row["event"], row["fields"], row["actor_id"]) for row in journal]
    return told


@ENDED_BY_COLLEAGUES
def test_how_a_protected_case_ended_is_told_by_no_row(
    sqlite_office: AnOffice, two_keys: bool
) -> None:
    with sqlite_office.writing(C) as work:
        change_times(
            work,
            sqlite_office.actor("itthi"),
            reopen_days=180,
            objection_days=30,
            follow_up_days=90,
            two_keys=frozenset(Channel) if two_keys else frozenset(),
        )
    sqlite_office.office.cache.agency = None

    told = {
        outcome: in_clear(sqlite_office, ended(sqlite_office, outcome, two_keys=two_keys))
        for outcome in Outcome
        if outcome is not Outcome.DUPLICATE
    }

    unlike = {outcome: one for outcome, one in told.items() if one != told[Outcome.RESOLVED]}
    assert not unlike


def test_the_letter_to_another_body_is_there_all_the_same(sqlite_office: AnOffice) -> None:
    number = ended(sqlite_office, Outcome.FORWARDED, two_keys=False)

    with sqlite_office.writing(C) as work:
        _told, letters = case_with_letters(work, sqlite_office.actor("anan"), number=number)

    assert [one.kind for one in letters] == [
        LetterKind.RECEIPT,
        LetterKind.FORWARDING,
        LetterKind.TO_BODY,
    ]
    assert letters[-1].content["body"]["th"] == BODY
