"""Searching in sealed text: who finds what, what is written down, what is kept where."""

from __future__ import annotations

import json

import pytest

from complaints.casework.search import SearchResult, search
from complaints.casework.signing_in import SESSION_IDLES, SESSION_LASTS
from complaints.casework.steps import exclude, send_message, write_note
from complaints.domain.channel import Channel
from complaints.domain.errors import BadInput, Broken, NotFound
from complaints.work.cookies import begin_session, end_session
from tests.factories.office import AnOffice
from tests.factories.people import owned_by

C, G = Channel.CORRUPTION, Channel.GRIEVANCE


def signed_in(office: AnOffice, key: str) -> str:
    """Return the cookie of somebody who is signed in."""
    with office.writing(G) as work:
        return begin_session(
            work, owned_by(key).as_payload(), officer_id=office.id_of(key),
            lasts=SESSION_LASTS, idle=SESSION_IDLES,
        ).value  # fmt: skip


def find(office: AnOffice, key: str, words: str, cookie: str | None = None) -> SearchResult:
    """Search as an officer."""
    actor = office.actor(key)
    assert actor.person.desk is not None
    cookie = cookie or signed_in(office, key)
    return search(office.office, actor.person.desk, actor, words=words, cookie=cookie)


def numbers(found: SearchResult) -> list[str]:
    """Return the numbers that were found."""
    return [row.number for row in found.rows]


def test_words_are_found_wherever_they_were_written(office: AnOffice) -> None:
    road, lamp = office.file_grievance(details="ถนนพัง"), office.file_grievance(details="ไฟดับ")
    actor = office.actor("ekachai")
    with office.writing(G) as work:
        write_note(work, number=lamp.number, actor=actor, text="โทรหา Somchai แล้ว")
        send_message(work, number=road.number, actor=actor, text="จะซ่อม ๑๐ วัน")

    assert numbers(find(office, "ekachai", "ถนน")) == [road.number]
    assert numbers(find(office, "ekachai", "SOMCHAI")) == [lamp.number]
    assert numbers(find(office, "ekachai", "ซ่อม พัง")) == [road.number]
    assert numbers(find(office, "ekachai", lamp.number.lower())) == [lamp.number]
    assert numbers(find(office, "ekachai", "ถนน ไฟดับ")) == []


def test_a_case_that_was_lost_is_not_found_any_more(office: AnOffice) -> None:
    receipt = office.file_corruption(details="สินบนถนน")
    cookie = signed_in(office, "busaba")
    assert numbers(find(office, "busaba", "สินบน", cookie)) == [receipt.number]

    with office.writing(C) as work:
        exclude(work, number=receipt.number, actor=office.actor("anan"),
                officer_id=office.id_of("busaba"))  # fmt: skip
    found = find(office, "busaba", "สินบน", cookie)

    assert (found.rows, found.looked_through) == ([], 0)


def test_what_changed_is_opened_anew_and_the_rest_is_not(office: AnOffice) -> None:
    first, second = office.file_grievance(details="หนึ่ง"), office.file_grievance(details="สอง")
    cookie = signed_in(office, "ekachai")
    find(office, "ekachai", "หนึ่ง", cookie)
    before = {row["part"]: bytes(row["texts_sealed"]) for row in office.rows("search_indexes")}
    office.execute(
        "UPDATE case_entries SET content_sealed = :junk WHERE case_id = :case",
        junk=b"junk", case=office.case(first).id,
    )  # fmt: skip

    assert numbers(find(office, "ekachai", "หนึ่ง", cookie)) == [first.number]
    with office.writing(G) as work:
        write_note(work, number=second.number, actor=office.actor("ekachai"), text="สาม")
    assert numbers(find(office, "ekachai", "สาม", cookie)) == [second.number]
    after = {row["part"]: bytes(row["texts_sealed"]) for row in office.rows("search_indexes")}
    assert after != before


def test_a_search_is_written_down_without_its_words(office: AnOffice) -> None:
    office.file_corruption(details="เงินทอน")
    find(office, "anan", "เงินทอน")

    (row,) = [row for row in office.rows("journal") if row["event"] == "cases_searched"]
    assert json.loads(row["fields"]) == {"case_count": "1"}
    assert row["actor_id"] == office.id_of("anan")
    assert "เงินทอน" not in str(office.rows("journal"))


def test_what_was_opened_is_kept_sealed_and_goes_with_the_session(office: AnOffice) -> None:
    office.file_corruption(details="เงินทอน")
    cookie = signed_in(office, "anan")
    find(office, "anan", "เงินทอน", cookie)

    kept = b"".join(bytes(row["texts_sealed"]) for row in office.rows("search_indexes"))
    assert kept
    assert "เงินทอน".encode() not in kept
    assert json.dumps("เงินทอน").encode() not in kept
    end_session(office.office, cookie)
    assert office.rows("search_indexes") == []


def test_what_another_session_opened_does_not_open_in_this_one(sqlite_office: AnOffice) -> None:
    office = sqlite_office
    office.file_corruption(details="เงินทอน")
    cookies = [signed_in(office, key) for key in ("anan", "busaba")]
    for key, cookie in zip(("anan", "busaba"), cookies, strict=True):
        find(office, key, "เงินทอน", cookie)
    rows = {row["session_id"]: row["texts_sealed"] for row in office.rows("search_indexes")}
    one, other = (cookie.partition(".")[0] for cookie in cookies)
    office.execute(
        "UPDATE search_indexes SET texts_sealed = :moved WHERE session_id = :id",
        moved=rows[other],
        id=one,
    )

    with pytest.raises(Broken):
        find(office, "anan", "เงินทอน", cookies[0])


@pytest.mark.parametrize("words", ["", " \u200b", "ก" * 201, "ก\x00"])
def test_words_that_cannot_be_taken_open_nothing(sqlite_office: AnOffice, words: str) -> None:
    sqlite_office.file_grievance()

    with pytest.raises(BadInput):
        find(sqlite_office, "ekachai", words)
    assert not [r for r in sqlite_office.rows("journal") if r["event"] == "cases_searched"]


@pytest.mark.parametrize("who", ["itthi", "jinda", "ladda"])
def test_who_works_no_cases_searches_none(sqlite_office: AnOffice, who: str) -> None:
    for channel in Channel:
        with pytest.raises(NotFound):
            search(sqlite_office.office, channel, sqlite_office.actor(who), words="ก",
                   cookie=signed_in(sqlite_office, who))  # fmt: skip
