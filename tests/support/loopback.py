"""No test talks to another machine.

An audit hook sees every connection, datagram and look-up of a name that Python
makes, whichever library makes it. It refuses all but loopback and Unix sockets,
and a test whose code swallowed the refusal fails as well.
"""

from __future__ import annotations

import ipaddress
import socket
import sys
from collections.abc import Iterator
from typing import Any

import pytest

_LOOKUPS = frozenset({"socket.getaddrinfo", "socket.gethostbyname"})
_CONTACTS = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
_refused: list[str] = []


class StrangerContactedError(RuntimeError):
    """A test tried to reach another machine."""


def _is_loopback(host: object) -> bool:
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if host is None or host in {"", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(str(host)).is_loopback
    except ValueError:
        return False


def _is_near(speaker: Any, address: Any) -> bool:
    if speaker.family == socket.AF_UNIX or address is None:
        return True
    return speaker.family in {socket.AF_INET, socket.AF_INET6} and _is_loopback(address[0])


def _refuse(what: str) -> None:
    _refused.append(what)
    raise StrangerContactedError(what)


def _listen(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _CONTACTS and not _is_near(*arguments[:2]):
        _refuse(f"{event} {arguments[1]!r}")
    # Listening on every interface is looked up as 0.0.0.0 or ::; that reaches nobody.
    if event in _LOOKUPS and not (_is_loopback(arguments[0]) or arguments[0] in {"0.0.0.0", "::"}):  # noqa: S104 - compared, not bound
        _refuse(f"{event} {arguments[0]!r}")


sys.addaudithook(_listen)


@pytest.fixture
def refused_contacts() -> list[str]:
    """The contacts refused so far; a test that provokes one empties the list."""
    return _refused


@pytest.fixture(autouse=True)
def _loopback_only() -> Iterator[None]:
    _refused.clear()
    yield
    if _refused:
        pytest.fail(f"the test tried to reach another machine: {', '.join(_refused)}")
