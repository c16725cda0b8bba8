"""What the components say and carry, without a browser."""

import re

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from tests.components.conftest import Show
from tests.components.specimen_app import HERE, SpecimenForm

PAGES = sorted(path.stem for path in (HERE / "pages").glob("*.html"))
CHANNELS = ["", "/grievance", "/corruption"]

#: Bytes of a page with its stylesheet, the rest of what a phone loads apart from fonts.
HEAVIEST_PAGE = 60_000
#: Of every stylesheet of the public together, as only the page of all figures here loads them;
#: tests/journeys/test_weight.py weighs the pages of the service.
HEAVIEST_SHEET = 40_500


def words(page: BeautifulSoup, selector: str) -> str:
    (found,) = page.select(selector)
    return " ".join(found.get_text(" ", strip=True).split())


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_components_is_sound(page: str, channel: str, language: str, show: Show) -> None:
    shown = show(f"{page}{channel}?lang={language}")

    ids = [tag["id"] for tag in shown.select("[id]")]
    assert sorted(set(ids)) == sorted(ids)
    assert len(shown.select("h1")) == 1
    assert shown.html is not None
    assert shown.html["lang"] == language
    assert shown.select("[style], style, script:not([src])") == []
    handlers = [name for tag in shown.find_all(True) for name in tag.attrs if name.startswith("on")]
    assert handlers == []
    told = " ".join(str(tag["aria-describedby"]) for tag in shown.select("[aria-describedby]"))
    assert set(told.split()) - set(ids) == set()


def test_every_control_has_a_label_of_its_own(show: Show) -> None:
    page = show("report/corruption?refused=1")

    controls = page.select("main input:not([type=hidden]), main select, main textarea")

    assert len(controls) > 8
    assert all(len(page.select(f'label[for="{one["id"]}"]')) == 1 for one in controls)


def test_a_field_says_in_words_whether_it_must_be_filled_in(show: Show) -> None:
    page = show("report/grievance?lang=en")

    assert words(page, 'label[for="details"]').endswith("(required)")
    assert words(page, 'label[for="place"]').endswith("(optional)")
    assert words(page, 'fieldset:has(input[name="kind"]) legend') == "ประเภทเรื่อง"


def test_a_refused_form_leads_from_its_summary_to_every_wrong_field(show: Show) -> None:
    page = show("report/grievance?refused=1")

    links = page.select("#error-summary a")

    assert len(links) > 2
    for link in links:
        target = page.find(id=str(link["href"]).removeprefix("#"))
        if target is not None:
            assert target.find_parent(class_="field--wrong") is not None
    assert page.find(id="details")["aria-invalid"] == "true"  # type: ignore[index]
    assert "details-error" in str(page.find(id="details")["aria-describedby"])  # type: ignore[index]


def test_what_was_typed_stays_and_is_never_markup(show: Show) -> None:
    page = show("report/grievance?refused=1")

    assert page.find(id="place")["value"] == "หน้าตลาด <หมู่ 4>"  # type: ignore[index]
    assert "ภาพถ่ายหน้าตลาด.jpg" in words(page, ".file-field__again")


def test_a_sound_form_has_no_summary(show: Show) -> None:
    assert show("report/grievance").select("#error-summary") == []


def test_the_element_of_the_lookup_code_holds_the_code_alone(show: Show) -> None:
    page = show("receipt/corruption")

    assert words(page, "#lookup-code") == "4829 0731 5564 1209 3884 7261"
    assert words(page, "#case-number") == "ค-7Q2M-9KXD"


def test_a_typed_code_is_not_written_back_to_the_page(specimen: Flask) -> None:
    with specimen.test_request_context():
        template = specimen.jinja_env.get_template("components/code_field.html")
        form = SpecimenForm(data={"code": "482907315564120938847261"})
        html = str(template.module.code_field(form.code))  # type: ignore[attr-defined]

    assert "482907315564120938847261" not in html
    assert 'inputmode="numeric"' in html


