from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.evidence.limits import SMALLEST_BLOB, padded_size


@pytest.mark.parametrize(
    ("size", "padded"),
    [
        (0, 4096),
        (1, 4096),
        (4096, 4096),
        (4097, 4352),
        (1_000_000, 1_015_808),
        (25_000_000, 25_165_824),
    ],
)
def test_sizes_are_padded_in_steps(size: int, padded: int) -> None:
    assert padded_size(size) == padded


@given(st.integers(min_value=SMALLEST_BLOB + 1, max_value=10**9))
def test_padding_adds_at_most_12_percent_and_is_stable(size: int) -> None:
    padded = padded_size(size)

    assert size <= padded <= size * 1.12
    assert padded_size(padded) == padded
    assert padded_size(size - 1) <= padded


def test_files_of_similar_size_become_one_size() -> None:
    sizes = {padded_size(size) for size in range(1_000_000, 2_000_000, 997)}

    assert len(sizes) <= 33, "a million sizes show no more than log2(log2(size)) bits"


def test_a_size_is_not_negative() -> None:
    with pytest.raises(ValueError, match="negative"):
        padded_size(-1)
