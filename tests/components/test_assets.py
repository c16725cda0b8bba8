from pathlib import Path

import pytest

from complaints.web.assets import BASE_FIRST, BASE_LAST, Assets, join, joined_stylesheet
from tests.components.specimen_app import ROOT

STATIC = ROOT / "static"


@pytest.fixture
def a_static_folder(tmp_path: Path) -> Path:
    for folder in ("base", "components"):
        (tmp_path / folder).mkdir()
    for name in (*BASE_FIRST, "desk", *BASE_LAST):
        (tmp_path / "base" / f"{name}.css").write_text(f".{name} {{ color: red; }}\n")
    (tmp_path / "components" / "button.css").write_text("/* why */\n.button { color: blue; }\n")
    (tmp_path / "components" / "desk_steps.css").write_text(".desk-steps { color: blue; }\n")
    return tmp_path


def test_tokens_come_first_and_print_comes_last(a_static_folder: Path) -> None:
    sheet = joined_stylesheet(a_static_folder)[0].decode()

    rules = [line.partition("{")[0] for line in sheet.splitlines()]
    assert rules == [".tokens", ".fonts", ".elements", ".layout", ".public", ".button", ".print"]


def test_what_only_officers_see_is_in_a_sheet_of_its_own(a_static_folder: Path) -> None:
    sheets = Assets(a_static_folder).sheets

    assert b".desk-steps" not in sheets["app.css"]
    assert sheets["desk.css"] == b".desk{color:red}\n.desk-steps{color:blue}\n"


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
