from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complaints.domain.errors import Broken
from complaints.vault.sealed import (
    PADDING_STEP,
    SUITE,
    Place,
    bound,
    derive,
    open_sealed,
    open_text,
    seal,
    seal_text,
)

KEY = bytes(range(32))
PLACE = Place("a" * 32, "corruption", "c" * 32, "case_entries", "content_sealed", "r" * 32 + "/1")
OVERHEAD = 1 + 12 + 16


@given(st.binary(max_size=300), st.binary(min_size=32, max_size=32))
def test_what_was_sealed_opens_where_it_stands(plain: bytes, key: bytes) -> None:
    assert open_sealed(key, seal(key, plain, PLACE), PLACE) == plain


@given(st.data(), st.text(max_size=200).filter(lambda text: text.isprintable()))
@settings(max_examples=60)
def test_any_changed_byte_fails_closed(data: st.DataObject, text: str) -> None:
    sealed = bytearray(seal_text(KEY, text, PLACE))
    at = data.draw(st.integers(0, len(sealed) - 1))
    sealed[at] ^= data.draw(st.integers(1, 255))

    with pytest.raises(Broken):
        open_text(KEY, bytes(sealed), PLACE)


@given(st.sampled_from([*vars(PLACE)]), st.text(alphabet="0123456789abcdef/", max_size=40))
def test_no_other_place_opens_it(part: str, other: str) -> None:
    if other == getattr(PLACE, part):
        return
    sealed = seal_text(KEY, "ลับ", PLACE)

    with pytest.raises(Broken):
        open_text(KEY, sealed, replace(PLACE, **{part: other}))


@given(st.binary(min_size=32, max_size=32).filter(lambda key: key != KEY))
def test_no_other_key_opens_it(other: bytes) -> None:
    with pytest.raises(Broken):
        open_text(other, seal_text(KEY, "ลับ", PLACE), PLACE)


@pytest.mark.parametrize(
    "sealed",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(SUITE, id="the suite alone"),
        pytest.param(SUITE + bytes(12), id="no body"),
        pytest.param(bytes(40), id="another suite"),
    ],
)
def test_what_was_never_sealed_is_broken(sealed: bytes) -> None:
    with pytest.raises(Broken):
        open_sealed(KEY, sealed, PLACE)


@given(st.integers(0, PADDING_STEP - 4))
@settings(max_examples=40)
def test_every_short_text_is_as_long_as_every_other(length: int) -> None:
    assert len(seal_text(KEY, "x" * length, PLACE)) == PADDING_STEP + OVERHEAD


def test_a_byte_more_takes_a_whole_step_more() -> None:
    assert len(seal_text(KEY, "x" * (PADDING_STEP - 3), PLACE)) == 2 * PADDING_STEP + OVERHEAD
    thai = "ก" * (PADDING_STEP // 3)  # three bytes each
    assert len(seal_text(KEY, thai, PLACE)) == 2 * PADDING_STEP + OVERHEAD


def test_sealing_twice_gives_two_ciphertexts() -> None:
    assert seal_text(KEY, "ลับ", PLACE) != seal_text(KEY, "ลับ", PLACE)


@given(st.lists(st.text(max_size=6), max_size=4), st.lists(st.text(max_size=6), max_size=4))
def test_no_two_lists_of_parts_look_alike(one: list[str], other: list[str]) -> None:
    assert (bound(*one) == bound(*other)) is (one == other)


def test_a_purpose_yields_a_key_of_its_own() -> None:
    keys = {derive(KEY, "half", "shared"), derive(KEY, "half", "desk"), derive(KEY, "leaf")}

    assert len(keys) == 3
    assert derive(KEY, "leaf") == derive(KEY, "leaf")
    assert len(derive(KEY, "long", length=64)) == 64


def test_a_length_that_claims_too_much_is_broken() -> None:
    lying = seal(KEY, (5000).to_bytes(4, "big") + bytes(PADDING_STEP - 4), PLACE)

    with pytest.raises(Broken):
        open_text(KEY, lying, PLACE)
