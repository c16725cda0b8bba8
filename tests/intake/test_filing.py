"""Filing on both channels: what is taken, what is refused, who can read it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from complaints.casework.case_page import read_case
from complaints.domain.channel import Channel, Kind, ReporterKind
from complaints.domain.codes import is_case_number, parse_code
from complaints.domain.errors import BadInput, Code, IntakeClosed, NotAllowed, NotFound
from complaints.intake.registration import Receipt, is_open
from complaints.tracking.following import look, read_file
from complaints.work.telling import Told
from tests.factories.office import AnOffice

BOTH = pytest.mark.parametrize("channel", list(Channel))
TABLES = ("cases", "case_keys", "key_wraps", "case_entries", "blobs", "tallies", "number_series")


def told(office: AnOffice, receipt: Receipt) -> Told:
    """Return what the reporter reads."""
    with office.reading(receipt.channel) as work:
        return look(work, office.visitor(receipt))


def readers(office: AnOffice, receipt: Receipt) -> set[str]:
    """Return the officers who can open a case, by their short names."""
    found = set()
    for key in ("anan", "busaba", "chai", "dara", "ekachai", "fahsai", "gamon", "hathai"):
        actor = office.actor(key)
        try:
            with office.writing(receipt.channel) as work:
                read_case(work, actor, number=receipt.number)
        except NotFound:
            continue
        found.add(key)
    return found


def everything(office: AnOffice) -> dict[str, int]:
    """Return how many rows each table has."""
    return {table: len(office.rows(table)) for table in TABLES}


@BOTH
def test_details_alone_are_a_report(office: AnOffice, channel: Channel) -> None:
    receipt = office.file(channel, details="ก")

    assert receipt.code is not None
    assert parse_code(receipt.code) == receipt.code
    assert is_case_number(receipt.number, channel)
    assert receipt.due is not None
    assert (receipt.due.received_on, receipt.due.due_on) == (date(2026, 11, 16), date(2026, 12, 1))
    assert told(office, receipt).account.content["details"] == "ก"


def test_every_field_of_a_corruption_report_reaches_those_who_may_read_it(office: AnOffice) -> None:
    words = {
        "details": "เล่า\nเรื่อง", "subject": "bribery", "place": "สำนักงาน", "happened": "ต้นเดือน",
        "accused": "บุคคลหนึ่ง", "evidence": "ใบเสร็จ", "witnesses": "เพื่อนบ้าน",
    }  # fmt: skip

    receipt = office.file_corruption(**words, reporter_kind=ReporterKind.STAFF, kind=Kind.TIP)

    account = told(office, receipt).account.content
    assert {name: account[name] for name in words} == words
    assert (account["kind"], account["reporter_kind"]) == ("tip", "staff")


def test_every_field_of_a_grievance_reaches_those_who_may_read_it(office: AnOffice) -> None:
    words = {
        "details": "ไฟดับ", "place": "ซอย 3", "name": "คนหนึ่ง", "phone": "000", "email": "a@b.example"
    }  # fmt: skip

    receipt = office.file_grievance(**words, topic="infrastructure")

    account = told(office, receipt).account.content
    assert {name: account[name] for name in words} == words
    assert account["subject"] == "infrastructure"


@pytest.mark.parametrize(
    ("channel", "changes", "code", "field"),
    [
        pytest.param(channel, changes, code, field, id=f"{channel.value}: {words}")
        for channel in Channel
        for words, changes, code, field in (
            ("no details", {"details": ""}, Code.FIELD_IS_EMPTY, "details"),
            ("invisible details", {"details": "\u200b\n"}, Code.FIELD_IS_EMPTY, "details"),
            ("NUL", {"details": "ก\x00"}, Code.FIELD_HAS_FORBIDDEN_CHARACTERS, "details"),
            ("NUL in a line", {"place": "\x00"}, Code.FIELD_HAS_FORBIDDEN_CHARACTERS, "place"),
            ("surrogates", {"details": "\ud800"}, Code.FIELD_HAS_FORBIDDEN_CHARACTERS, "details"),
            ("10 MB", {"details": "ก" * 10_000_000}, Code.FIELD_IS_TOO_LONG, "details"),
            ("a long place", {"place": "ก" * 501}, Code.FIELD_IS_TOO_LONG, "place"),
        )
    ]
    + [
        pytest.param(
            Channel.CORRUPTION, {"subject": "nonsense"}, Code.CHOICE_IS_UNKNOWN, "subject",
            id="a subject that is none",
        ),
        pytest.param(
            Channel.CORRUPTION, {"subject": "infrastructure"}, Code.CHOICE_IS_UNKNOWN, "subject",
            id="a topic of the other channel",
        ),
        pytest.param(
            Channel.GRIEVANCE, {"topic": "bribery"}, Code.CHOICE_IS_UNKNOWN, "topic",
            id="a subject of the other channel",
        ),
        pytest.param(
            Channel.CORRUPTION, {"kind": Kind.GRIEVANCE}, Code.CHOICE_IS_UNKNOWN, "kind",
            id="a kind of the other channel",
        ),
        pytest.param(
            Channel.GRIEVANCE, {"kind": Kind.TIP}, Code.CHOICE_IS_UNKNOWN, "kind",
            id="a tip on the general channel",
        ),
        pytest.param(
            Channel.CORRUPTION, {"exclude": ("0" * 32,)}, Code.CHOICE_IS_UNKNOWN, "exclude",
            id="an officer who is none",
        ),
        pytest.param(
            Channel.CORRUPTION, {"accused": "ก" * 5001}, Code.FIELD_IS_TOO_LONG, "accused",
            id="too much about the accused",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_refused_and_nothing_is_stored(
    sqlite_office: AnOffice, channel: Channel, changes: dict[str, Any], code: Code, field: str
) -> None:
    before = everything(sqlite_office)

    with pytest.raises(BadInput) as refused:
        sqlite_office.file(channel, **changes)

    assert (refused.value.code, refused.value.field) == (code, field)
    assert everything(sqlite_office) == before


@BOTH
def test_a_repeated_post_of_a_form_shows_the_same_code_and_makes_no_second_case(
    office: AnOffice, channel: Channel
) -> None:
    first = office.file(channel, form_token="the same form", details="ครั้งเดียว")
    before = everything(office)
    office.clock.pass_days(2)

    again = office.file(
        channel, form_token="the same form", details="ส่งซ้ำ", kind=Kind.OPINION,
        parts=[office.part(channel, b"later")],
    )  # fmt: skip

    assert (again.code, again.number, again.is_repeated) == (first.code, first.number, True)
    assert again.due is None or again.due == first.due
    assert everything(office) == before
    assert told(office, first).account.content["details"] == "ครั้งเดียว"
    stored = office.folder / "evidence" / channel.value / "blobs"
    assert [path for path in stored.rglob("*") if path.is_file()] == []


def test_a_repeated_grievance_shows_the_day_that_was_promised_then(office: AnOffice) -> None:
    first = office.file_grievance(form_token="f")
    office.clock.pass_days(3)

    assert office.file_grievance(form_token="f").due == first.due


@BOTH
def test_two_forms_are_two_cases(office: AnOffice, channel: Channel) -> None:
    one, other = office.file(channel), office.file(channel)

    assert one.code != other.code
    assert one.number != other.number


def test_one_form_on_both_channels_is_two_cases_that_do_not_meet(office: AnOffice) -> None:
    grievance = office.file_grievance(form_token="f")
    corruption = office.file_corruption(form_token="f")

    assert not corruption.is_repeated
    assert office.case(grievance).id != office.case(corruption).id
    assert office.case(grievance).lookup_index != office.case(corruption).lookup_index


def test_an_opinion_is_heard_and_not_timed(office: AnOffice) -> None:
    grievance = office.file_grievance(kind=Kind.OPINION)
    corruption = office.file_corruption(kind=Kind.OPINION)

    assert grievance.due is None
    assert corruption.due is None
    assert office.case(grievance).due_on is None
    assert office.case(corruption).due_on is not None  # its absence would tell the kind
    assert told(office, corruption).due is None


@BOTH
def test_a_file_comes_out_as_it_went_in(office: AnOffice, channel: Channel) -> None:
    body = "หลักฐาน ".encode() * 20_000
    receipt = office.file(channel, parts=[office.part(channel, body, "บันทึก.txt")])
    visitor = office.visitor(receipt)

    (record,) = told(office, receipt).account.files
    with office.reading(channel) as work:
        file = read_file(work, visitor, blob_id=record["blob_id"])
        assert b"".join(file.chunks) == body
    assert file.name == "บันทึก.txt"
    with pytest.raises(NotFound), office.reading(channel) as work:
        read_file(work, visitor, blob_id="0" * 32)


def test_a_corruption_case_is_wrapped_for_the_officers_of_its_desk_and_nobody_else(
    office: AnOffice,
) -> None:
    receipt = office.file_corruption()

    assert readers(office, receipt) == {"anan", "busaba", "chai"}
    holders = {row["recipient_id"] for row in office.rows("key_wraps")}
    desk = {office.id_of(key) for key in ("anan", "busaba", "chai")}
    assert holders == desk | {"recovery", "reporter"}


def test_a_grievance_is_wrapped_for_those_who_receive_and_nobody_else(office: AnOffice) -> None:
    assert readers(office, office.file_grievance()) == {"ekachai", "fahsai"}


def test_an_excluded_officer_gets_no_wrap(office: AnOffice) -> None:
    receipt = office.file_corruption(exclude=(office.id_of("anan"),) * 2)

    assert readers(office, receipt) == {"busaba", "chai"}
    assert not receipt.excluded_by_match


def test_an_accused_officer_gets_no_wrap_and_the_receipt_says_so(office: AnOffice) -> None:
    receipt = office.file_corruption(accused="คุณบุษบา งามตา เป็นคนสั่ง")

    assert readers(office, receipt) == {"anan", "chai"}
    assert receipt.excluded_by_match


def test_when_every_officer_is_excluded_the_alternate_reads_it(office: AnOffice) -> None:
    everyone = tuple(office.id_of(key) for key in ("anan", "busaba", "chai"))

    receipt = office.file_corruption(exclude=everyone)

    assert receipt.to_alternate == "นางดารา พึ่งพา (ปลัดอำเภอผู้รับแจ้งสำรอง)"
    assert readers(office, receipt) == {"dara"}


def test_a_report_that_nobody_may_read_is_not_taken(office: AnOffice) -> None:
    everyone = tuple(office.id_of(key) for key in ("anan", "busaba", "chai"))
    before = everything(office)

    with pytest.raises(NotAllowed) as refused:
        office.file_corruption(exclude=everyone, accused="นางดารา พึ่งพา")

    assert refused.value.code is Code.EVERYONE_IS_EXCLUDED
    assert everything(office) == before


@BOTH
def test_intake_is_closed_when_every_appointment_has_ended(
    office: AnOffice, channel: Channel
) -> None:
    assert is_open(office.office, channel)
    office.execute("UPDATE officers SET ends_on = '2026-11-15'")

    assert not is_open(office.office, channel)
    with pytest.raises(IntakeClosed):
        office.file(channel)


@BOTH
@pytest.mark.parametrize(
    "harm",
    [
        pytest.param("DELETE FROM roster_entries WHERE number = 0", id="recovery key taken out"),
        pytest.param(
            "UPDATE roster_entries SET opening_key = :junk WHERE number = 1", id="key swapped"
        ),
        pytest.param("DELETE FROM roster_signatures", id="signatures taken out"),
        pytest.param(
            "UPDATE roster_entries SET holder_id = 'x' WHERE number = 2", id="holder changed"
        ),
    ],
)
def test_intake_is_closed_when_somebody_touched_the_roster(
    office: AnOffice, channel: Channel, harm: str
) -> None:
    if "roster_entries WHERE number = 0" in harm:
        office.execute("DELETE FROM roster_signatures")
    office.execute(harm, **({"junk": b"\x07" * 1216} if ":junk" in harm else {}))

    assert not is_open(office.office, channel)
    with pytest.raises(IntakeClosed):
        office.file(channel)


def test_grievances_wait_for_somebody_who_receives_them(office: AnOffice) -> None:
    office.execute("UPDATE officers SET is_receiving = :no", no=False)

    assert not is_open(office.office, Channel.GRIEVANCE)
    assert is_open(office.office, Channel.CORRUPTION)


def test_a_corruption_case_keeps_no_particulars_in_clear(office: AnOffice) -> None:
    case = office.case(office.file_corruption(subject="bribery", kind=Kind.TIP))

    particulars = (case.kind, case.topic, case.unit_id, case.received_by, case.outcome, case.score)
    assert particulars == (None,) * 6
    counted = {(row["measure"], row["count"]) for row in office.rows("tallies")}
    assert counted == {
        ("origin:reported", 1), ("received_by:online", 1), ("kind:tip", 1), ("subject:bribery", 1)
    }  # fmt: skip


def test_grievances_are_numbered_without_gaps_in_their_fiscal_year(office: AnOffice) -> None:
    numbers = [office.file_grievance().number for _ in range(3)]

    assert [number[:11] for number in numbers] == ["G2570-00001", "G2570-00002", "G2570-00003"]


def test_tallies_add_up(office: AnOffice) -> None:
    for subject in ("bribery", "bribery", None):
        office.file_corruption(subject=subject)

    counts = {row["measure"]: row["count"] for row in office.rows("tallies")}
    assert (counts["subject:bribery"], counts["subject:none"], counts["kind:complaint"]) == (
        2,
        1,
        3,
    )


def test_an_identity_is_sealed_apart_for_any_two(office: AnOffice) -> None:
    receipt = office.file_corruption(identity="ชื่อจริง", exclude=(office.id_of("anan"),))

    assert told(office, receipt).has_identity
    assert "ชื่อจริง" not in str(told(office, receipt).account.content)
    (identity,) = office.rows("identities")
    assert "ชื่อจริง".encode() not in bytes(identity["identity_sealed"])
    people = {row["first_id"] for row in office.rows("identity_nests")}
    expected = {office.id_of(key) for key in ("busaba", "chai", "dara")} | {"recovery"}
    assert people == expected
