"""Who looked: every page with headings of cases leaves a line in the record."""

from __future__ import annotations

import json

import pytest

from complaints.domain.channel import Channel
from tests.desk_pages.conftest import Desks


def noted(desks: Desks) -> list[tuple[str, str, int]]:
    """Return who opened headings, on which desk and of how many cases."""
    names = {row["id"]: row["name"] for row in desks.office.rows("officers")}
    return [
        (names[row["actor_id"]], row["book"], int(json.loads(row["fields"])["case_count"]))
        for row in desks.office.rows("journal ORDER BY number")
        if row["event"] == "headings_read"
    ]


def test_each_look_at_a_list_is_noted_with_the_number_of_headings(desks: Desks) -> None:
    desks.office.file_corruption()
    desks.office.file_corruption(exclude=(desks.office.id_of("chai"),))

    for key in ("anan", "chai", "anan"):
        assert desks.at(key).look("/desk/corruption/cases").status == 200

    assert noted(desks) == [
        ("anan", "corruption", 2), ("chai", "corruption", 1), ("anan", "corruption", 2),
    ]  # fmt: skip
    assert all(row["case_id"] is None for row in desks.office.rows("journal")
               if row["event"] == "headings_read")  # fmt: skip


def test_a_list_without_a_case_is_no_look(desks: Desks) -> None:
    desks.at("anan").look("/desk/corruption/cases")

    assert noted(desks) == []


@pytest.mark.parametrize("page", ["cases", "checklists", "assign", "work-list"])
def test_every_page_with_headings_is_noted(desks: Desks, page: str) -> None:
    desks.office.file_corruption()

    assert desks.at("anan").look(f"/desk/corruption/{page}").status == 200

    assert len(noted(desks)) == (0 if page == "work-list" else 1), "nobody has taken the case yet"


def test_the_auditor_reads_it_in_the_record_and_in_the_reach_of_the_key(desks: Desks) -> None:
    desks.office.file_corruption()
    desks.at("anan").look("/desk/corruption/cases")
    auditor = desks.at("ladda")

    record = auditor.look("/desk/record?lang=en")
    reach = auditor.send(
        "/desk/record/reach?lang=en", officer=desks.office.id_of("anan"), since="2026-11-01"
    )

    assert "List with headings opened" in record.words
    assert "List with headings opened · 1 case" in reach.one("section:has(#looked)").get_text()


def test_other_desks_are_strangers_as_before(desks: Desks) -> None:
    desks.office.file_corruption()

    for channel, key in ((Channel.CORRUPTION, "ekachai"), (Channel.GRIEVANCE, "anan")):
        assert desks.at(key).look(f"/desk/{channel.value}/cases").status == 404

    assert noted(desks) == []
