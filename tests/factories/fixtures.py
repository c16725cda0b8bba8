"""The office as a fixture; a folder of tests imports it into its own conftest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.factories.founding import found
from tests.factories.office import AnOffice, an_office
from tests.support.databases import Shelf, migrate


def founded(folder: Path) -> Callable[[str], None]:
    """Return what makes a template database with a founded agency."""

    def fill(url: str) -> None:
        migrate(url)
        office = an_office(url, folder)
        found(office.office)
        office.close()

    return fill


@pytest.fixture
def office_url(shelf: Shelf, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh database in which the agency is founded and everybody enrolled."""
    name = shelf.new()
    yield shelf.create(name, shelf.template("founded", founded(tmp_path / "founding")))
    shelf.drop(name)


@pytest.fixture
def office(office_url: str, tmp_path: Path) -> Iterator[AnOffice]:
    """A founded office, on both databases in turn."""
    office = an_office(office_url, tmp_path / "instance")
    yield office
    office.close()


@pytest.fixture
def sqlite_office(sqlite_shelf: Shelf, tmp_path: Path) -> Iterator[AnOffice]:
    """A founded office on SQLite, for what no database can change."""
    name = sqlite_shelf.new()
    template = sqlite_shelf.template("founded", founded(tmp_path / "founding"))
    office = an_office(sqlite_shelf.create(name, template), tmp_path / "instance")
    yield office
    office.close()
    sqlite_shelf.drop(name)
