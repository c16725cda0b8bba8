"""The auditor's pages: the whole record, and nothing that anybody wrote."""

from __future__ import annotations

import json

import pytest

from complaints.casework.attest_key import attest_keys
from complaints.casework.case_page import read_case
from complaints.casework.heads import export_heads, read_heads
from complaints.casework.steps import exclude, write_note
from complaints.domain.channel import Channel
from complaints.domain.events import Event
from complaints.intake.registration import Receipt
from complaints.records.journal import write
from tests.desk_pages.conftest import Answer, Desks

SECRET = "ความลับที่ผู้ร้องพิมพ์"
PAGES = ("/desk/record", "/desk/record/print", "/desk/record/state", "/desk/record/reach")


def a_read_case(desks: Desks) -> Receipt:
    """Return a corruption case with a secret in every field, which Anan has read."""
    office, actor = desks.office, desks.office.actor("anan")
    receipt = office.file_corruption(details=SECRET, accused=SECRET, identity=SECRET)
    with office.writing(Channel.CORRUPTION) as work:
        read_case(work, actor, number=receipt.number)
        write_note(work, number=receipt.number, actor=actor, text=SECRET)
    return receipt


def lines(page: Answer) -> list[str]:
    return [" ".join(row.get_text(" ").split()) for row in page.soup.select("#record tbody tr")]


def test_the_auditor_sees_who_read_which_case_and_no_content(desks: Desks) -> None:
    receipt = a_read_case(desks)

    page = desks.at("ladda").look("/desk/record?book=corruption&lang=en")

    assert page.status == 200
    read = [line for line in lines(page) if "Case opened and read" in line]
    assert len(read) == 1
    assert "นายอนันต์ ใจดี" in read[0]
    assert receipt.number in read[0]
    text = page.response.get_data(as_text=True)
    assert SECRET not in text
    assert receipt.code not in text  # type: ignore[operator]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("key", ["anan", "ekachai", "itthi", "jinda", "kasem", "hathai", "dara"])
def test_nobody_but_the_auditor_reads_the_record(desks: Desks, key: str, path: str) -> None:
    stranger = desks.at(key)

    refused, missing = stranger.look(path), stranger.look("/desk/nothing")

    assert refused.status == missing.status == 404
    assert refused.heading == missing.heading


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        pytest.param("event=case_noted", "Internal note written", "Case received", id="an event"),
        pytest.param("book=office", "Account made", "Case received", id="a book"),
        pytest.param("who=reporter", "Case received", "Internal note written", id="the reporter"),
        pytest.param(
            "book=corruption&day=2026-11-16", "Case received", "The office itself", id="a day"
        ),
        pytest.param(
            "book=corruption&day=2569-11-16", "Case received", "The office itself", id="B.E."
        ),
    ],
)
def test_fixed_filters_choose_what_is_shown(
    desks: Desks, query: str, shown: str, hidden: str
) -> None:
    a_read_case(desks)

    found = "\n".join(lines(desks.at("ladda").look(f"/desk/record?{query}&lang=en")))

    assert shown in found
    assert hidden not in found


@pytest.mark.parametrize(
    "query",
    ["page=0", "page=999999999999", "page=x", "book=nothing", "event=%00", "day=2026-13-40",
     "who=%27%20OR%201=1", "who=%ED%A0%80"],
)  # fmt: skip
def test_a_filter_that_is_none_breaks_nothing(desks: Desks, query: str) -> None:
    assert desks.at("ladda").look(f"/desk/record?{query}").status == 200


def test_the_record_is_read_page_by_page(desks: Desks) -> None:
    for _ in range(60):
        with desks.office.writing(Channel.GRIEVANCE) as work:
            write(work.session, Event.CASE_READ, channel=Channel.GRIEVANCE, on=work.today(),
                  actor_id="system")  # fmt: skip

    first = desks.at("ladda").look("/desk/record?book=grievance&event=case_read")
    second = desks.at("ladda").look(first.one(".pagination__link--older")["href"])  # type: ignore[arg-type]

    assert len(lines(first)) == 50
    assert len(lines(second)) == 10
    assert not set(lines(first)) & set(lines(second))


def test_the_state_is_whole_until_somebody_changes_a_line(desks: Desks) -> None:
    a_read_case(desks)
    export_heads(desks.office.office)
    auditor = desks.at("ladda")

    whole = auditor.look("/desk/record/state?lang=en")
    desks.office.execute("UPDATE journal SET actor_id = 'x' WHERE book = 'corruption'")
    changed = auditor.look("/desk/record/state?lang=en")

    assert "The record is whole" in whole.words
    assert "The record was changed" in changed.words
    assert "breaks at line 1" in changed.one("#chains").get_text()


def test_the_auditor_takes_a_signed_file_home(
    desks: Desks, tmp_path_factory: pytest.TempPathFactory
) -> None:
    a_read_case(desks)
    exported = export_heads(desks.office.office)
    assert exported is not None
    auditor = desks.at("ladda")

    link = str(auditor.look("/desk/record/state").one("#heads a")["href"])
    answer = auditor.look(link).response
    kept = tmp_path_factory.mktemp("stick") / "kept.json"
    kept.write_bytes(answer.get_data())

    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "no-store"
    with desks.office.reading(Channel.GRIEVANCE) as work:
        assert read_heads(kept).is_signed(attest_keys(work.session))
    assert SECRET not in json.dumps(json.loads(kept.read_text()), ensure_ascii=False)
    assert auditor.look("/desk/record/heads/heads-2020-01-01.json").status == 404
    assert auditor.look("/desk/record/heads/..%2Fattest.key").status == 404


def test_after_a_breach_the_auditor_learns_how_far_a_key_reached(desks: Desks) -> None:
    office = desks.office
    held, lost = a_read_case(desks), office.file_corruption(details=SECRET)
    with office.writing(Channel.CORRUPTION) as work:
        actor = office.actor("anan")
        exclude(work, number=lost.number, actor=actor, officer_id=office.id_of("busaba"))
    auditor = desks.at("ladda")

    page = auditor.send("/desk/record/reach", officer=office.id_of("busaba"), since="2026-11-01")

    assert page.status == 200
    assert held.number in page.one("section:has(#holds)").get_text()
    assert lost.number in page.one("section:has(#possible)").get_text()
    assert SECRET not in page.response.get_data(as_text=True)
    later = auditor.send("/desk/record/reach", officer=office.id_of("anan"), since="2026-11-17")
    assert lost.number in later.one("section:has(#holds)").get_text()
    assert lost.number not in later.one("section:has(#possible)").get_text()


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        pytest.param({"since": "2026-11-01"}, "officer", id="nobody"),
        pytest.param({"officer": "0" * 32, "since": "2026-11-01"}, "officer", id="a stranger"),
        pytest.param({"since": "soon"}, "since", id="no day"),
    ],
)
def test_a_question_that_cannot_be_answered_is_asked_again(
    desks: Desks, fields: dict[str, str], wrong: str
) -> None:
    page = desks.at("ladda").send("/desk/record/reach", **fields)

    assert page.status == 422
    assert page.soup.select_one(f"#error-summary a[href='#{wrong}']"), page.words
