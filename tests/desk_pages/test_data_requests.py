"""Personal data requests: answered, and nobody learns whether a report names somebody."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from complaints.domain.data_rights import Reply, Right
from tests.desk_pages.conftest import Answer, Desks

ADDRESS = "/admin/data-requests"
ACCUSED = "นายสมมติ ผู้ถูกร้อง"


def a_request(desks: Desks, right: Right = Right.ACCESS) -> None:
    """Record a request of today."""
    answer = desks.at("itthi").send(ADDRESS, right=right.value, received_on="2026-11-16")
    assert answer.status == 303


def answered(desks: Desks, reply: Reply, number: int = 1) -> Answer:
    """Answer a request and return the letter."""
    browser = desks.at("itthi")
    address = f"{ADDRESS}/{number}/answer"
    answer = browser.send(address, ADDRESS, reply=reply.value)
    return browser.look(answer.leads_to)


def without_token(page: Answer) -> str:
    text = page.response.get_data(as_text=True)
    return re.sub(r'name="csrf_token" value="[^"]*"', "", text)


def test_a_request_is_recorded_without_a_name_and_answered_once(desks: Desks) -> None:
    a_request(desks)
    page = desks.at("itthi").look(ADDRESS)
    assert "16 ธันวาคม 2569" in page.words

    letter = answered(desks, Reply.NOT_TOLD)
    again = desks.at("itthi")
    token = again.token()
    second = again.post(f"{ADDRESS}/1/answer", reply="refused", csrf_token=token)

    assert letter.status == 200
    assert second.leads_to == ADDRESS
    (row,) = desks.office.rows("data_requests")
    assert (row["right"], row["reply"], row["answered_on"]) == ("access", "not_told", "2026-11-16")
    events = [r["event"] for r in desks.office.rows("journal") if "data_request" in r["event"]]
    assert events == ["data_request_received", "data_request_answered"]


@pytest.mark.parametrize(
    ("right", "reply"),
    [*((Right.ACCESS, reply) for reply in Reply), (Right.ERASURE, Reply.REFUSED)],
)
def test_the_letter_is_the_same_whether_a_report_names_somebody_or_not(
    desks: Desks, right: Right, reply: Reply
) -> None:
    statements: list[str] = []
    a_request(desks, right)
    first = answered(desks, reply)

    @sa.event.listens_for(desks.office.engine, "before_cursor_execute")
    def remember(*arguments: object) -> None:
        statements.append(str(arguments[2]))

    desks.at("itthi").look(f"{ADDRESS}/1/letter")
    before, statements[:] = list(statements), []
    for _ in range(2):
        desks.office.file_corruption(accused=ACCUSED, details=ACCUSED)
    statements.clear()
    second = desks.at("itthi").look(f"{ADDRESS}/1/letter")

    assert without_token(first) == without_token(second)
    assert statements == before
    assert not [line for line in statements if re.search(r"FROM (cases|case_entries)", line)]
    assert ACCUSED not in second.words


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        pytest.param({"received_on": "2026-11-17"}, "received_on", id="a day to come"),
        pytest.param({"received_on": "x"}, "received_on", id="no day"),
        pytest.param({"right": "other"}, "right", id="no such right"),
    ],
)
def test_what_cannot_be_recorded_is_asked_again(
    desks: Desks, fields: dict[str, str], wrong: str
) -> None:
    typed = {"right": "access", "received_on": "2026-11-16", **fields}

    page = desks.at("itthi").send(ADDRESS, **typed)

    assert page.status == 422
    assert page.soup.select_one(f"#error-summary a[href='#{wrong}']"), page.words
    assert desks.office.rows("data_requests") == []


def test_an_answer_that_is_none_changes_nothing(desks: Desks) -> None:
    a_request(desks)
    browser = desks.at("itthi")

    assert browser.send(f"{ADDRESS}/1/answer", ADDRESS, reply="told").leads_to == ADDRESS
    assert (
        browser.post(f"{ADDRESS}/9/answer", reply="done", csrf_token=browser.token()).status == 404
    )
    assert [row["reply"] for row in desks.office.rows("data_requests")] == [None]


@pytest.mark.parametrize("key", ["anan", "ekachai", "jinda", "kasem", "ladda"])
def test_nobody_but_the_administrator_answers_requests(desks: Desks, key: str) -> None:
    assert desks.at(key).look(ADDRESS).status == 404
    assert desks.at(key).look(f"{ADDRESS}/1/letter").status == 404


def test_the_record_of_processing_says_what_is_configured(desks: Desks) -> None:
    a_request(desks, Right.OBJECTION)
    answered(desks, Reply.REFUSED)
    desks.office.execute("UPDATE agency SET grievance_keep_years = 7, phone = '042 000 000'")

    page = desks.at("ladda").look("/desk/processing?lang=en")

    assert page.status == 200
    for said in ("Example Subdistrict Municipality", "042 000 000", "7 years after completion",
                 "10 years after completion", "Requests received 1"):  # fmt: skip
        assert said in page.words
    assert desks.at("itthi").look("/desk/processing").status == 200
    assert desks.at("anan").look("/desk/processing").status == 404


def test_a_number_beyond_every_column_is_of_no_request(desks: Desks) -> None:
    assert desks.at("itthi").look(f"{ADDRESS}/{2**63}/letter").status == 404
