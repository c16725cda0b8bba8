"""The room is tested as it is."""

import pytest


@pytest.fixture(scope="module", autouse=True)
def slow_keys() -> None:
    """Derive every key anew."""
