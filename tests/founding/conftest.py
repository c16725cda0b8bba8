"""An office whose database has tables and no agency yet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.factories.office import AnOffice, an_office


@pytest.fixture
def empty_office(migrated_database_url: str, tmp_path: Path) -> Iterator[AnOffice]:
    """An office without an agency, on both databases in turn."""
    office = an_office(migrated_database_url, tmp_path / "instance")
    yield office
    office.close()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A folder off the server that takes recovery keys."""
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder
