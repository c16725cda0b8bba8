"""Coming back with the code, and being a stranger without it."""

from __future__ import annotations

import pytest

from complaints.domain.channel import Channel
from complaints.domain.codes import code_from_number, grouped_code, thai_digits
from complaints.domain.errors import BadInput, Broken, Code, NotFound
from complaints.tracking.following import change_code, look, rate, read_file, send_message
from complaints.tracking.visits import Visitor, enter, leave, resume
from tests.factories.office import AnOffice

BOTH = pytest.mark.parametrize("channel", list(Channel))


@BOTH
def test_a_code_opens_its_case_however_it_is_typed(office: AnOffice, channel: Channel) -> None:
    receipt = office.file(channel, details="เรื่องของฉัน")
    assert receipt.code is not None

    for typed in (receipt.code, grouped_code(receipt.code), thai_digits(receipt.code)):
        visitor = resume(office.office, enter(office.office, typed).value)
        assert visitor is not None
        with office.reading(channel) as work:
            assert look(work, visitor).account.content["details"] == "เรื่องของฉัน"


def test_a_mistyped_code_is_refused_before_anything_is_looked_up(sqlite_office: AnOffice) -> None:
    sqlite_office.engine.dispose()
    wrong = code_from_number(1)[:-1] + "0"

    with pytest.raises(BadInput) as refused:
        enter(sqlite_office.office, wrong)

    assert refused.value.code is Code.CODE_IS_MISTYPED


def test_an_unknown_code_opens_nothing(office: AnOffice) -> None:
    office.file_grievance()

    with pytest.raises(NotFound):
        enter(office.office, code_from_number(987654321))
    assert office.rows("sessions") == []


def test_a_visit_leaves_no_trace_in_the_journal_and_none_in_clear(office: AnOffice) -> None:
    receipt = office.file_corruption()
    before = office.rows("journal")
    cookie = enter(office.office, receipt.code or "")

    assert office.rows("journal") == before
    (session,) = office.rows("sessions")
    assert session["officer_id"] is None
    sealed = bytes(session["payload_sealed"])
    assert office.case(receipt).id.encode() not in sealed
    assert b"corruption" not in sealed
    assert cookie.half not in sealed
    assert str(session["expires_at"])[14:19] == "00:00"


@pytest.mark.parametrize(
    "value",
    [
        None, "", ".", "x", "0" * 32, "0" * 32 + "." + "0" * 64, "0" * 32 + "." + "g" * 64,
        "\u0e50" * 32 + "." + "0" * 64, "0" * 32 + "." + "0" * 63, "a" * 10_000,
    ],
)  # fmt: skip
def test_what_is_no_cookie_is_no_visit(sqlite_office: AnOffice, value: str | None) -> None:
    assert resume(sqlite_office.office, value) is None
    leave(sqlite_office.office, value)


def test_row_and_half_must_belong_together(office: AnOffice) -> None:
    one = enter(office.office, office.file_grievance().code or "")
    other = enter(office.office, office.file_grievance().code or "")

    assert resume(office.office, f"{one.row}.{other.half.hex()}") is None
    assert resume(office.office, f"{one.row}.{'0' * 64}") is None
    leave(office.office, f"{one.row}.{other.half.hex()}")
    assert resume(office.office, one.value) is not None


def test_leaving_ends_the_visit(office: AnOffice) -> None:
    cookie = enter(office.office, office.file_grievance().code or "")

    leave(office.office, cookie.value)

    assert resume(office.office, cookie.value) is None
    assert office.rows("sessions") == []


def test_a_visit_ends_by_itself(office: AnOffice) -> None:
    cookie = enter(office.office, office.file_grievance().code or "")

    office.clock.pass_seconds(2 * 3600 - 1)
    assert resume(office.office, cookie.value) is not None
    office.clock.pass_seconds(3601)
    assert resume(office.office, cookie.value) is None


@BOTH
def test_a_visitor_of_one_channel_sees_nothing_of_the_other(
    office: AnOffice, channel: Channel
) -> None:
    visitor = office.visitor(office.file(channel))

    with pytest.raises(NotFound), office.reading(channel.other) as work:
        look(work, visitor)
    with pytest.raises(NotFound), office.writing(channel.other) as work:
        rate(work, visitor, score=5)


@BOTH
def test_a_case_whose_key_is_gone_is_broken_and_shows_nothing(
    office: AnOffice, channel: Channel
) -> None:
    visitor = office.visitor(office.file(channel))
    office.execute("DELETE FROM key_wraps WHERE recipient_id = 'reporter'")

    with pytest.raises(Broken), office.reading(channel) as work:
        look(work, visitor)


@BOTH
def test_a_changed_code_kills_the_old_code_and_the_old_visit(
    office: AnOffice, channel: Channel
) -> None:
    receipt = office.file(channel, details="ยังอ่านได้")
    visitor = office.visitor(receipt)

    code, cookie = change_code(office.office, visitor)

    with pytest.raises(NotFound):
        enter(office.office, receipt.code or "")
    with pytest.raises(NotFound), office.reading(channel) as work:
        look(work, visitor)
    with pytest.raises(NotFound):
        send_message(office.office, visitor, text="ใช้รหัสเก่า")
    with pytest.raises(NotFound):
        change_code(office.office, visitor)
    with pytest.raises(NotFound), office.reading(channel) as work:
        read_file(work, visitor, blob_id="0" * 32)
    for value in (cookie.value, enter(office.office, code).value):
        new = resume(office.office, value)
        assert new is not None
        with office.reading(channel) as work:
            told = look(work, new)
        assert told.account.content["details"] == "ยังอ่านได้"
        assert told.timeline[-1].kind.value == "code_changed"


def test_the_old_wraps_do_not_outlive_a_change_of_code(office: AnOffice) -> None:
    receipt = office.file_corruption()
    before = [r["key_sealed"] for r in office.rows("key_wraps") if r["recipient_id"] == "reporter"]

    change_code(office.office, office.visitor(receipt))

    after = [r["key_sealed"] for r in office.rows("key_wraps") if r["recipient_id"] == "reporter"]
    assert len(before) == len(after) == 1
    assert before != after


def test_a_visitor_does_not_show_the_seed_when_printed(office: AnOffice) -> None:
    visitor: Visitor = office.visitor(office.file_grievance())

    assert "seed" not in repr(visitor)
    assert repr(visitor.seed) not in repr(visitor)
