"""The specimen: every component on pages with nothing behind them."""

from collections.abc import Callable, Iterator
from threading import Thread

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from werkzeug.serving import make_server

from tests.components.specimen_app import create_specimen

Show = Callable[[str], BeautifulSoup]


@pytest.fixture(scope="session")
def specimen(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return create_specimen(tmp_path_factory.mktemp("fonts"))


@pytest.fixture
def show(specimen: Flask) -> Show:
    """Return a page of the specimen, parsed; fails unless it answers 200."""

    def page(path: str) -> BeautifulSoup:
        answer = specimen.test_client().get(f"/specimen/{path}")
        assert answer.status_code == 200
        return BeautifulSoup(answer.text, "html.parser")

    return page


@pytest.fixture(scope="session")
def specimen_url(specimen: Flask) -> Iterator[str]:
    """Address of the specimen, served on a free port of the loopback."""
    server = make_server("127.0.0.1", 0, specimen, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/specimen"
    server.shutdown()
    thread.join()
    server.server_close()
