"""An officer's own live figures: what he can open, narrowed down, and nobody else's."""

from __future__ import annotations

import pytest

from complaints.casework import own_figures as own_figures_module
from complaints.casework.own_figures import By, own_figures
from complaints.casework.steps import accept, exclude
from complaints.domain.channel import Channel
from complaints.domain.errors import BadInput, NotFound
from tests.desk_pages.conftest import Desks

YEAR = 2570
HANDLER = {Channel.CORRUPTION: "anan", Channel.GRIEVANCE: "ekachai"}


def counts(
    desks: Desks, channel: Channel, by: By, within: dict[By, str] | None = None
) -> dict[str, int]:
    """Return the figures of the officer who handles the cases of a channel."""
    with desks.office.reading(channel) as work:
        actor = desks.office.actor(HANDLER[channel])
        found = own_figures(work, actor, fiscal_year_be=YEAR, by=by, within=within or {})
    return dict(found.counts)


def test_cases_are_counted_by_one_thing_within_others(desks: Desks) -> None:
    for topic in ("environment", "environment", "service", None):
        desks.office.file_grievance(topic=topic)

    assert counts(desks, Channel.GRIEVANCE, By.SUBJECT) == {
        "environment": 2, "none": 1, "service": 1,
    }  # fmt: skip
    assert counts(desks, Channel.GRIEVANCE, By.STATE, {By.SUBJECT: "environment"}) == {
        "received": 2
    }
    assert counts(desks, Channel.GRIEVANCE, By.MONTH, {By.STATE: "received"}) == {"2026-11-01": 4}


def test_a_case_from_which_an_officer_was_cut_off_is_not_in_his_figures(desks: Desks) -> None:
    kept, taken = desks.office.file_corruption(), desks.office.file_corruption()
    anan, busaba = desks.office.actor("anan"), desks.office.actor("busaba")
    with desks.office.writing(Channel.CORRUPTION) as work:
        exclude(work, number=taken.number, actor=busaba, officer_id=anan.id)

    assert kept.number != taken.number
    assert counts(desks, Channel.CORRUPTION, By.STATE) == {"received": 1}


@pytest.mark.parametrize("by", [By.SUBJECT, By.UNIT, By.OUTCOME, By.KIND, By.RECEIVED_BY])
def test_corruption_cases_are_not_counted_by_what_is_sealed(desks: Desks, by: By) -> None:
    with pytest.raises(BadInput):
        counts(desks, Channel.CORRUPTION, by)


def test_nobody_of_another_desk_or_role_counts_here(desks: Desks) -> None:
    for stranger in ("anan", "jinda", "itthi"):
        with desks.office.reading(Channel.GRIEVANCE) as work, pytest.raises(NotFound):
            own_figures(
                work, desks.office.actor(stranger), fiscal_year_be=YEAR, by=By.STATE, within={}
            )


def test_the_page_leads_deeper_and_is_for_the_desk_alone(desks: Desks) -> None:
    desks.office.file_grievance(topic="environment")
    browser = desks.at("ekachai")

    page = browser.look("/desk/grievance/figures?by=subject")
    deeper = str(page.one("#figures a")["href"])

    assert page.status == 200
    assert "subject=environment" in deeper
    assert browser.look(deeper).one("#figures tbody tr td").get_text(strip=True) == "1"
    assert browser.look("/desk/grievance/figures?by=nothing").status == 404
    assert browser.look("/desk/grievance/figures?year=1999").status == 404
    assert desks.at("anan").look("/desk/grievance/figures").status == 404


def test_states_are_listed_as_a_case_passes_them_and_the_year_is_marked(desks: Desks) -> None:
    accepted, _ = desks.office.file_grievance(), desks.office.file_grievance()
    officer = desks.office.actor("ekachai")
    with desks.office.writing(Channel.GRIEVANCE) as work:
        accept(
            work, number=accepted.number, actor=officer, unit_id=f"{0:032x}", officer_id=officer.id
        )

    page = desks.at("ekachai").look("/desk/grievance/figures?lang=th")

    names = [row.get_text(strip=True) for row in page.soup.select("#figures tbody th")]
    assert names == ["ได้รับเรื่อง", "รับเรื่องไว้ดำเนินการ"]
    assert page.one(".tabs [aria-current]").get_text(strip=True) == str(YEAR)


@pytest.mark.parametrize("channel", Channel)
def test_the_way_down_ends_at_the_cases_that_he_can_open_and_at_no_other(
    desks: Desks, channel: Channel
) -> None:
    kept, taken = desks.office.file(channel), desks.office.file(channel)
    officer = desks.office.actor(HANDLER[channel])
    colleague = {Channel.CORRUPTION: "busaba", Channel.GRIEVANCE: "fahsai"}[channel]
    with desks.office.writing(channel) as work:
        exclude(
            work,
            number=taken.number,
            actor=desks.office.actor(colleague),
            officer_id=officer.id,
        )
    browser = desks.at(HANDLER[channel])

    top = browser.look(f"/desk/{channel}/figures")
    below = browser.look(str(top.one("#figures a")["href"]))

    assert not top.soup.select("#counted-cases")
    links = [str(link["href"]) for link in below.soup.select("#counted-cases a")]
    assert links == [f"/desk/{channel}/cases/{kept.number}"]
    assert browser.look(links[0]).status == 200
    assert taken.number not in below.soup.get_text()


def test_many_cases_are_narrowed_down_further_before_they_are_named(
    desks: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_figures_module, "CASES_SHOWN", 1)
    for _ in range(2):
        desks.office.file_grievance(topic="environment")

    page = desks.at("ekachai").look("/desk/grievance/figures?by=state&subject=environment")

    assert page.one("#figures tbody tr td").get_text(strip=True) == "2"
    assert not page.soup.select("#counted-cases")
