from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from complaints.web.fonts import WEIGHTS, cut_font, font_name, prepare_fonts
from tests.components.specimen_app import ROOT

THAI = "กขคงจฉชซญฐณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮะัาำิีึืุูเแโใไๅๆ็่้๊๋์ํ๐๑๒๓๔๕๖๗๘๙฿"
SIGNS = "AZaz09éñ–—“”‘’…•·→←×−≥€\u00a0"


def test_both_weights_are_made_once_and_kept(tmp_path: Path) -> None:
    folder = tmp_path / "cache" / "fonts"

    made = prepare_fonts(folder)
    first = [path.stat().st_mtime_ns for path in made]

    assert prepare_fonts(folder) == made
    assert [path.stat().st_mtime_ns for path in made] == first
    assert sorted(path.name for path in folder.iterdir()) == [font_name(one) for one in WEIGHTS]


@pytest.mark.parametrize("weight", WEIGHTS)
def test_a_font_is_light_and_holds_every_letter_the_pages_write(weight: int) -> None:
    font = cut_font(weight)

    letters = TTFont(BytesIO(font)).getBestCmap() or {}
    assert font[:4] == b"wOF2"
    assert len(font) < 30_000
    assert [letter for letter in THAI + SIGNS if ord(letter) not in letters] == []


def test_the_rules_that_stack_thai_marks_are_kept() -> None:
    font = TTFont(BytesIO(cut_font(400)))

    features = {record.FeatureTag for record in font["GPOS"].table.FeatureList.FeatureRecord}
    assert {"mark", "mkmk"} <= features


def test_the_same_package_gives_the_same_bytes() -> None:
    assert cut_font(700) == cut_font(700)


def test_the_stylesheet_asks_for_the_fonts_that_are_made() -> None:
    sheet = (ROOT / "static" / "base" / "fonts.css").read_text()

    for weight in WEIGHTS:
        assert f'url("fonts/{font_name(weight)}")' in sheet
    assert sheet.count("font-display: swap") == len(WEIGHTS)


def test_there_is_no_third_weight() -> None:
    with pytest.raises(KeyError):
        font_name(500)
