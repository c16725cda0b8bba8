"""Coming back with the code."""

from __future__ import annotations

from datetime import timedelta

import pytest

from complaints.casework.steps import accept, complete, explain, reopen
from complaints.casework.steps import send_message as office_writes
from complaints.domain.channel import Channel
from complaints.domain.codes import code_from_number, thai_digits
from complaints.domain.states import Outcome
from complaints.intake.registration import Receipt
from tests.pages.conftest import MakeSite
from tests.pages.inspecting import InspectingClient, Site, Visit, a_file

CANARY = "นกขมิ้นเหลืองอ่อน ๗๗๙๑"
OFFICER = {Channel.CORRUPTION: "anan", Channel.GRIEVANCE: "ekachai"}

both = pytest.mark.parametrize("channel", list(Channel))


def a_case(site: Site, channel: Channel) -> tuple[Receipt, InspectingClient]:
    """Return a fresh case and a browser in which its code was entered."""
    receipt = site.office.file(channel)
    client = site.client()
    assert enter(client, receipt).status == 303
    return receipt, client


def enter(client: InspectingClient, receipt: Receipt) -> Visit:
    """Enter the code of a case."""
    return client.send("/track", code=receipt.code)


def accepted(site: Site, receipt: Receipt) -> None:
    """Let an officer accept a case."""
    account = site.office.account(OFFICER[receipt.channel])
    with site.office.writing(receipt.channel) as work:
        actor = site.office.actor(account.name)
        unit = account.unit_id or site.office.account("ekachai").unit_id
        assert unit is not None
        accept(work, number=receipt.number, actor=actor, unit_id=unit, officer_id=account.id)


def completed(site: Site, receipt: Receipt) -> None:
    """Let an officer complete a case."""
    accepted(site, receipt)
    with site.office.writing(receipt.channel) as work:
        complete(
            work,
            number=receipt.number,
            actor=site.office.actor(OFFICER[receipt.channel]),
            outcome=Outcome.RESOLVED,
            result=f"แก้ไขแล้ว {CANARY}",
        )


@both
def test_the_code_shows_how_the_case_stands(site: Site, channel: Channel) -> None:
    receipt, client = a_case(site, channel)

    case = client.get("/track")

    assert case.status == 200
    assert case.page.select_one("#status[data-state=received]") is not None
    assert receipt.due is not None
    assert receipt.due.due_on.isoformat() in str(case.page.select_one("#due-date"))
    assert receipt.number in case.words
    assert case.response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param(thai_digits, id="Thai digits"),
        pytest.param(lambda code: "-".join(code[n : n + 4] for n in range(0, 24, 4)), id="dashes"),
        pytest.param("\u200b ".join, id="blanks and invisible blanks"),
    ],
)
def test_a_code_may_be_written_in_many_ways(site: Site, typed: object) -> None:
    receipt = site.office.file_grievance()
    assert callable(typed)

    entered = site.client().send("/track", code=typed(receipt.code))

    assert entered.status == 303


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("", id="nothing"),
        pytest.param("1234", id="too short"),
        pytest.param("1" * 24, id="wrong check digits"),
        pytest.param("abcd" * 6, id="letters"),
        pytest.param("\x00" * 24, id="NUL"),
        pytest.param("1" * 5000, id="far too long"),
    ],
)
def test_a_mistyped_code_is_told_apart_before_any_hashing(site: Site, code: str) -> None:
    refused = site.client().send("/track?lang=en", code=code)

    assert refused.status == 422
    assert "Some digit of the code is wrong" in refused.errors[0]
    assert refused.value_of("code") == ""


def test_a_code_that_opens_nothing_is_unknown(site: Site) -> None:
    refused = site.client().send("/track", code=code_from_number(7))

    assert refused.status == 404
    assert refused.errors


@both
def test_unknown_and_changed_codes_get_one_answer(site: Site, channel: Channel) -> None:
    receipt, client = a_case(site, channel)
    client.send("/track/code")

    changed = enter(site.client(), receipt)
    unknown = site.client().send("/track", code=code_from_number(7))

    assert changed.status == unknown.status == 404
    assert changed.words == unknown.words


@both
def test_messages_go_both_ways(site: Site, channel: Channel) -> None:
    receipt, client = a_case(site, channel)
    with site.office.writing(channel) as work:
        actor = site.office.actor(OFFICER[channel])
        office_writes(work, number=receipt.number, actor=actor, text="ขอทราบวันที่")

    sent = client.send("/track/message", at="/track", message=f"เมื่อวาน {CANARY}")

    assert sent.status == 303
    thread = client.get("/track").text_of(".thread")
    assert "ขอทราบวันที่" in thread
    assert CANARY in thread


