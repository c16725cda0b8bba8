"""How many bytes a page is with everything that it loads from this site, fonts apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from bs4 import BeautifulSoup

MOST_BYTES = 60_000
"""Of a page of the public, so that it opens on a phone with little signal and little data."""

Get = Callable[[str], bytes]
"""Return the body of an answer, and nothing where the answer is no 200."""

_LOADED = (("link[rel=stylesheet]", "href"), ("link[rel=icon]", "href"), ("[src]", "src"))
_NAMED_IN_SHEET = re.compile(rb"url\([\"']?(/[^)\"']+)")
_NOT_FOLLOWED = ("/desk", "/track/exit")
"""The sign-in of officers is their own, and the quick exit forgets the chosen language."""


def weights(get: Get, language: str) -> Iterator[tuple[str, int]]:
    """Yield every page of the public that links lead to, with its weight in bytes.

    :param get: asks the running service.
    """
    known = cache(get)
    waiting, seen = ["/"], {"/"}
    while waiting:
        address = waiting.pop()
        body = get(f"{address}?lang={language}")
        if not body.startswith(b"<!doctype html"):
            continue
        page = BeautifulSoup(body, "html.parser")
        yield address, len(body) + sum(len(known(asset)) for asset in _assets(page, known))
        fresh = {one for one in _links(page) if one not in seen}
        seen |= fresh
        waiting += sorted(fresh)


def _assets(page: BeautifulSoup, get: Get) -> set[str]:
    loaded = {
        str(element[attribute])
        for selector, attribute in _LOADED
        for element in page.select(selector)
        if str(element[attribute]).startswith("/")
    }
    named = {
        match.decode()
        for asset in loaded
        for match in _NAMED_IN_SHEET.findall(get(asset))
        if asset.partition("?")[0].endswith(".css")
    }
    return {asset for asset in loaded | named if "/fonts/" not in asset}


def _links(page: BeautifulSoup) -> Iterator[str]:
    """Yield the pages of this site that a page leads to; a name with a dot is a file."""
    for link in page.select("a[href^='/']"):
        address = re.split("[?#]", str(link["href"]))[0]
        if "." not in address.rpartition("/")[2] and not address.startswith(_NOT_FOLLOWED):
            yield address
