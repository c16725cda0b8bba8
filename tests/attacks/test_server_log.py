"""Who reads the log of the server learns neither who asked nor for what."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.support.live_server import ServerFactory

TOKEN, WORDS = "kTmZ4vQp0", "ชื่อผู้ร้อง"


def failing(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer, and fail where a file is broken that is already on its way."""
    start_response("200 OK", [("Content-Type", "text/plain")])
    if environ["PATH_INFO"] == "/healthz":
        return [b"open"]
    return _broken()


def _broken() -> Iterable[bytes]:
    yield b"a beginning"
    raise ValueError(WORDS)


def ask(url: str, sent: bytes) -> None:
    """Send bytes, whatever they are, and wait for the end."""
    where = urlsplit(url)
    with socket.create_connection((where.hostname, where.port), timeout=10) as line:
        line.sendall(sent)
        while line.recv(4096):
            pass


def test_no_address_and_no_word_of_a_request_reaches_the_log(
    tmp_path: Path, live_server: ServerFactory
) -> None:
    server = live_server(tmp_path, app="tests.attacks.test_server_log:failing", workers=1)

    ask(server.url, f"GET /rate/{TOKEN} HTTP/1.1\r\nHost: a\r\nA B: c\r\n\r\n".encode())
    ask(server.url, f"GET /rate/{TOKEN} {TOKEN} HTTP/9\r\nHost: a\r\n\r\n".encode())
    ask(server.url, f"GET /rate/{TOKEN} HTTP/1.1\r\nHost: a\r\n\r\n".encode())

    said = server.log.read_text()
    requests = [line for line in said.splitlines() if "equest" in line]
    assert len(requests) == 3, "each is told, so that the operator sees that something is wrong"
    assert "A request failed: ValueError at " in requests[2]
    assert "test_server_log.py:" in requests[2]
    assert not [secret for secret in (TOKEN, WORDS) if secret in said]
    assert "127.0.0.1" not in "\n".join(requests)