@both
def test_later_evidence_can_be_fetched_again_by_its_reporter_alone(
    site: Site, channel: Channel
) -> None:
    _, client = a_case(site, channel)
    client.send("/track/message", at="/track", message="", attachments=[a_file(b"more", "ก.txt")])

    link = client.get("/track").page.select_one(".thread a[href^='/track/files/']")

    assert link is not None
    answer = client.get(str(link["href"])).response
    assert answer.data == b"more"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert site.client().get(str(link["href"])).status == 404
    _, stranger = a_case(site, channel)
    assert stranger.get(str(link["href"])).status == 404


@pytest.mark.parametrize("message", ["", " \u200b ", "x" * 20_001, "a\x00b"])
def test_a_message_that_says_nothing_is_refused(site: Site, message: str) -> None:
    _, client = a_case(site, Channel.GRIEVANCE)

    refused = client.send("/track/message", at="/track", message=message)

    assert refused.status == 422
    assert refused.errors
    assert len(site.office.rows("case_entries")) == 1


@both
def test_an_explanation_shows_the_new_day_beside_the_first(site: Site, channel: Channel) -> None:
    receipt, client = a_case(site, channel)
    accepted(site, receipt)
    assert receipt.due is not None
    new_date = receipt.due.due_on + timedelta(days=10)
    with site.office.writing(channel) as work:
        actor = site.office.actor(OFFICER[channel])
        explain(work, number=receipt.number, actor=actor, reason=CANARY, new_date=new_date)

    case = client.get("/track")

    assert receipt.due.due_on.isoformat() in str(case.page.select_one("#due-date"))
    assert new_date.isoformat() in str(case.page.select_one("#new-date"))
    assert CANARY in case.words


def test_late_without_an_explanation_is_said_so(site: Site) -> None:
    receipt, _ = a_case(site, Channel.GRIEVANCE)
    site.office.clock.pass_days(16)
    client = site.client()
    enter(client, receipt)

    assert "no explanation was given" in client.get("/track?lang=en").words


@both
def test_a_result_is_shown_and_can_be_rated_once(site: Site, channel: Channel) -> None:
    receipt, client = a_case(site, channel)
    completed(site, receipt)

    case = client.get("/track")
    rated = client.send("/track/rating", at="/track", score="5", words=CANARY)
    again = client.send("/track/rating", at="/track", score="1")

    assert case.page.select_one("#status[data-state=completed]") is not None
    assert CANARY in case.words
    assert rated.status == 303
    assert again.status == 422
    assert client.get("/track").page.select_one("[name=score]") is None


@pytest.mark.parametrize("score", ["", "0", "6", "-1", "five", "๙", "\x00"])
def test_a_score_that_is_none_is_refused(site: Site, score: str) -> None:
    receipt, client = a_case(site, Channel.GRIEVANCE)
    completed(site, receipt)

    refused = client.send("/track/rating", at="/track", score=score)

    assert refused.status == 422
    assert refused.errors


def test_nothing_can_be_rated_before_there_is_a_result(site: Site) -> None:
    _, client = a_case(site, Channel.GRIEVANCE)

    assert client.send("/track/rating", at="/track", score="5").status == 422


def test_a_case_taken_up_again_is_in_progress(site: Site) -> None:
    receipt, client = a_case(site, Channel.GRIEVANCE)
    completed(site, receipt)
    with site.office.writing(Channel.GRIEVANCE) as work:
        reopen(work, number=receipt.number, actor=site.office.actor("ekachai"), reason=CANARY)

    case = client.get("/track")

    assert case.page.select_one("#status[data-state=in_progress]") is not None
    assert CANARY in case.words


@both
def test_a_new_code_opens_the_case_and_the_old_one_nothing(site: Site, channel: Channel) -> None:
    receipt, client = a_case(site, channel)

    changed = client.send("/track/code")
    new = changed.text_of("#lookup-code")

    assert changed.status == 200
    assert changed.response.headers["Cache-Control"] == "no-store"
    assert client.get("/track").page.select_one("#status") is not None
    assert enter(site.client(), receipt).status == 404
    assert site.client().send("/track", code=new).status == 303


