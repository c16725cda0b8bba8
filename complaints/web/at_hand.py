"""Published answers at hand: what was just given is given again without asking anybody.

Pages and files of published statistics are the same for every reader, so an
answer that says it is public may serve the next reader too, for a second, as a
file would be served. Whoever sends a cookie or a query, or asks under a host
that was never answered, is led to the application.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

PREFIXES: Final = ("/statistics/", "/embed/", "/ita/")
SECONDS: Final = 1.0
ANSWERS_KEPT: Final = 256
LARGEST_BYTES: Final = 4_000_000
BYTES_KEPT: Final = 16_000_000

Headers = list[tuple[str, str]]
Environ = dict[str, Any]
Start = Callable[..., Any]
Wsgi = Callable[[Environ, Start], Iterable[bytes]]

_KEYED: Final = (
    "PATH_INFO", "HTTP_HOST", "HTTP_ACCEPT_ENCODING", "wsgi.url_scheme", "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_FORWARDED_HOST", "SCRIPT_NAME",
)  # fmt: skip
_UNLIKE_OTHERS: Final = ("HTTP_COOKIE", "QUERY_STRING", "HTTP_RANGE", "HTTP_IF_MODIFIED_SINCE")
_NOT_OF_304: Final = frozenset({"content-length", "content-type", "content-encoding"})


@dataclass(frozen=True)
class Given:
    """An answer that was given.

    :ivar until: monotonic seconds.
    """

    status: str
    headers: Headers
    body: bytes
    etag: str
    until: float


class AtHand:
    """Gives public answers again.

    :param app: the application that makes them.
    """

    def __init__(self, app: Wsgi) -> None:
        self._app = app
        self._given: dict[tuple[str, ...], Given] = {}

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        """Answer a request."""
        if not _is_like_others(environ):
            return self._app(environ, start_response)
        key = tuple(str(environ.get(name, "")) for name in _KEYED)
        found = self._given.get(key)
        if found is None or time.monotonic() > found.until:
            found = self._made(key, environ)
        if found.etag and environ.get("HTTP_IF_NONE_MATCH") == found.etag:
            kept = [one for one in found.headers if one[0].lower() not in _NOT_OF_304]
            start_response("304 NOT MODIFIED", kept)
            return []
        start_response(found.status, found.headers)
        return [found.body]

    def _make_room(self, wanted: int) -> None:
        """Forget everything where one more answer would be too many, or too much.

        Readers choose some of what answers are kept by, so one alone can have many.
        """
        kept = list(self._given.values())
        if len(kept) >= ANSWERS_KEPT or _bytes_of(kept) + wanted > BYTES_KEPT:
            self._given.clear()

    def _made(self, key: tuple[str, ...], environ: Environ) -> Given:
        """Ask the application for the whole answer, and keep it if others may have it."""
        said: list[tuple[str, Headers]] = []
        written: list[bytes] = []

        def start(status: str, headers: Headers, _: Any = None) -> Callable[[bytes], None]:
            said.append((status, headers))
            return written.append

        # The whole answer is wanted, whatever this reader has already.
        asked = {name: value for name, value in environ.items() if name != "HTTP_IF_NONE_MATCH"}
        answer = self._app(asked, start)
        try:
            written.extend(answer)
        finally:
            close = getattr(answer, "close", None)
            if close is not None:
                close()
        status, headers = said[-1]
        by_name = {name.lower(): value for name, value in headers}
        body = b"".join(written)
        given = Given(status, headers, body, by_name.get("etag", ""), time.monotonic() + SECONDS)
        if _may_be_given_again(given, by_name):
            self._make_room(len(body))
            self._given[key] = given
        return given


def _bytes_of(given: Iterable[Given]) -> int:
    return sum(len(one.body) for one in given)


def _is_like_others(environ: Environ) -> bool:
    """Say whether a request carries nothing by which its answer could differ."""
    return (
        environ.get("REQUEST_METHOD") == "GET"
        and str(environ.get("PATH_INFO", "")).startswith(PREFIXES)
        and not any(environ.get(name) for name in _UNLIKE_OTHERS)
    )


def _may_be_given_again(given: Given, by_name: dict[str, str]) -> bool:
    return (
        given.status.startswith("200")
        and by_name.get("cache-control", "").startswith("public")
        and "set-cookie" not in by_name
        and len(given.body) <= LARGEST_BYTES
    )
