"""The register of outgoing letters: no number missing, and nothing of it to those who may not."""

from __future__ import annotations

import pytest

from complaints.casework.endings import reopen
from complaints.casework.letter_register import read_register
from complaints.casework.steps import accept, complete, exclude
from complaints.domain.channel import Channel
from complaints.domain.letters import LetterKind
from complaints.domain.states import Outcome
from tests.desk_pages.conftest import Desks
from tests.factories.office import AnOffice

C, G = Channel.CORRUPTION, Channel.GRIEVANCE
OFFICER = {G: "ekachai", C: "anan"}
RESULT = "ซ่อมผิวจราจรแล้ว"


def answered(office: AnOffice, channel: Channel) -> str:
    """File and complete a case, which lets one letter leave; return its number."""
    receipt, unit = office.file(channel), office.account("ekachai").unit_id
    assert unit is not None
    with office.writing(channel) as work:
        actor = office.actor(OFFICER[channel])
        accept(work, number=receipt.number, actor=actor, unit_id=unit, officer_id=actor.id)
    with office.writing(channel) as work:
        complete(
            work,
            number=receipt.number,
            actor=office.actor(OFFICER[channel]),
            outcome=Outcome.UNSUBSTANTIATED,
            result=RESULT,
        )
    return receipt.number


def lines(desks: Desks, who: str, channel: Channel, asked: str = "") -> list[list[str]]:
    """Return the table that somebody sees, cell by cell."""
    page = desks.at(who).look(f"/desk/{channel.value}/letters{asked}")
    assert page.status == 200, page.words
    rows = page.soup.select("#letter-register tbody tr")
    return [[cell.get_text(" ", strip=True) for cell in row.select("th, td")] for row in rows]


def test_the_register_lists_every_number_of_a_year_newest_first(desks: Desks) -> None:
    numbers = [answered(desks.office, G) for _ in range(3)]

    seen = lines(desks, "ekachai", G)

    assert [row[0] for row in seen] == ["3", "2", "1"]
    assert [row[4] for row in seen] == list(reversed(numbers))
    assert {row[3] for row in seen} == {"หนังสือแจ้งผลการดำเนินการ"}
    page = desks.at("ekachai").look("/desk/grievance/letters")
    assert RESULT not in page.words
    first = page.one("#letter-register tbody a")
    assert RESULT in desks.at("ekachai").look(str(first["href"])).words


def test_the_record_says_who_opened_how_many_by_looking_at_the_register(desks: Desks) -> None:
    for _ in range(2):
        answered(desks.office, G)

    for who in ("ekachai", "ladda"):
        lines(desks, who, G)

    (row,) = [one for one in desks.office.rows("journal") if one["event"] == "headings_read"]
    assert row["actor_id"] == desks.office.id_of("ekachai")
    assert row["fields"] == '{"case_count":"2"}'


def test_a_number_without_a_letter_is_shown_as_cancelled(desks: Desks) -> None:
    for _ in range(3):
        answered(desks.office, G)
    desks.office.execute("DELETE FROM letters WHERE number = 2")

    seen = lines(desks, "ekachai", G)

    assert [row[0] for row in seen] == ["3", "2", "1"]
    assert "ยกเลิก" in seen[1][3]
    assert seen[1][2] == "–"


@pytest.mark.parametrize("who", ["gamon", "ladda"])
def test_who_holds_no_key_reads_numbers_and_days_and_no_more(desks: Desks, who: str) -> None:
    number = answered(desks.office, G)

    (row,) = lines(desks, who, G)

    assert row[0] == "1"
    assert "2569" in row[2]
    assert row[3] == "ปิดผนึกให้ท่าน"
    assert (row[1], row[4]) == ("–", "–")
    page = desks.at(who).look("/desk/grievance/letters")
    assert number not in page.response.get_data(as_text=True)


def test_the_protected_desk_shows_each_the_letters_of_his_own_cases_alone(desks: Desks) -> None:
    hidden, seen = answered(desks.office, C), answered(desks.office, C)
    with desks.office.writing(C) as work:
        chai = desks.office.id_of("chai")
        exclude(work, number=hidden, actor=desks.office.actor("anan"), officer_id=chai)

    mine, his = lines(desks, "anan", C), lines(desks, "chai", C)

    assert {row[4] for row in mine} == {hidden, seen}
    assert {row[4] for row in his} == {seen}
    assert [row[0] for row in his] == ["1"]


def test_a_letter_taken_out_of_a_protected_case_leaves_its_number(desks: Desks) -> None:
    number = answered(desks.office, C)
    with desks.office.writing(C) as work:
        reopen(work, number=number, actor=desks.office.actor("anan"), reason="พบหลักฐานใหม่")
    with desks.office.writing(C) as work:
        complete(
            work,
            number=number,
            actor=desks.office.actor("anan"),
            outcome=Outcome.UNSUBSTANTIATED,
            result=RESULT,
        )
    desks.office.execute("DELETE FROM letters WHERE number = 1")

    (gap, kept) = lines(desks, "anan", C)

    assert (gap[0], gap[4]) == ("1", number)
    assert "ยกเลิก" in gap[3]
    assert kept[0] == "2"


def test_a_year_is_chosen_and_nonsense_gives_the_present_one(desks: Desks) -> None:
    office = desks.office
    answered(office, G)
    office.clock.pass_days(60)
    answered(office, G)

    assert [row[0] for row in lines(desks, "ekachai", G, "?year=2569")] == ["1"]
    assert "2570" in lines(desks, "ekachai", G, "?year=2570")[0][2]
    for asked in ("", "?year=1", "?year=x", "?year=" + "9" * 40, "?page=x", "?page=0"):
        assert "2570" in lines(desks, "ekachai", G, asked)[0][2], asked


def test_pages_follow_each_other_without_a_hole(sqlite_office: AnOffice) -> None:
    for _ in range(5):
        answered(sqlite_office, G)
    with sqlite_office.reading(G) as work:
        actor = sqlite_office.actor("ekachai")
        pages = [read_register(work, actor, page=page, page_rows=2) for page in (1, 2, 3, 4)]

    assert [[line.number for line in page.lines] for page in pages] == [[5, 4], [3, 2], [1], []]
    assert [page.has_next for page in pages] == [True, True, False, False]
    assert {line.kind for page in pages for line in page.lines} == {LetterKind.RESULT}


def test_it_prints_and_strangers_find_no_such_page(desks: Desks) -> None:
    answered(desks.office, G)

    sheet = desks.at("ekachai").look("/desk/grievance/letters/print")

    assert sheet.soup.select("main.sheet #letter-register tbody tr")
    for who, channel in (
        ("anan", G), ("ekachai", C), ("ladda", C), ("itthi", G), ("jinda", G),
    ):  # fmt: skip
        for rest in ("", "/print"):
            assert desks.at(who).look(f"/desk/{channel.value}/letters{rest}").status == 404