def test_leaving_closes_the_case_on_this_device(site: Site) -> None:
    _, client = a_case(site, Channel.GRIEVANCE)
    cookie = client.http.get_cookie("visit", domain="127.0.0.1")

    left = client.send("/track/leave", at="/track")

    assert left.status == 303
    assert client.get("/track").page.select_one("#code") is not None
    assert cookie is not None
    client.http.set_cookie("visit", cookie.value, domain="127.0.0.1")
    assert client.get("/track").page.select_one("#code") is not None


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("/track/message", {"message": f"ยาวมาก {CANARY}"}),
        ("/track/rating", {"words": f"ยาวมาก {CANARY}", "score": "5"}),
        ("/track/code", {}),
    ],
)
def test_after_the_visit_has_ended_nothing_is_lost(
    site: Site, path: str, typed: dict[str, str]
) -> None:
    _, client = a_case(site, Channel.GRIEVANCE)
    form = client.get("/track").hidden
    site.office.clock.pass_seconds(4 * 60 * 60)

    ended = client.post(path, {**form, **typed})

    assert ended.status == 403
    for value in typed.values():
        assert value in ended.words or value == "5"


@pytest.mark.parametrize("cookie", ["", "x", "0" * 97, f"{'0' * 32}.{'0' * 64}", "ก" * 20])
def test_a_cookie_that_is_none_opens_nothing(site: Site, cookie: str) -> None:
    client = site.client()
    client.http.set_cookie("visit", cookie, domain="127.0.0.1")

    assert client.get("/track").page.select_one("#code") is not None


def test_the_code_is_in_no_address_and_no_cookie(site: Site) -> None:
    receipt, client = a_case(site, Channel.GRIEVANCE)

    entered = enter(client, receipt)

    assert receipt.code is not None
    assert receipt.code not in str(entered.response.headers)
    assert entered.response.headers["Location"] == "/track"


@both
def test_the_figures_that_count_a_case_are_shown_and_a_receipt_is_given_with_a_warning(
    site: Site, channel: Channel
) -> None:
    receipt, client = a_case(site, channel)

    case = client.get("/track?lang=en")
    counted = client.get("/track/counted?lang=en")
    given = client.post("/track/receipt", counted.hidden)

    assert case.page.select_one("a[href='/track/counted']") is not None
    assert "No figures of these days have been published yet" in case.words
    assert "Keeping it can expose you" in counted.words
    assert given.status == 200
    assert given.response.headers["Content-Disposition"] == "attachment; filename=receipt.json"
    assert given.response.headers["Cache-Control"] == "no-store"
    assert given.response.get_json()["receipt"]["number"] == receipt.number
    assert str(receipt.code) not in given.response.text


@pytest.mark.parametrize(
    "path", ["/track", "/track/counted", "/track/code", "/track/withdraw", "/track/letters/receipt"]
)
def test_every_page_behind_a_code_of_the_protected_channel_can_be_left_quickly(
    site: Site, path: str
) -> None:
    _, client = a_case(site, Channel.CORRUPTION)

    shown = client.get(path)

    assert shown.status == 200
    assert shown.page.select_one("body.channel-corruption .quick-exit") is not None
    assert "<a" not in shown.words


@pytest.mark.parametrize("path", ["/track/counted", "/track/receipt"])
def test_without_a_visit_there_is_neither_proof_nor_receipt(site: Site, path: str) -> None:
    client = site.client()

    answer = client.get(path) if path == "/track/counted" else client.send(path, at="/track")

    assert (answer.status, answer.response.headers["Location"]) == (303, "/track")


def test_a_service_with_another_key_gives_no_receipt(make_site: MakeSite) -> None:
    site = make_site(attest_seed=b"b" * 32)
    _, client = a_case(site, Channel.GRIEVANCE)

    answer = client.send("/track/receipt", at="/track/counted")

    assert answer.status == 409


@both
def test_somebody_who_is_made_to_suffer_tells_so_under_the_code(
    site: Site, channel: Channel
) -> None:
    _, client = a_case(site, channel)

    refused = client.send("/track/detriment", at="/track", detriment=" ")
    told = client.send("/track/detriment", at="/track", detriment=f"ถูกย้าย {CANARY}")

    assert refused.status == 422
    assert refused.errors
    assert told.status == 303
    case = client.get("/track")
    assert f"ถูกย้าย {CANARY}" in case.text_of(".thread")
    assert case.page.select_one(".thread__mark") is not None


def test_a_detriment_that_comes_after_the_visit_is_given_back(site: Site) -> None:
    _, client = a_case(site, Channel.CORRUPTION)
    hidden = client.get("/track").hidden
    site.office.clock.pass_seconds(4 * 3600)

    late = client.post("/track/detriment", {**hidden, "detriment": "ถูกย้าย"})

    assert late.status == 403
    assert "ถูกย้าย" in late.words
