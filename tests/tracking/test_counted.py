"""A reporter finds the own case in the published figures, and refutes those that leave it out."""

from __future__ import annotations

import json
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from complaints.casework.steps import complete
from complaints.domain.channel import Channel, Kind, ReceivedBy
from complaints.domain.errors import Code, NotAllowed
from complaints.domain.leaves import LeafState, leads_to_root
from complaints.domain.states import Outcome
from complaints.intake.manual_entry import enter_grievance
from complaints.intake.registration import Receipt
from complaints.intake.reports import GrievanceReport
from complaints.statistics.words import Words
from complaints.tracking.counted import Counted, receipt_of
from complaints.tracking.following import follow
from complaints.vault.attest import RECEIPT, attest_pair, attested
from complaints.vault.pairs import SigningPair, new_seed
from tests.factories.founding import ATTEST_SEED
from tests.factories.office import AnOffice
from tests.statistics import by_the_method
from tests.statistics.offices import PlainPress, release_all_the_way
from tests.statistics.verifying import Downloads, Record, downloaded, resigned

HANDLER = {Channel.CORRUPTION: "anan", Channel.GRIEVANCE: "ekachai"}
REASON = Words("ช่วงใหม่สิ้นสุดแล้ว", "More periods are over")
A_YEAR = 366
both = pytest.mark.parametrize("channel", list(Channel))


def publish(office: AnOffice, channel: Channel, year: int) -> None:
    """Publish what is over of a fiscal year."""
    actor = office.actor(HANDLER[channel])
    assert actor.owned is not None
    release_all_the_way(
        office.office,
        channel,
        publisher=actor,
        signer=actor.owned.signing,
        press=PlainPress(),
        fiscal_year_be=year,
        as_of=office.office.today(),
        reason=REASON,
    )


def year_of(office: AnOffice) -> int:
    today = office.office.today()
    return today.year + 543 + (today.month >= 10)


def counted(office: AnOffice, receipt: Receipt) -> list[Counted]:
    """Return what the reporter is told of the figures."""
    with office.reading(receipt.channel) as work:
        return follow(work, office.visitor(receipt)).counted


def receipt_text(office: AnOffice, receipt: Receipt, seed: bytes = ATTEST_SEED) -> str:
    """Return the signed receipt."""
    pair = attest_pair(seed)
    with office.reading(receipt.channel) as work:
        visitor = office.visitor(receipt)
        return receipt_of(work, visitor, partial(attested, pair, RECEIPT), pair.public)


def end(office: AnOffice, receipt: Receipt) -> None:
    """Complete a case."""
    with office.writing(receipt.channel) as work:
        complete(
            work,
            number=receipt.number,
            actor=office.actor(HANDLER[receipt.channel]),
            outcome=Outcome.NOT_ACCEPTED,
            result="ไม่รับเรื่อง",
        )


def downloads_of(office: AnOffice, folder: Path) -> Downloads:
    """Return everything that is published, as a folder."""
    with office.reading(Channel.GRIEVANCE) as work:
        return downloaded(work.session, folder / "statistics")


@both
def test_a_case_is_counted_in_its_state(office: AnOffice, channel: Channel) -> None:
    year = year_of(office)
    first, second = office.file(channel), office.file(channel)
    assert counted(office, first) == []
    end(office, second)
    office.clock.pass_days(A_YEAR)

    publish(office, channel, year)

    (open_one,), (ended,) = counted(office, first), counted(office, second)
    assert (open_one.state, ended.state) == (LeafState.IN_PROGRESS, LeafState.COMPLETED)
    assert open_one.leaf != ended.leaf


def test_a_later_year_counts_what_is_still_open_and_not_what_is_over(office: AnOffice) -> None:
    year = year_of(office)
    first, second = office.file_grievance(), office.file_grievance()
    end(office, second)
    office.clock.pass_days(A_YEAR)
    publish(office, Channel.GRIEVANCE, year)
    office.clock.pass_days(A_YEAR)
    publish(office, Channel.GRIEVANCE, year + 1)

    assert [one.fiscal_year_be for one in counted(office, first)] == [year + 1, year]
    assert [one.fiscal_year_be for one in counted(office, second)] == [year]


def test_a_figure_of_before_the_case_came_is_no_concern_of_it(office: AnOffice) -> None:
    office.clock.pass_days(62)
    publish(office, Channel.GRIEVANCE, year_of(office))

    assert counted(office, office.file_grievance()) == []


