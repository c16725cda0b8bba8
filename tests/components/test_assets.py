from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from complaints.web.assets import BASE_FIRST, BASE_LAST, PARTS, Assets, join
from complaints.web.sheets import sheets_of
from tests.components.specimen_app import ROOT

STATIC = ROOT / "static"


@pytest.fixture
def a_static_folder(tmp_path: Path) -> Path:
    for folder in ("base", "components"):
        (tmp_path / folder).mkdir()
    for name in (*BASE_FIRST, "desk", *BASE_LAST):
        (tmp_path / "base" / f"{name}.css").write_text(f".{name} {{ color: red; }}\n")
    (tmp_path / "components" / "button.css").write_text("/* why */\n.button { color: blue; }\n")
    (tmp_path / "components" / "field.css").write_text(".field { color: blue; }\n")
    (tmp_path / "components" / "desk_steps.css").write_text(".desk-steps { color: blue; }\n")
    return tmp_path


def test_tokens_come_first_and_print_comes_last(a_static_folder: Path) -> None:
    sheet = Assets(a_static_folder).sheets["app.css"].decode()

    rules = [line.partition("{")[0] for line in sheet.splitlines()]
    assert rules == [".tokens", ".fonts", ".elements", ".layout", ".public", ".button", ".print"]


def test_what_only_officers_see_is_in_a_sheet_of_its_own(a_static_folder: Path) -> None:
    sheets = Assets(a_static_folder).sheets

    assert b".desk-steps" not in sheets["app.css"]
    assert sheets["desk.css"] == b".desk{color:red}\n.desk-steps{color:blue}\n"


def test_what_not_every_page_shows_is_in_a_sheet_of_its_part(a_static_folder: Path) -> None:
    sheets = Assets(a_static_folder).sheets

    assert b".field" not in sheets["app.css"]
    assert sheets["forms.css"] == b".field{color:blue}\n"


def test_every_component_of_a_part_has_a_stylesheet() -> None:
    named = frozenset[str]().union(*PARTS.values())

    assert named <= {path.stem for path in (STATIC / "components").glob("*.css")}
    assert len(named) == sum(map(len, PARTS.values())), "a component is in two parts"


@pytest.mark.parametrize(
    ("source", "parts"),
    [
        pytest.param("words", [], id="no component"),
        pytest.param('{% from "components/card.html" import card %}', [], id="one of every page"),
        pytest.param('{% from "components/field.html" import field %}', ["forms.css"], id="a part"),
        pytest.param('{% include "below.html" %}', ["figures.css"], id="what is included uses it"),
        pytest.param("{% include below %}", list(PARTS), id="known only when the page is made"),
        pytest.param('{% extends "base/desk.html" %}', [*PARTS, "desk.css"], id="for officers"),
    ],
)
def test_a_page_asks_for_the_sheets_of_what_it_uses(source: str, parts: list[str]) -> None:
    templates = {
        "page.html": source,
        "below.html": '{% from "components/stat.html" import stat %}',
        **dict.fromkeys(("components/card.html", "components/field.html"), ""),
        **dict.fromkeys(("components/stat.html", "base/desk.html"), ""),
    }

    found = sheets_of(Environment(loader=DictLoader(templates), autoescape=True), "page.html")

    assert found == ["app.css", *parts]


def test_joining_leaves_out_comments_and_blanks_and_nothing_else(tmp_path: Path) -> None:
    sheet = tmp_path / "one.css"
    sheet.write_text(
        "/* a\n b */\n.a > .b:not(:focus) ,\n.c {\n  margin: 0 1px;\n\n  top: 1px;\n}\n"
    )

    assert join([sheet]) == b".a > .b:not(:focus),.c{margin:0 1px;top:1px}\n"


def test_an_address_changes_with_the_content(a_static_folder: Path) -> None:
    before = Assets(a_static_folder).asset_url("app.css")
    again = Assets(a_static_folder).asset_url("app.css")
    (a_static_folder / "components" / "button.css").write_text(".button { color: green; }")
    after = Assets(a_static_folder).asset_url("app.css")

    assert before == again != after
    assert before.startswith("/static/app.css?v=")


def test_a_file_has_an_address_and_a_missing_file_has_none() -> None:
    assets = Assets(STATIC)

    assert assets.asset_url("images/icon.svg").startswith("/static/images/icon.svg?v=")
    with pytest.raises(FileNotFoundError):
        assets.asset_url("images/none.svg")


def test_a_missing_base_stylesheet_stops_the_start(a_static_folder: Path) -> None:
    (a_static_folder / "base" / "tokens.css").unlink()

    with pytest.raises(FileNotFoundError):
        Assets(a_static_folder)


def test_every_rule_of_the_house_has_its_closing_bracket() -> None:
    for sheet in Assets(STATIC).sheets.values():
        assert sheet.count(b"{") == sheet.count(b"}")
