"""A key on paper comes back as it was, and a slip of the pen is found on its line."""

from __future__ import annotations

import pytest

from complaints.domain.errors import BadInput
from complaints.domain.paper import LINES, from_paper, on_paper

KEY = bytes(range(100, 132))


@pytest.mark.parametrize("key", [KEY, bytes(32), b"\xff" * 32], ids=["some", "zeros", "ones"])
def test_a_key_comes_back_from_paper(key: bytes) -> None:
    lines = on_paper(key)

    assert len(lines) == LINES
    assert from_paper(lines) == key


def test_small_letters_dashes_and_look_alikes_are_read() -> None:
    typed = [line.lower().replace(" ", "-") for line in on_paper(KEY)]

    lines = [line.replace("0", "o").replace("1", "l") for line in typed]

    assert from_paper(lines) == KEY


@pytest.mark.parametrize("at", range(LINES))
def test_every_wrong_character_is_found_on_its_line(at: int) -> None:
    lines = list(on_paper(KEY))
    places = [place for place, was in enumerate(lines[at]) if was != " "]
    for place in places:
        wrong = "7" if lines[at][place] != "7" else "8"
        typed = [*lines]
        typed[at] = lines[at][:place] + wrong + lines[at][place + 1 :]

        with pytest.raises(BadInput) as refused:
            from_paper(typed)

        assert refused.value.field == str(at + 1)
    assert len(places) == 9


def test_two_lines_that_change_places_are_found() -> None:
    first, second, *rest = on_paper(KEY)

    with pytest.raises(BadInput) as refused:
        from_paper([second, first, *rest])

    assert refused.value.field == "1"


@pytest.mark.parametrize("line", ["", "123", "!!! !!! !!!", "ZZZ ZZZ ZZZ", "กขค กขค กขค"])
def test_a_line_that_can_be_none_is_refused(line: str) -> None:
    lines = on_paper(KEY)

    with pytest.raises(BadInput):
        from_paper([*lines[:3], line, *lines[4:]])
    with pytest.raises(BadInput):
        from_paper(lines[:7])
    with pytest.raises(ValueError, match="32 bytes"):
        on_paper(b"short")
