"""The reporters' side, over the founded office of the factories."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from complaints.assembly import assemble
from complaints.records.database import db
from config import Settings, Surface
from tests.factories.fixtures import sqlite_office
from tests.factories.office import AnOffice
from tests.pages.inspecting import InspectingClient, Site

__all__ = ["sqlite_office"]

MakeSite = Callable[..., Site]


@pytest.fixture(scope="session")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty stand-in for each font, so that no test waits for them to be cut."""
    folder = tmp_path_factory.mktemp("fonts")
    for weight in (400, 700):
        (folder / f"sarabun-{weight}.woff2").touch()
    return folder


@pytest.fixture
def make_site(sqlite_office: AnOffice, fonts: Path) -> Iterator[MakeSite]:
    """Returns what makes a site, with other settings where a test needs them."""
    made: list[Flask] = []

    def make(**changes: Any) -> Site:
        settings: Settings = replace(
            sqlite_office.office.settings, **{"surface": Surface.PUBLIC, **changes}
        )
        if not (settings.instance / "fonts").exists():
            settings.instance.mkdir(parents=True, exist_ok=True)
            (settings.instance / "fonts").symlink_to(fonts)
        app = assemble(settings)
        app.extensions["office"] = app.extensions["office"].at(sqlite_office.clock)
        made.append(app)
        return Site(app, sqlite_office)

    yield make
    for app in made:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


@pytest.fixture
def site(make_site: MakeSite) -> Site:
    """The public pages."""
    return make_site()


@pytest.fixture
def client(site: Site) -> InspectingClient:
    """A browser that was never here before."""
    return site.client()