def test_a_case_that_was_left_out_is_said_to_be_left_out(office: AnOffice) -> None:
    receipt, year = office.file_grievance(), year_of(office)
    office.clock.pass_days(A_YEAR)
    office.execute("UPDATE cases SET leaf_token = :token", token=bytes(32))
    publish(office, Channel.GRIEVANCE, year)

    (one,) = counted(office, receipt)

    assert (one.state, one.leaf) == (None, "")


def test_a_receipt_leads_to_the_root_and_convinces_the_verifier(
    office: AnOffice, tmp_path: Path, capsys: Any
) -> None:
    receipt, year = office.file_corruption(), year_of(office)
    office.file_corruption()
    office.clock.pass_days(A_YEAR)
    publish(office, Channel.CORRUPTION, year)
    (tmp_path / "receipt.json").write_text(receipt_text(office, receipt))
    record = json.loads((tmp_path / "receipt.json").read_text())

    (shown,) = record["inclusion"]
    path = [bytes.fromhex(node) for node in shown["path"]]
    leaf, root = shown["leaf"].encode(), bytes.fromhex(shown["root"])
    status, said = downloads_of(office, tmp_path).says(
        capsys, "--receipt", str(tmp_path / "receipt.json")
    )

    assert leads_to_root(leaf, shown["index"], shown["count"], path, root)
    assert status == 0, said
    assert "counts the matter of the receipt as in_progress" in said


@both
def test_what_the_page_tells_is_enough_to_find_a_case_by_its_receipt(
    office: AnOffice, channel: Channel, tmp_path: Path
) -> None:
    year = year_of(office)
    case = office.file(channel)
    office.clock.pass_days(A_YEAR)
    publish(office, channel, year)
    downloads, name = downloads_of(office, tmp_path), f"{channel}/{year}/r1"

    receipt = by_the_method.check_receipt(receipt_text(office, case))
    _, lines = by_the_method.check_release(downloads.release(name), by_the_method.FIRST)

    assert by_the_method.line_of(receipt, name, 1, "in_progress") in lines
    assert by_the_method.line_of(receipt, name, 2, "in_progress") not in lines


def test_a_case_dropped_and_everything_signed_anew_is_caught_by_its_receipt(
    office: AnOffice, tmp_path: Path, capsys: Any
) -> None:
    channel, year = Channel.GRIEVANCE, year_of(office)
    receipt, other = office.file(channel), office.file(channel)
    texts = {one.number: receipt_text(office, one) for one in (receipt, other)}
    office.clock.pass_days(A_YEAR)
    publish(office, channel, year)
    (one,) = counted(office, receipt)
    downloads = downloads_of(office, tmp_path)
    leaves = downloads.file(one.name, "leaves").read_text().splitlines()
    actor = office.actor(HANDLER[channel])
    assert actor.owned is not None

    resigned(
        downloads,
        one.name,
        actor.owned.signing,
        change=_one_case_less,
        leaves=[leaf for leaf in leaves if leaf != one.leaf],
    )

    path = tmp_path / "receipt.json"
    path.write_text(texts[other.number])
    assert downloads.says(capsys, "--receipt", str(path))[0] == 0
    path.write_text(texts[receipt.number])
    status, said = downloads.says(capsys, "--receipt", str(path))
    assert (status, "DOES NOT COUNT the matter of the receipt" in said) == (1, True)


@both
def test_a_release_that_a_receipt_shows_cannot_be_taken_back(
    office: AnOffice, channel: Channel, tmp_path: Path, capsys: Any
) -> None:
    """Nothing comes after the newest, so neither chain nor signature tells that it is gone."""
    year, (other,) = year_of(office), set(Channel) - {channel}
    case = office.file(channel)
    office.clock.pass_days(A_YEAR)
    for one in (channel, other):
        publish(office, one, year)
    (tmp_path / "receipt.json").write_text(receipt_text(office, case))
    with_receipt = ("--receipt", str(tmp_path / "receipt.json"))
    downloads = downloads_of(office, tmp_path)
    assert downloads.says(capsys, *with_receipt)[0] == 0

    path = downloads.folder / "releases.json"
    listed = json.loads(path.read_text())["releases"]
    kept = [one for one in listed if channel not in one["datapackage"]]
    path.write_text(json.dumps({"releases": kept}))

    status, said = downloads.says(capsys, *with_receipt)
    gone = f"{channel}/{year}/r1: is shown by the receipt, and is not there any more"
    assert (status, gone in said) == (1, True), said


