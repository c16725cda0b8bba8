import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.domain.channel import Channel
from complaints.domain.codes import (
    CODE_DIGITS,
    NUMBER_ALPHABET,
    arabic_digits,
    code_from_number,
    corruption_number,
    grievance_number,
    grouped_code,
    is_case_number,
    parse_code,
    thai_digits,
)
from complaints.domain.errors import BadInput, Code

NUMBERS = st.integers(0, 2**512)
CODES = NUMBERS.map(code_from_number)


@given(NUMBERS)
def test_a_code_is_read_back_as_it_was_made(number: int) -> None:
    code = code_from_number(number)

    assert re.fullmatch(r"[0-9]{24}", code)
    assert parse_code(code) == code
    assert parse_code(grouped_code(code)) == code
    assert int(code[:22]) == number % 10**22


@given(CODES)
def test_every_wrong_digit_is_noticed(code: str) -> None:
    for at in range(CODE_DIGITS):
        for digit in "0123456789":
            if digit != code[at]:
                with pytest.raises(BadInput):
                    parse_code(code[:at] + digit + code[at + 1 :])


@given(CODES)
def test_every_pair_of_neighbours_that_changed_places_is_noticed(code: str) -> None:
    for at in range(CODE_DIGITS - 1):
        if code[at] != code[at + 1]:
            with pytest.raises(BadInput):
                parse_code(code[:at] + code[at + 1] + code[at] + code[at + 2 :])


@pytest.mark.parametrize(
    "written",
    [
        pytest.param(thai_digits, id="in Thai digits"),
        pytest.param(grouped_code, id="in groups of four"),
        pytest.param(lambda code: "-".join(re.findall("....", code)), id="with dashes"),
        pytest.param(lambda code: "\u2013".join(re.findall("....", code)), id="with long dashes"),
        pytest.param("\u200b".join, id="with zero-width spaces"),
        pytest.param(lambda code: f"\ufeff {code}\n", id="pasted with what came around it"),
        pytest.param(lambda code: thai_digits(code[:12]) + code[12:], id="in mixed digits"),
        pytest.param(lambda code: f"{code[:12]}\u00a0{code[12:]}", id="with a hard space"),
    ],
)
def test_a_code_is_taken(written: object) -> None:
    code = code_from_number(123456789)

    assert callable(written)
    assert parse_code(written(code)) == code


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("", id="nothing"),
        pytest.param(code_from_number(7)[:-1], id="a digit too few"),
        pytest.param(code_from_number(7) + "0", id="a digit too many"),
        pytest.param("o" + code_from_number(7)[1:], id="a letter"),
        pytest.param("\u0661" * 24, id="Arabic-Indic digits"),
        pytest.param("x" * 100_000, id="far too long"),
        pytest.param("\x00" * 24, id="NUL"),
        pytest.param("\ud800" * 24, id="lone surrogates"),
        pytest.param("²" * 24, id="superscript digits"),
    ],
)
def test_what_is_no_code_is_refused_before_anything_is_hashed(typed: str) -> None:
    with pytest.raises(BadInput) as refused:
        parse_code(typed)

    assert (refused.value.code, refused.value.field) == (Code.CODE_IS_MISTYPED, "code")


@given(st.text(alphabet="0123456789๐๑๒๓๔๕๖๗๘๙"))
def test_digits_go_to_thai_and_back(text: str) -> None:
    assert arabic_digits(thai_digits(arabic_digits(text))) == arabic_digits(text)


def test_a_grievance_number_runs_within_its_fiscal_year() -> None:
    assert grievance_number(date(2026, 9, 30), 12).startswith("G2569-00012-")
    assert grievance_number(date(2026, 10, 1), 1).startswith("G2570-00001-")
    assert is_case_number(grievance_number(date(2026, 10, 1), 123456), Channel.GRIEVANCE)


def test_a_corruption_number_tells_no_order() -> None:
    numbers = [corruption_number() for _ in range(200)]

    assert len(set(numbers)) == 200
    assert numbers != sorted(numbers)
    for number in numbers:
        assert is_case_number(number, Channel.CORRUPTION)
        assert not is_case_number(number, Channel.GRIEVANCE)
        assert set(number[2:11]) <= {*NUMBER_ALPHABET, "-"}


@pytest.mark.parametrize("text", ["", "G", "c-abcd", "C-\x00AAA", "C-ABCD\n", "C" * 33, "C-ก๒๓๔"])
def test_what_is_no_case_number_is_none(text: str) -> None:
    assert not is_case_number(text, Channel.CORRUPTION)
