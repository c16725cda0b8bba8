"""What one reader was given serves the next if it is public, and only then."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from complaints.web.at_hand import ANSWERS_KEPT, BYTES_KEPT, LARGEST_BYTES, AtHand

PATH = "/statistics/grievance/2569/"
PUBLIC = {"Cache-Control": "public, max-age=60", "ETag": '"tag"', "Content-Length": "1"}


class Application:
    """An application that says a new number each time it is asked."""

    def __init__(self, status: str = "200 OK", body: bytes = b"", **headers: str) -> None:
        self.asked: list[dict[str, Any]] = []
        self.status, self.body = status, body
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.asked.append(environ)
        start_response(self.status, list({**PUBLIC, **self.headers}.items()))
        return [self.body or str(len(self.asked)).encode()]


def ask(app: AtHand, path: str = PATH, **more: str) -> tuple[str, bytes]:
    """Return status and body."""
    heard: list[str] = []
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "HTTP_HOST": "a", **more}
    body = b"".join(app(environ, lambda status, _headers: heard.append(status)))
    return heard[-1], body


def test_a_public_answer_serves_the_next_reader() -> None:
    app = AtHand(Application())

    assert [ask(app)[1] for _ in range(3)] == [b"1", b"1", b"1"]


def test_it_does_so_for_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    app, now = AtHand(Application()), [100.0]
    monkeypatch.setattr("complaints.web.at_hand.time.monotonic", lambda: now[0])
    ask(app)
    now[0] += 1.5

    assert ask(app)[1] == b"2"


@pytest.mark.parametrize(
    "more",
    [
        pytest.param({"HTTP_COOKIE": "lang=en"}, id="a cookie"),
        pytest.param({"QUERY_STRING": "lang=en"}, id="a query"),
        pytest.param({"REQUEST_METHOD": "POST"}, id="a form"),
        pytest.param({"REQUEST_METHOD": "HEAD"}, id="the head alone"),
        pytest.param({"HTTP_RANGE": "bytes=0-1"}, id="a part"),
        pytest.param({"HTTP_HOST": "b"}, id="another host"),
        pytest.param({"HTTP_ACCEPT_ENCODING": "gzip"}, id="another encoding"),
        pytest.param({"wsgi.url_scheme": "https"}, id="another scheme"),
        pytest.param({"HTTP_X_FORWARDED_HOST": "b"}, id="another host in front"),
        pytest.param({"path": "/track"}, id="another path"),
    ],
)
def test_who_asks_otherwise_is_not_given_the_answer_of_another(more: dict[str, str]) -> None:
    app = AtHand(Application())
    ask(app)

    assert ask(app, **more)[1] == b"2"


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(Application(Cache_Control="private, no-cache"), id="private"),
        pytest.param(Application(Cache_Control="no-store"), id="not to be stored"),
        pytest.param(Application(Set_Cookie="form=1"), id="with a cookie"),
        pytest.param(Application("404 NOT FOUND"), id="not found"),
        pytest.param(Application(body=bytes(LARGEST_BYTES + 1)), id="very large"),
    ],
)
def test_what_is_not_for_all_is_made_anew_each_time(made: Application) -> None:
    app = AtHand(made)

    ask(app)
    ask(app)

    assert len(made.asked) == 2


@pytest.mark.parametrize("path", ["/track", "/desk/grievance/cases", "/corruption/report", "/"])
def test_only_published_pages_are_at_hand(path: str) -> None:
    app = AtHand(Application())

    assert [ask(app, path)[1], ask(app, path)[1]] == [b"1", b"2"]


def test_who_has_it_is_told_so_and_others_get_the_whole() -> None:
    made = Application()
    app = AtHand(made)

    assert ask(app, HTTP_IF_NONE_MATCH='"tag"') == ("304 NOT MODIFIED", b"")
    assert ask(app, HTTP_IF_NONE_MATCH='"old"') == ("200 OK", b"1")
    assert ask(app) == ("200 OK", b"1")
    assert all("HTTP_IF_NONE_MATCH" not in environ for environ in made.asked)


def test_a_flood_of_different_questions_does_not_fill_the_memory() -> None:
    app = AtHand(Application())

    for number in range(3 * ANSWERS_KEPT):
        ask(app, f"/statistics/{number}")

    assert len(app._given) <= ANSWERS_KEPT


def test_one_reader_who_asks_in_many_ways_does_not_fill_the_memory() -> None:
    app = AtHand(Application(body=bytes(LARGEST_BYTES // 2)))

    for number in range(2 * BYTES_KEPT // LARGEST_BYTES + 5):
        ask(app, HTTP_ACCEPT_ENCODING=f"x-{number}")
        assert sum(len(given.body) for given in app._given.values()) <= BYTES_KEPT