def _one_case_less(record: Record) -> None:
    for row in record["rows"]:
        ledger = ("opening", "received", "total", "in_progress")
        for measure in (*ledger, "on_time_of", "late_unexplained"):
            row[measure] = max(row[measure] - 1, 0) if row[measure] == 2 else row[measure]
    for row in record["targets"]:
        row["count"] = 1 if row["indicator"] == "received" else row["count"]
    record["leaves"] |= {"count": 1, "in_progress": 1}


@pytest.mark.parametrize(
    "field", ["token", "number", "in_hand_since", "known_on", "channel", "agency"]
)
def test_a_receipt_that_somebody_changed_accuses_nobody(
    office: AnOffice, tmp_path: Path, capsys: Any, field: str
) -> None:
    receipt, year = office.file_grievance(), year_of(office)
    office.clock.pass_days(A_YEAR)
    publish(office, Channel.GRIEVANCE, year)
    record = json.loads(receipt_text(office, receipt))
    was = record["receipt"][field]
    record["receipt"][field] = was[::-1] if isinstance(was, str) else {"th": "อื่น", "en": "other"}
    (tmp_path / "receipt.json").write_text(json.dumps(record))

    status, said = downloads_of(office, tmp_path).says(
        capsys, "--receipt", str(tmp_path / "receipt.json")
    )

    assert (status, "the receipt is not signed by the office" in said) == (1, True)


def test_a_receipt_signed_with_another_key_accuses_nobody(
    office: AnOffice, tmp_path: Path, capsys: Any
) -> None:
    receipt, year = office.file_grievance(), year_of(office)
    office.clock.pass_days(A_YEAR)
    publish(office, Channel.GRIEVANCE, year)
    record = json.loads(receipt_text(office, receipt))
    inner = json.dumps(record["receipt"], ensure_ascii=False, sort_keys=True,
                       separators=(",", ":")).encode()  # fmt: skip
    record["proof"] = attested(SigningPair(new_seed()), RECEIPT, inner)
    (tmp_path / "receipt.json").write_text(json.dumps(record))

    status, said = downloads_of(office, tmp_path).says(
        capsys, "--receipt", str(tmp_path / "receipt.json")
    )

    assert (status, "the receipt is not signed by the office" in said) == (1, True)


def test_a_receipt_is_the_same_whenever_it_is_asked_for_and_leaves_no_trace(
    office: AnOffice,
) -> None:
    receipt = office.file_corruption()
    before, rows = receipt_text(office, receipt), office.rows("journal")
    office.clock.pass_days(3)

    assert receipt_text(office, receipt) == before
    assert office.rows("journal") == rows
    assert set(json.loads(before)["receipt"]) == {
        "format", "agency", "channel", "number", "token", "in_hand_since", "known_on",
    }  # fmt: skip


def test_no_receipt_is_signed_with_a_key_that_the_agency_does_not_know(office: AnOffice) -> None:
    receipt = office.file_grievance()

    with pytest.raises(NotAllowed) as refused:
        receipt_text(office, receipt, seed=b"b" * 32)

    assert refused.value.code is Code.NO_RECEIPT


def test_what_an_officer_entered_later_accuses_no_figure_of_before(
    office: AnOffice, tmp_path: Path, capsys: Any
) -> None:
    year = year_of(office)
    office.clock.pass_days(A_YEAR)
    publish(office, Channel.GRIEVANCE, year)
    receipt = entered(office, office.office.today() - timedelta(days=300))
    (tmp_path / "receipt.json").write_text(receipt_text(office, receipt))

    status, said = downloads_of(office, tmp_path).says(
        capsys, "--receipt", str(tmp_path / "receipt.json")
    )

    assert (status, "need not by the receipt alone" in said) == (0, True), said
    assert counted(office, receipt) == []


def entered(office: AnOffice, received_on: date) -> Receipt:
    """Return a grievance that an officer enters today though it came long ago."""
    return enter_grievance(
        office.office,
        office.actor("ekachai"),
        form_token="f" * 16,
        report=GrievanceReport(kind=Kind.GRIEVANCE, details="ไฟฟ้าดับ"),
        received_on=received_on,
        received_by=ReceivedBy.LETTER,
    )
