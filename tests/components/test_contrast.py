"""Colours that stand on each other can be told apart: WCAG 2.2, 1.4.3 and 1.4.11."""

import re

import pytest

from tests.components.specimen_app import ROOT

TEXT, SIGN = 4.5, 3.0

PAIRS = [
    ("ink", "surface", TEXT),
    ("ink", "surface-raised", TEXT),
    ("ink", "surface-sunken", TEXT),
    ("ink", "accent-soft", TEXT),
    ("ink", "info-soft", TEXT),
    ("ink", "success-soft", TEXT),
    ("ink", "warning-soft", TEXT),
    ("ink", "danger-soft", TEXT),
    ("ink-soft", "surface", TEXT),
    ("ink-soft", "surface-raised", TEXT),
    ("ink-soft", "surface-sunken", TEXT),
    ("ink-soft", "accent-soft", TEXT),
    ("accent", "surface", TEXT),
    ("accent", "surface-raised", TEXT),
    ("accent-strong", "accent-soft", TEXT),
    ("on-accent", "accent", TEXT),
    ("on-accent", "accent-strong", TEXT),
    ("on-deep", "deep", TEXT),
    ("on-deep-soft", "deep", TEXT),
    ("danger", "surface", TEXT),
    ("danger", "surface-raised", TEXT),
    ("on-danger", "danger", TEXT),
    ("info", "info-soft", TEXT),
    ("success", "success-soft", TEXT),
    ("success", "surface-raised", TEXT),
    ("warning", "warning-soft", TEXT),
    ("warning", "surface-raised", TEXT),
    ("line-strong", "surface", SIGN),
    ("line-strong", "surface-raised", SIGN),
    ("focus", "surface", SIGN),
    ("focus", "surface-raised", SIGN),
]

CHANNELS = [None, "grievance", "corruption"]


def tokens(channel: str | None, dark: bool, desk: bool) -> dict[str, str]:
    """Return the colours as a page of the channel sees them."""
    sheets = ["tokens.css", *(["desk.css"] if desk else [])]
    source = "".join((ROOT / "static" / "base" / name).read_text() for name in sheets)
    light, night = split_by_scheme(source)
    seen: dict[str, str] = {}
    selectors = [":root", ".desk", f".channel-{channel}"]
    for part in (light, night) if dark else (light,):
        for selector in selectors:
            for body in re.findall(rf"(?m)^\s*{re.escape(selector)} \{{([^}}]*)\}}", part):
                seen |= dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{3,6})", body))
    return seen


def split_by_scheme(source: str) -> tuple[str, str]:
    pattern = r"@media screen and \(prefers-color-scheme: dark\) \{.*?\n\}"
    return re.sub(pattern, "", source, flags=re.DOTALL), "".join(
        re.findall(pattern, source, re.DOTALL)
    )


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    channels = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_black_on_white_is_twenty_one_to_one() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("desk", [False, True], ids=["public", "desk"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("channel", CHANNELS)
def test_what_stands_on_a_ground_can_be_read(channel: str | None, dark: bool, desk: bool) -> None:
    colours = tokens(channel, dark, desk)

    weak = {
        f"{front} on {ground}": round(contrast(colours[front], colours[ground]), 2)
        for front, ground, least in PAIRS
        if contrast(colours[front], colours[ground]) < least
    }

    assert weak == {}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_two_channels_share_no_accent(dark: bool) -> None:
    grievance, corruption = (tokens(name, dark, False) for name in ("grievance", "corruption"))

    shared = {
        name
        for name in ("accent", "accent-strong", "accent-soft", "deep")
        if grievance[name] == corruption[name]
    }

    assert shared == set()
