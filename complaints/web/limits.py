"""How much one address may ask of one process, and how much at the same time.

Counts are kept in memory and keyed by an HMAC of the address under a key that
the process makes at start and shows nobody, so nothing about a visitor is kept.
All visitors of an onion service come from one address; there the bounds work
for the service as a whole.
"""

from __future__ import annotations

import hmac
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum
from functools import wraps
from ipaddress import IPv6Address, ip_address, ip_network
from threading import BoundedSemaphore, Lock
from typing import Any, Final, TypeVar, cast

from flask import Flask, current_app, request
from werkzeug.exceptions import ServiceUnavailable, TooManyRequests

from config import Settings

View = TypeVar("View", bound=Callable[..., Any])

_DECLARED: Final = "is_limited_by"
WAIT_SECONDS: Final = 5.0
"""How long a request waits for its turn to derive a key."""
TURNS: Final = 4
"""Codes that one process derives keys from at the same time: 4 MiB each."""
SIGN_IN_TURNS: Final = 2
"""Passphrases that one process derives keys from at the same time: 64 MiB each."""
LETTER_TURNS: Final = 2
"""Letters that one process prints for reporters at the same time: half of its threads."""
LETTERS_PER_MINUTE: Final = 60
NEIGHBOURS: Final = 64
"""Bits of an IPv6 address that say whose it is: whoever has one has all that begin alike."""


class Limit(Enum):
    """What is counted."""

    FILINGS = "filings"
    LOOKUPS = "lookups"
    SIGN_INS = "sign_ins"
    LETTERS = "letters"


READ: Final = frozenset({Limit.LETTERS})
"""What costs so much that it is counted although it is only read, and waits for nobody."""


class WindowCount:
    """How often something was asked in the running window of time.

    What was counted in a window is forgotten with it, so nothing grows. (The
    stores of the libraries for this start a thread for each request.)

    :param most: how often each may ask in a window.
    :ivar seconds: length of a window.
    """

    def __init__(self, most: int, *, seconds: int) -> None:
        self.seconds = seconds
        self._most = most
        self._window = -1
        self._counts: dict[bytes, int] = {}
        self._lock = Lock()

    def hit(self, key: bytes) -> bool:
        """Count one request, and say whether it was within the bound."""
        window = int(time.monotonic()) // self.seconds
        with self._lock:
            if window != self._window:
                self._window = window
                self._counts.clear()
            self._counts[key] = self._counts.get(key, 0) + 1
            return self._counts[key] <= self._most


class Limits:
    """The counters of one process.

    :param settings: how much is allowed.
    """

    def __init__(self, settings: Settings) -> None:
        self._key = os.urandom(32)
        self._counts = {
            Limit.FILINGS: WindowCount(settings.filings_per_second, seconds=1),
            Limit.LOOKUPS: WindowCount(settings.lookups_per_second, seconds=1),
            Limit.SIGN_INS: WindowCount(settings.sign_ins_per_minute, seconds=60),
            Limit.LETTERS: WindowCount(LETTERS_PER_MINUTE, seconds=60),
        }
        codes = BoundedSemaphore(TURNS)
        self._turns: dict[Limit, BoundedSemaphore] = {
            Limit.FILINGS: codes,
            Limit.LOOKUPS: codes,
            Limit.SIGN_INS: BoundedSemaphore(SIGN_IN_TURNS),
            Limit.LETTERS: BoundedSemaphore(LETTER_TURNS),
        }

    def count(self, limit: Limit, who: str) -> None:
        """Count one request.

        :param who: an address or a sign-in name; only its keyed hash is kept.
        :raises TooManyRequests: there were too many already.
        """
        counts = self._counts[limit]
        key = hmac.digest(self._key, f"{limit.value} {who}".encode(errors="replace"), "sha256")
        if not counts.hit(key):
            raise TooManyRequests(retry_after=counts.seconds)

    @contextmanager
    def turn(self, limit: Limit) -> Iterator[None]:
        """Take a turn at what costs memory and time.

        :raises ServiceUnavailable: no turn came in time.
        """
        turns = self._turns[limit]
        # Who waits holds one of the few threads that would answer everybody else.
        if not turns.acquire(timeout=0 if limit in READ else WAIT_SECONDS):
            raise ServiceUnavailable(retry_after=int(WAIT_SECONDS))
        try:
            yield
        finally:
            turns.release()


def limited(limit: Limit) -> Callable[[View], View]:
    """Bound a view: how often one address may ask it, and how many at once.

    Posts alone count, except where reading is what costs.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def one_at_a_turn(*args: Any, **kwargs: Any) -> Any:
            if not _counts(limit):
                return view(*args, **kwargs)
            with the_limits().turn(limit):
                return view(*args, **kwargs)

        setattr(one_at_a_turn, _DECLARED, limit)
        return cast(View, one_at_a_turn)

    return declare


def count(limit: Limit, who: str) -> None:
    """Count one request of somebody, such as a sign-in name.

    :raises TooManyRequests: there were too many already.
    """
    the_limits().count(limit, who)


def keep_limits(app: Flask, settings: Settings) -> None:
    """Count before a body is read and before a form is checked."""
    app.extensions["limits"] = Limits(settings)
    app.before_request(count_request)


def count_request() -> None:
    """Count a request to a limited view.

    :raises TooManyRequests: there were too many already.
    """
    view = current_app.view_functions.get(request.endpoint or "")
    limit = getattr(view, _DECLARED, None)
    if isinstance(limit, Limit) and _counts(limit):
        the_limits().count(limit, whose(request.remote_addr))


def whose(address: str | None) -> str:
    """Return by what the asker of an address is counted: of IPv6 the network it lies in."""
    try:
        parsed = ip_address(address or "")
    except ValueError:
        return address or ""
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is None:
        return str(ip_network((parsed, NEIGHBOURS), strict=False))
    return str(parsed)


def _counts(limit: Limit) -> bool:
    return request.method == "POST" or limit in READ


def the_limits() -> Limits:
    """Return the counters of the running application."""
    return cast(Limits, current_app.extensions["limits"])