def test_the_first_promise_stays_beside_the_new_day(show: Show) -> None:
    page = show("case/grievance")

    assert page.find(id="due-date")["datetime"] == "2026-11-18"  # type: ignore[index]
    assert page.find(id="new-date")["datetime"] == "2026-11-30"  # type: ignore[index]
    assert page.find(id="status")["data-state"] == "in_progress"  # type: ignore[index]


def test_every_urgency_and_state_has_words_and_a_sign_of_its_own(show: Show) -> None:
    page = show("figures?lang=en")

    for selector, count in ((".deadline__words", 7), (".status-badge", 4)):
        found = page.select(selector)
        assert len({one.get_text(strip=True) for one in found}) == len(found) == count
        assert all(one.select("svg path") for one in found)
    assert len({str(sign["d"]) for sign in page.select(".status-badge path")}) == 4


def test_only_the_protected_channel_has_the_quick_exit(show: Show) -> None:
    assert [link["href"] for link in show("report/corruption").select("#quick-exit")] == ["/front"]
    assert show("report/grievance").select("#quick-exit, script") == []


def test_the_channels_are_apart_by_class_by_words_and_by_shape(show: Show) -> None:
    grievance, corruption = show("report/grievance?lang=en"), show("report/corruption?lang=en")

    assert grievance.select("body.channel-grievance .band svg circle")
    assert corruption.select("body.channel-corruption .band svg path.channel-mark__ground")
    assert words(grievance, ".band .channel-mark") == "Grievance centre"
    assert words(corruption, ".band .channel-mark").startswith("Protected channel")


def test_a_chart_is_described_and_its_numbers_are_text(show: Show) -> None:
    (drawing,) = show("figures").select("svg[role=img][width='100%']")

    assert str(drawing["aria-labelledby"]).split() == ["months-title", "months-description"]
    assert drawing.select(".bar-chart__total")[0].get_text() == "13 เรื่อง"
    assert drawing.select("[style]") == []


def test_a_table_names_its_columns_and_rows_and_repeats_the_names_on_a_phone(show: Show) -> None:
    table = show("figures").select("table")[0]

    assert [head["scope"] for head in table.select("thead th")] == ["col"] * 4
    assert [head["scope"] for head in table.select("tbody th")] == ["row"] * 3
    assert table.select("tbody td")[0]["data-label"] == "จำนวนเรื่อง"
    assert table.caption is not None


def test_whose_words_a_message_holds_is_said(show: Show) -> None:
    reporter, office = show("case/grievance?lang=en"), show("desk_case/grievance?lang=en")

    assert [one.get_text() for one in reporter.select(".thread__who strong")] == [
        "The office",
        "You",
    ]
    assert [one.get_text() for one in office.select(".thread__who strong")] == [
        "The reporter",
        "The office",
    ]


def test_signing_out_is_a_form_with_a_token(show: Show) -> None:
    (form,) = show("desk/grievance").select('form[action="/desk/sign-out"]')

    assert form["method"] == "post"
    assert form.select('input[name="csrf_token"][value="token"]')


def test_a_demonstration_says_so_on_every_page(show: Show) -> None:
    for page in PAGES:
        assert show(f"{page}?lang=en").select(".demonstration")


@pytest.mark.parametrize("page", PAGES)
def test_a_page_with_its_stylesheet_is_light(page: str, specimen: Flask) -> None:
    def fetched(address: str) -> bytes:
        with specimen.test_client().get(address) as answer:
            return bytes(answer.data)

    html = fetched(f"/specimen/{page}/corruption")
    sheets = re.findall(r'"stylesheet" href="([^"]+)"', html.decode())
    sheet = b"".join(map(fetched, sheets))
    linked = re.findall(r'(?:href|src)="(/static/(?:images|quick)[^"]+)"', html.decode())
    drawn = ["/static/images/pattern.svg", "/static/images/chevron.svg"]
    others = [fetched(address) for address in [*linked, *drawn]]

    if "/static/desk.css" in html.decode():  # which is read on the network of the office
        return
    assert len(sheet) < HEAVIEST_SHEET
    if page != "figures":  # which shows every sign there is
        assert len(html) + len(sheet) + sum(map(len, others)) < HEAVIEST_PAGE
