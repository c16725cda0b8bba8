"""What must hold for every page that a person can see."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.journeys.walking import Journey, Walk
from tests.support.browser import ContextFactory, axe_findings, bring_axe

WIDTHS = (320, 390, 1280)
"""CSS pixels: the smallest phone that counts (WCAG 2.2, 1.4.10), a usual one, an office screen."""

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

#: The words of a page that come from its templates: nothing that somebody typed, no name.
OWN_WORDS = """() => {
  const page = document.body.cloneNode(true);
  const foreign = "[lang=en], .typed, pre, .desk-case-list__heading, textarea, script, option";
  page.querySelectorAll(`${foreign}, #totp-secret`).forEach(one => one.remove());
  return page.textContent;
}"""
ENGLISH = re.compile(r"(?<![\w/@.])[A-Za-z’']{2,}(?: [A-Za-z’']{2,}){2,}")


@dataclass(frozen=True)
class Look:
    """How somebody sees the service.

    :ivar width: CSS pixels.
    """

    language: str
    width: int

    def __str__(self) -> str:
        return f"{self.language}-{self.width}"

    def begin(self, journey: Journey, manner: ContextFactory, name: str | None = None) -> Walk:
        """Let somebody come who sees it so.

        :param name: sign-in name of an officer, or None.
        """
        size = {"width": self.width, "height": 900}
        if name is None:
            walk = journey.begin(manner, viewport=size)
        else:
            walk = journey.begin_as(name, manner, viewport=size)
        bring_axe(walk.page)
        walk.go(f"/?lang={self.language}")
        return walk


LOOKS = (Look("th", 390), Look("en", 1280))
"""A phone in Thai and a desktop in English; every page is seen by both."""


def faults(walk: Walk, *, colours: bool = True) -> list[str]:
    """Return what is wrong with the page that is shown; empty is good.

    :param colours: measure contrast as well.
    """
    page, look = walk.page, walk.page.viewport_size
    assert look is not None
    found = axe_findings(page, colours=colours)
    if page.locator("h1").count() != 1:
        found.append("a page has one heading of the first order")
    if page.locator("html").get_attribute("lang") == "th":
        found += [f"not in Thai: {words}" for words in ENGLISH.findall(page.evaluate(OWN_WORDS))]
    for width in sorted(WIDTHS, key=look["width"].__eq__):  # its own last: there the page stays
        page.set_viewport_size({"width": width, "height": look["height"]})
        if (beyond := page.evaluate(OVERFLOW)) > 0:
            found.append(f"{beyond} pixels too wide at {width}")
    if page.viewport_size != look:
        page.set_viewport_size(look)
    return [f"{walk.path}: {fault}" for fault in found]


def faults_of(walk: Walk, addresses: list[str]) -> list[str]:
    """Return what is wrong with pages that anybody with this sign-in can open."""
    return [fault for address in addresses for fault in faults(walk.go(address))]
