"""The page for numbers of the plan: who enters them, what is refused, what stays to be seen."""

from __future__ import annotations

import pytest

from complaints.domain.channel import Channel
from complaints.records.plan_figures import every_plan_figure
from tests.desk_pages.conftest import Desks
from tests.desk_pages.test_release_calendar import ADMIN, TIMES

PAGE = "/desk/corruption/plan-numbers"
TYPED = {
    "indicator": "prosecuted", "fiscal_year_be": "๒๕๖๕", "count": "10",
    "source": "รายงานประจำปีตัวอย่าง", "stated_on": "2565-10-20",
}  # fmt: skip


def kept(desks: Desks, channel: Channel = Channel.CORRUPTION) -> list[tuple[str, int, int]]:
    with desks.office.reading(channel) as work:
        found = every_plan_figure(work.session, channel)
        return [(one.indicator, one.fiscal_year_be, one.count) for one in found]


def test_an_officer_enters_a_number_and_corrects_it_in_everybodys_sight(desks: Desks) -> None:
    officer = desks.at("anan")

    entered = officer.send(PAGE, **TYPED)
    corrected = officer.send(PAGE, **{**TYPED, "count": "9", "reason": "นับซ้ำ"})
    page = officer.look(PAGE)

    assert (entered.status, corrected.status) == (303, 303)
    assert kept(desks) == [("prosecuted", 2565, 9), ("prosecuted", 2565, 10)]
    rows = [row.get_text(" ", strip=True) for row in page.soup.select("#numbers tbody tr")]
    assert "9" in rows[0]
    assert "นับซ้ำ" in rows[0]
    assert [one.get_text() for one in page.soup.select("#numbers del")] == [
        "คดีทุจริตและประพฤติมิชอบ", "10",
    ]  # fmt: skip
    assert "รายงานประจำปีตัวอย่าง" in rows[1]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"count": "สิบ"}, "count"),
        ({"source": ""}, "source"),
        ({"stated_on": "2999-01-01"}, "stated_on"),
        ({"indicator": "subject:bribery", "count": "3"}, "count"),
        ({"indicator": "anything"}, "indicator"),
    ],
)
def test_what_is_refused_stays_typed_and_nothing_is_kept(
    desks: Desks, changed: dict[str, str], field: str
) -> None:
    refused = desks.at("anan").send(PAGE, **{**TYPED, **changed})

    assert refused.status == 422
    link = refused.one(f".error-summary a[href='#{field}']").get_text()
    label = refused.one(f"label[for={field}]").get_text(" ", strip=True)
    assert link.split(": ")[0] in label
    assert refused.one("#fiscal_year_be")["value"] in {"๒๕๖๕", "2565"}
    assert kept(desks) == []


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"count": "สิบ"}, id="a word for a number"),
        pytest.param({"count": "-1"}, id="less than none"),
        pytest.param({"count": "9" * 30}, id="more than there are people"),
        pytest.param({"fiscal_year_be": "2022"}, id="a year of another calendar"),
    ],
)
def test_who_typed_no_number_is_not_told_to_choose_from_a_list(
    desks: Desks, changed: dict[str, str]
) -> None:
    refused = desks.at("anan").send(PAGE, **{**TYPED, **changed})

    assert "จำนวนเต็ม" in refused.one(".error-summary").get_text()
    assert "จากรายการ" not in refused.soup.get_text()


@pytest.mark.parametrize("key", ["ekachai", "kasem", "itthi"])
def test_who_is_not_of_the_desk_does_not_find_the_page(desks: Desks, key: str) -> None:
    assert desks.at(key).look(PAGE).status == 404


def test_quarters_of_corruption_are_a_setting(desks: Desks) -> None:
    def by_quarter() -> bool:
        desks.office.office.cache.agency = None
        return desks.office.office.agency().publishes_corruption_quarters

    before = by_quarter()
    desks.at("itthi").send(ADMIN, **TIMES, publishes_corruption_quarters="y")
    wanted = by_quarter()
    desks.at("itthi").send(ADMIN, **TIMES)

    assert (before, wanted, by_quarter()) == (False, True, False)


def test_the_base_year_is_a_setting_that_must_be_one(desks: Desks) -> None:
    def base_year() -> int:
        desks.office.office.cache.agency = None
        return desks.office.office.agency().plan_base_year_be

    set_once = desks.at("itthi").send(ADMIN, **TIMES, plan_base_year_be="2570")
    first = base_year()
    without = desks.at("itthi").send(ADMIN, **TIMES)
    wrong = desks.at("itthi").send(ADMIN, **TIMES, plan_base_year_be="1999")

    assert (set_once.status, without.status, wrong.status) == (303, 303, 422)
    assert first == base_year() == 2570
