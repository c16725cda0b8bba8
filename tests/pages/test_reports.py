"""Filing on both channels: good input, bad input, and what comes back."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest

from complaints.domain.channel import Channel
from complaints.domain.codes import parse_code
from complaints.web.uploads import DRAIN_BYTES
from tests.factories.office import A_MONDAY
from tests.pages.conftest import MakeSite
from tests.pages.inspecting import InspectingClient, Site, Visit, a_file

PATHS = {Channel.CORRUPTION: "/corruption/report", Channel.GRIEVANCE: "/grievance/report"}
CANARY = "นกขมิ้นเหลืองอ่อน ๗๗๙๑"
EVERYTHING = {
    Channel.CORRUPTION: {
        "kind": "tip",
        "subject": "bribery",
        "details": f"รายละเอียด {CANARY}",
        "place": f"สถานที่ {CANARY}",
        "happened": f"เมื่อ {CANARY}",
        "accused": f"ผู้ถูกร้อง {CANARY}",
        "evidence": f"หลักฐาน {CANARY}",
        "witnesses": f"พยาน {CANARY}",
        "reporter_kind": "staff",
        "identity": f"ตัวตน {CANARY}",
    },
    Channel.GRIEVANCE: {
        "kind": "opinion",
        "topic": "infrastructure",
        "details": f"รายละเอียด {CANARY}",
        "place": f"สถานที่ {CANARY}",
        "name": f"ชื่อ {CANARY}",
        "phone": "02 000 0000",
        "email": "canary-7791@example.org",
        "reporter_kind": "citizen",
    },
}

both = pytest.mark.parametrize("channel", list(Channel))


@both
def test_only_what_happened_is_required(site: Site, channel: Channel) -> None:
    receipt = site.client().send(PATHS[channel], details="มีเรื่องเกิดขึ้น")

    assert receipt.status == 200
    assert parse_code(receipt.text_of("#lookup-code")) == re.sub(
        r"\D", "", receipt.text_of("#lookup-code")
    )
    assert site.case_count() == 1
    (case,) = site.office.rows("cases")
    assert receipt.text_of("#case-number") == case["number"]


@both
def test_the_receipt_says_when_and_how_that_day_came_about(site: Site, channel: Channel) -> None:
    receipt = site.client().send(PATHS[channel], details="มีเรื่องเกิดขึ้น")

    due = receipt.page.select_one("#due-date")
    assert due is not None
    assert due["datetime"] == (A_MONDAY.date() + timedelta(days=15)).isoformat()
    assert "16 พฤศจิกายน 2569" in receipt.text_of("#due-arithmetic")
    assert "1 ธันวาคม 2569" in receipt.text_of("#due-arithmetic")


def test_a_due_day_on_a_weekend_is_explained(site: Site) -> None:
    site.office.clock.pass_days(5)

    receipt = site.client().send("/grievance/report?lang=en", details="A lamp is dark")

    assert date(2026, 12, 6).isoformat() in str(receipt.page.select_one("#due-date"))
    assert "a Sunday" in receipt.text_of("#due-arithmetic")
    assert "by 4 December 2026" in receipt.text_of("#due-arithmetic")


@both
def test_an_opinion_has_no_clock(site: Site, channel: Channel) -> None:
    receipt = site.client().send(PATHS[channel], details="ควรปรับปรุงป้าย", kind="opinion")

    assert receipt.status == 200
    assert receipt.page.select_one("#due-date") is None


@both
def test_a_receipt_is_kept_by_no_browser_and_names_the_code_once(
    client: InspectingClient, channel: Channel
) -> None:
    receipt = client.send(PATHS[channel], details="มีเรื่องเกิดขึ้น")

    code = receipt.text_of("#lookup-code")
    assert receipt.response.headers["Cache-Control"] == "no-store"
    assert code not in str(receipt.response.headers)
    assert receipt.response.get_data(as_text=True).count(code.replace(" ", "")) == 0
    assert receipt.words.count(code) == 1


@both
def test_everything_that_was_typed_can_be_read_again_with_the_code(
    site: Site, channel: Channel
) -> None:
    receipt = site.client().send(PATHS[channel], **EVERYTHING[channel])

    case = enter(site.client(), receipt.text_of("#lookup-code"))

    shown = {name: value for name, value in EVERYTHING[channel].items() if CANARY in value}
    shown.pop("identity", None)
    for name, value in shown.items():
        assert value in case.words, name


@both
def test_the_same_form_sent_twice_is_one_case_with_one_code(site: Site, channel: Channel) -> None:
    client = site.client()
    form = {**client.get(PATHS[channel]).hidden, "details": "มีเรื่องเกิดขึ้น"}

    first, second = client.post(PATHS[channel], form), client.post(PATHS[channel], form)

    assert second.status == 200
    assert first.text_of("#lookup-code") == second.text_of("#lookup-code")
    assert site.case_count() == 1


@both
def test_a_page_that_a_browser_kept_shows_nobody_else_the_code(
    site: Site, channel: Channel
) -> None:
    client = site.client()
    form = {**client.get(PATHS[channel]).hidden, "details": "มีเรื่องเกิดขึ้น"}
    code = client.post(PATHS[channel], form).text_of("#lookup-code")

    thief = site.client()
    answer = thief.send(PATHS[channel], details="ขโมย", form_token=form["form_token"])

    assert answer.status == 400
    assert code not in answer.words
    assert site.case_count() == 1


BAD = [
    pytest.param({"details": ""}, id="nothing told"),
    pytest.param({"details": "\u200b \u200b"}, id="nothing but invisible characters"),
    pytest.param({"details": "x" * 20_001}, id="a text too long"),
    pytest.param({"details": "text\x00text"}, id="NUL"),
    pytest.param({"details": "text\x07text"}, id="a control character"),
    pytest.param({"details": "text", "kind": "rumour"}, id="an unknown kind"),
    pytest.param({"details": "text", "place": "x" * 501}, id="a place too long"),
    pytest.param({"details": "text", "reporter_kind": "spy"}, id="an unknown kind of reporter"),
]


@both
@pytest.mark.parametrize("typed", BAD)
def test_bad_input_comes_back_with_a_summary_and_stores_nothing(
    site: Site, channel: Channel, typed: dict[str, str]
) -> None:
    refused = site.client().send(PATHS[channel], **typed)

    assert refused.status == 422
    assert refused.errors
    assert site.case_count() == 0


@pytest.mark.parametrize(
    ("channel", "field"), [(Channel.CORRUPTION, "subject"), (Channel.GRIEVANCE, "topic")]
)
def test_an_unknown_subject_is_refused_and_what_was_typed_stays(
    site: Site, channel: Channel, field: str
) -> None:
    typed = {**EVERYTHING[channel], field: "astrology"}

    refused = site.client().send(PATHS[channel], **typed)

    assert refused.status == 422
    assert refused.page.select_one(f"#error-summary a[href='#{field}']") is not None
    for name, value in typed.items():
        if CANARY in value:
            assert refused.value_of(name) == value
    assert site.case_count() == 0


@both
def test_every_wrong_field_is_named_at_once(site: Site, channel: Channel) -> None:
    refused = site.client().send(PATHS[channel], details="", place="x" * 501)

    assert len(refused.errors) == 2


@both
def test_lone_surrogates_are_refused_and_shown_as_a_sign(site: Site, channel: Channel) -> None:
    client = site.client()
    form = client.get(PATHS[channel]).hidden
    body = "&".join([*(f"{k}={v}" for k, v in form.items()), "details=before%ED%A0%80after"])

    refused = client.post_raw(PATHS[channel], body.encode(), "application/x-www-form-urlencoded")

    assert refused.status == 422
    assert refused.value_of("details").startswith("before\ufffd")
    assert site.case_count() == 0


@both
def test_bidirectional_overrides_are_taken_out(site: Site, channel: Channel) -> None:
    receipt = site.client().send(PATHS[channel], details="เงิน\u202e001\u202c บาท")

    case = enter(site.client(), receipt.text_of("#lookup-code"))

    assert "เงิน001 บาท" in case.words


@both
@pytest.mark.parametrize(
    "tokens",
    [
        pytest.param(["csrf_token"], id="no protection of the form"),
        pytest.param(["form_token"], id="no token of its own"),
        pytest.param(["csrf_token", "form_token"], id="neither"),
    ],
)
def test_a_missing_token_gives_the_form_back_with_what_was_typed(
    site: Site, channel: Channel, tokens: list[str]
) -> None:
    client = site.client()
    form = client.get(PATHS[channel]).hidden | {"details": f"ยาวมาก {CANARY}"}
    for token in tokens:
        form.pop(token)

    refused = client.post(PATHS[channel], form)

    assert refused.status == 400
    assert refused.errors
    assert refused.value_of("details") == f"ยาวมาก {CANARY}"
    assert site.case_count() == 0
    again = client.post(PATHS[channel], {**refused.hidden, "details": "ส่งอีกครั้ง"})
    assert again.status == 200


@both
def test_a_form_that_lay_open_for_more_than_a_day_must_be_sent_again(
    site: Site, channel: Channel
) -> None:
    site.app.config["WTF_CSRF_TIME_LIMIT"] = -1
    refused = site.client().send(PATHS[channel], details=CANARY)

    assert refused.status == 400
    assert refused.value_of("details") == CANARY
    assert site.case_count() == 0


@both
def test_a_token_of_one_channel_serves_no_other(site: Site, channel: Channel) -> None:
    client = site.client()
    other = client.get(PATHS[channel.other]).hidden["form_token"]

    refused = client.send(PATHS[channel], details="ข้อความ", form_token=other)

    assert refused.status == 400
    assert site.case_count() == 0


@both
def test_a_token_made_elsewhere_is_refused(site: Site, channel: Channel) -> None:
    refused = site.client().send(PATHS[channel], details="ข้อความ", form_token="0" * 48)

    assert refused.status == 400
    assert site.case_count() == 0


@both
def test_what_another_site_sends_is_refused(site: Site, channel: Channel) -> None:
    client = site.client()
    form = client.get(PATHS[channel]).hidden | {"details": "ข้อความ"}

    refused = client.post(PATHS[channel], form, headers={"Sec-Fetch-Site": "cross-site"})

    assert refused.status == 400
    assert site.case_count() == 0


def test_with_nobody_to_read_it_a_report_is_not_taken(site: Site) -> None:
    client = site.client()
    form = client.get(PATHS[Channel.CORRUPTION]).hidden | {"details": "ข้อความ"}
    site.office.execute("UPDATE officers SET closed_on = '2025-12-01'")

    refused = client.post(PATHS[Channel.CORRUPTION], form)

    assert refused.status == 503
    assert "1205" in refused.words
    assert site.case_count() == 0
    assert site.client().get(PATHS[Channel.GRIEVANCE]).status == 503


def test_officers_can_be_shut_out_by_name_and_position(site: Site) -> None:
    page = site.client().get(PATHS[Channel.CORRUPTION])

    offered = [label.get_text() for label in page.page.select("fieldset label[for^=exclude]")]
    assert "นายอนันต์ ใจดี – นิติกรชำนาญการ" in offered

    client = site.client()
    chosen = site.office.id_of("anan")
    receipt = client.send(PATHS[Channel.CORRUPTION], details="ข้อความ", exclude=[chosen])

    assert receipt.status == 200
    holders = {row["recipient_id"] for row in site.office.rows("key_wraps")}
    assert chosen not in holders
    assert site.office.id_of("busaba") in holders


def test_an_officer_who_is_accused_is_shut_out_and_the_receipt_says_so(site: Site) -> None:
    receipt = site.client().send(
        f"{PATHS[Channel.CORRUPTION]}?lang=en", details="ข้อความ", accused="นายอนันต์ ใจดี"
    )

    assert "names an officer of this desk" in receipt.words
    holders = {row["recipient_id"] for row in site.office.rows("key_wraps")}
    assert site.office.id_of("anan") not in holders


def test_with_everybody_shut_out_the_alternate_reads_it(site: Site) -> None:
    all_of_them = [site.office.id_of(key) for key in ("anan", "busaba", "chai")]

    receipt = site.client().send(PATHS[Channel.CORRUPTION], details="ข้อความ", exclude=all_of_them)

    assert receipt.status == 200
    assert "นางดารา พึ่งพา" in receipt.words


def test_with_the_alternate_accused_too_nobody_is_left(site: Site) -> None:
    all_of_them = [site.office.id_of(key) for key in ("anan", "busaba", "chai")]

    refused = site.client().send(
        PATHS[Channel.CORRUPTION],
        details="ข้อความ",
        accused="นางดารา พึ่งพา",
        exclude=all_of_them,
    )

    assert refused.status == 422
    assert refused.page.select_one("#error-summary a[href='#exclude']") is not None
    assert site.case_count() == 0


def test_somebody_unknown_cannot_be_shut_out(site: Site) -> None:
    refused = site.client().send(PATHS[Channel.CORRUPTION], details="x", exclude=["0" * 32])

    assert refused.status == 422
    assert site.case_count() == 0


@both
def test_files_are_kept_sealed_with_the_report(site: Site, channel: Channel) -> None:
    receipt = site.client().send(
        PATHS[channel], details="ข้อความ", attachments=[a_file(CANARY.encode()), a_file(b"2")]
    )

    assert receipt.status == 200
    assert len(site.office.rows("blobs")) == 2
    assert len(site.stored_files()) == 2
    for path in (site.office.folder / "evidence").rglob("*"):
        assert not path.is_file() or CANARY.encode() not in path.read_bytes()


@both
def test_an_empty_file_field_is_no_file(site: Site, channel: Channel) -> None:
    receipt = site.client().send(PATHS[channel], details="ข้อความ", attachments=[a_file(b"", "")])

    assert receipt.status == 200
    assert site.stored_files() == []


@both
def test_a_refused_form_names_the_files_that_must_be_chosen_again(
    site: Site, channel: Channel
) -> None:
    refused = site.client().send(
        PATHS[channel], details="", attachments=[a_file(b"body", "ภาพ 1.txt")]
    )

    assert refused.status == 422
    assert "ภาพ 1.txt" in refused.words
    assert site.stored_files() == []


BAD_FILES = [
    pytest.param(a_file(b"MZ\x90\x00" + b"\x00" * 100, "x.exe"), 422, id="a program"),
    pytest.param(a_file(b"", "empty.txt"), 422, id="an empty file"),
    pytest.param(a_file(b"\x89PNG\r\n\x1a\n broken", "x.png"), 422, id="a broken picture"),
    pytest.param(a_file(b"%PDF-1.7\n", "x.txt"), 422, id="a name that disagrees"),
    pytest.param(a_file(b"x" * 3000, "big.txt"), 413, id="a file too large"),
]


@both
@pytest.mark.parametrize(("file", "status"), BAD_FILES)
def test_a_file_that_cannot_be_kept_is_named_and_nothing_is_stored(
    make_site: MakeSite, channel: Channel, file: Any, status: int
) -> None:
    site = make_site(file_bytes=2000)
    body, name = file
    body.seek(0)

    refused = site.client().send(
        PATHS[channel], details=CANARY, attachments=[a_file(body.read(), name)]
    )

    assert refused.status == status
    assert any(name in error for error in refused.errors)
    assert refused.value_of("details") == CANARY
    assert site.case_count() == 0
    assert site.stored_files() == []


@both
def test_more_than_a_report_may_hold_is_refused_with_every_word_kept(
    make_site: MakeSite, channel: Channel
) -> None:
    site = make_site(report_bytes=10_000)

    refused = too_much(site.client(), channel, 1_200_000)

    assert refused.status == 413
    assert refused.errors
    assert refused.value_of("details") == CANARY
    assert "big.txt" in refused.words
    assert site.case_count() == 0
    assert site.stored_files() == []


@both
def test_more_files_than_allowed_are_refused(make_site: MakeSite, channel: Channel) -> None:
    site = make_site(report_files=2)

    refused = site.client().send(
        PATHS[channel], details=CANARY, attachments=[a_file(b"x", f"{n}.txt") for n in range(3)]
    )

    assert refused.status == 413
    assert refused.value_of("details") == CANARY
    assert site.stored_files() == []


@both
def test_on_a_full_disk_the_text_is_taken_without_files(
    make_site: MakeSite, channel: Channel
) -> None:
    site = make_site(disk_floor_bytes=2**62)
    client = site.client()

    refused = client.send(PATHS[channel], details=CANARY, attachments=[a_file()])
    taken = client.send(PATHS[channel], details=CANARY)

    assert refused.status == 503
    assert refused.value_of("details") == CANARY
    assert taken.status == 200
    assert site.case_count() == 1


def test_what_is_drained_is_bounded() -> None:
    assert DRAIN_BYTES <= 500_000_000


def enter(client: InspectingClient, code: str) -> Visit:
    """Return the page of the case that a code opens."""
    assert client.send("/track", code=code).status == 303
    return client.get("/track")


def too_much(client: InspectingClient, channel: Channel, size: int) -> Visit:
    """Send a report with one file of some bytes."""
    return client.send(PATHS[channel], details=CANARY, attachments=[a_file(b"x" * size, "big.txt")])
