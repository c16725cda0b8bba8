"""Empty offices in which a demonstration can be played."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

import pytest

from complaints.statistics.editions import Edition
from complaints.statistics.releases import Page
from complaints.statistics.words import Language
from tests.factories.office import AnOffice, Clock, an_office
from tests.support.databases import Shelf, migrate

Opened = Callable[[datetime], AnOffice]


class PlainPress:
    """Prints the least that can be stored; how a release looks is tested elsewhere."""

    def html(
        self, edition: Edition, page: Page, language: Language, sizes: Mapping[str, int]
    ) -> bytes:
        """Return the hash of the edition, and which page in which language."""
        return edition.digest + f"{page} {language} {sorted(sizes)}".encode()

    def pdf(self, edition: Edition) -> bytes:
        """Return the hash of the edition."""
        return edition.digest


@pytest.fixture
def press() -> PlainPress:
    """A press that needs no templates."""
    return PlainPress()


@pytest.fixture
def empty_office(migrated_database_url: str, tmp_path: Path) -> Iterator[AnOffice]:
    """An office without an agency, on both databases in turn."""
    office = an_office(migrated_database_url, tmp_path / "instance")
    yield office
    office.close()


@pytest.fixture
def opened_on(sqlite_shelf: Shelf, tmp_path: Path) -> Iterator[Opened]:
    """Return an empty office on SQLite at an instant."""
    name = sqlite_shelf.new()
    url = sqlite_shelf.create(name, sqlite_shelf.template("migrated", migrate))
    opened: list[AnOffice] = []

    def open_on(instant: datetime) -> AnOffice:
        opened.append(an_office(url, tmp_path / "instance", Clock(instant)))
        return opened[-1]

    yield open_on
    for office in opened:
        office.close()
    sqlite_shelf.drop(name)
