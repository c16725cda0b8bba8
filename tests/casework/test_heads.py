"""Signed heads: what was cut off at the end is missed, up to the last account of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from complaints.casework.attest_key import attest_keys, ready_attest_key
from complaints.casework.erasing import erase_due
from complaints.casework.heads import export_heads, list_heads, read_heads, what_fails
from complaints.domain.channel import Channel
from complaints.domain.errors import Broken
from complaints.jobs.attesting import tell_exported
from complaints.jobs.verifying import verify
from tests.casework.test_erasing import a_completed_case
from tests.factories.office import AnOffice

CORRUPTION = Channel.CORRUPTION


def exported(office: AnOffice) -> Path:
    """Export the heads and return the file."""
    path = export_heads(office.office)
    assert path is not None
    return path


def failure(office: AnOffice, path: Path) -> str | None:
    with office.reading(Channel.GRIEVANCE) as work:
        return what_fails(work, read_heads(path))


def broken(office: AnOffice, head: Path | None = None) -> list[str]:
    return [check.said for check in verify(office.office, head) if not check.is_sound]


def cut_off(office: AnOffice, book: str, rows: int) -> None:
    """Take the newest rows of a book away so that the rest is a whole chain again."""
    (head,) = [row for row in office.rows("journal_heads") if row["book"] == book]
    number = head["number"] - rows
    (last,) = [r for r in office.rows("journal") if (r["book"], r["number"]) == (book, number)]
    office.execute("DELETE FROM journal WHERE book = :book AND number > :n", book=book, n=number)
    office.execute(
        "UPDATE journal_heads SET number = :n, digest = :digest WHERE book = :book",
        n=number, digest=last["digest"], book=book,
    )  # fmt: skip


def rewritten(path: Path, **changes: Any) -> None:
    record = json.loads(path.read_text())
    record["content"].update(changes)
    path.write_text(json.dumps(record))


def test_once_a_day_the_jobs_sign_how_far_the_record_has_come(office: AnOffice) -> None:
    office.file_corruption()

    (said,) = tell_exported(office.office)
    again = tell_exported(office.office)
    office.file_corruption()
    same_day = tell_exported(office.office)
    office.clock.pass_days(1)
    (next_day,) = tell_exported(office.office)

    assert said == "Newest signed heads of the record: heads-2026-11-16.json."
    assert again == same_day == [said]
    assert next_day == "Newest signed heads of the record: heads-2026-11-17.json."
    for path in list_heads(office.office.settings.signed_heads_folder):
        assert failure(office, path) is None
    assert broken(office) == []


def test_the_attest_key_stands_in_the_journal_once(office: AnOffice) -> None:
    pair = ready_attest_key(office.office)
    same = ready_attest_key(office.office)

    assert pair.public == same.public
    with office.reading(Channel.GRIEVANCE) as work:
        assert attest_keys(work.session) == [pair.public]


@pytest.mark.parametrize("rows", [1, 2])
def test_rows_cut_off_at_the_end_are_missed_up_to_the_last_head(
    office: AnOffice, rows: int
) -> None:
    for _ in range(3):
        office.file_corruption()
    path = exported(office)
    kept = office.folder / "usb-stick.json"
    kept.write_text(path.read_text())

    cut_off(office, "corruption", rows)

    said = failure(office, path)
    assert said is not None
    assert said.startswith("the journal of corruption does not hold row")
    path.unlink()
    assert f"Signed heads {kept.name}: {said}." in broken(office, kept)


def test_the_chain_alone_would_not_miss_them(office: AnOffice) -> None:
    office.file_corruption()
    office.file_corruption()
    cut_off(office, "corruption", 1)

    assert not [said for said in broken(office) if said.startswith("Journal")]


def test_a_book_written_anew_from_the_beginning_is_noticed(office: AnOffice) -> None:
    office.file_corruption()
    path = exported(office)
    office.execute("DELETE FROM journal WHERE book = 'corruption'")
    office.execute("DELETE FROM journal_heads WHERE book = 'corruption'")
    for _ in range(12):
        office.file_corruption()

    assert "journal of corruption" in (failure(office, path) or "")


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"made_on": "2026-11-20"}, id="the day"),
        pytest.param({"books": {b: {"number": 0, "digest": ""} for b in
                                ("corruption", "grievance", "office")}}, id="the heads"),
        pytest.param({"erased": ["0" * 32]}, id="what was erased"),
    ],
)  # fmt: skip
def test_a_file_that_was_changed_is_not_believed(office: AnOffice, change: dict[str, Any]) -> None:
    office.file_corruption()
    path = exported(office)

    rewritten(path, **change)

    assert failure(office, path) == "it is not signed with an attest key of this agency"


def test_a_file_signed_with_a_key_that_the_journal_does_not_know_is_not_believed(
    office: AnOffice,
) -> None:
    office.file_corruption()
    path = exported(office)
    office.execute("DELETE FROM journal WHERE event = 'attest_key_made'")

    assert failure(office, path) == "it is not signed with an attest key of this agency"


def test_a_file_that_is_none_is_broken(office: AnOffice, tmp_path: Path) -> None:
    path = tmp_path / "heads-2026-01-01.json"
    for text in ("", "{}", '{"content": []}', "\x00"):
        path.write_text(text)
        with pytest.raises(Broken):
            read_heads(path)


def test_a_roster_set_back_is_missed(office: AnOffice) -> None:
    path = exported(office)
    office.execute(
        "UPDATE roster_entries SET is_complete = (1 = 0) WHERE channel = 'corruption'"
        " AND number = 4"
    )

    assert failure(office, path) == "the roster of corruption was set back"


def test_an_erased_case_that_comes_back_is_noticed(office: AnOffice) -> None:
    receipt = a_completed_case(office, CORRUPTION)
    case_id = office.case(receipt).id
    wrap = next(row for row in office.rows("key_wraps") if row["case_id"] == case_id)
    exported(office)
    office.clock.instant = office.clock.instant.replace(year=office.clock.instant.year + 10)
    erase_due(office.office)
    path = exported(office)
    assert read_heads(path).erased == [case_id]
    assert failure(office, path) is None

    office.execute(
        "INSERT INTO key_wraps (recipient_id, case_id, key_number, key_sealed)"
        " VALUES (:recipient_id, :case_id, :key_number, :key_sealed)", **wrap,
    )  # fmt: skip

    assert failure(office, path) == "1 erased cases can be opened again"


def test_an_erasure_is_signed_on_the_same_day(office: AnOffice) -> None:
    a_completed_case(office, CORRUPTION)
    office.clock.instant = office.clock.instant.replace(year=office.clock.instant.year + 10)
    first = exported(office)
    erase_due(office.office)

    assert exported(office).name == f"{first.stem}-2.json"
    assert export_heads(office.office) is None
