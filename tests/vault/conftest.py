"""The room is tested as it is."""

import pytest


@pytest.fixture(scope="module", autouse=True)
def quick_keys() -> None:
    """Derive every key anew."""
