"""The first calendar of holidays, from the ``holidays`` library for Thailand.

It knows the law and past Cabinet resolutions, not those to come; so every day
is an entry that the agency can take out, and says where it stands.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from typing import Final

OFFICES_WORK_ON: Final = frozenset({"National Children's Day", "National Labor Day"})
"""Days in the library's list that state offices do not have off."""

SOURCE: Final = (
    f"python-holidays {version('holidays')} (Thailand: public, government); โปรดเทียบกับมติคณะรัฐมนตรี"
)
_CATEGORIES: Final = ("public", "government")
_BETWEEN: Final = "; "
_IN_LIEU: Final = " (in lieu)"


@dataclass(frozen=True)
class ClosedDay:
    """A day on which state offices are closed, with both names and its source."""

    day: date
    name_th: str
    name_en: str
    source: str


def closed_days(years: Iterable[int]) -> list[ClosedDay]:
    """Return the holidays of state offices in some calendar years, in order.

    :param years: Christian era.
    """
    wanted = sorted(set(years))
    thai, english = _names(wanted, "th"), _names(wanted, "en_US")
    return [
        ClosedDay(day, _BETWEEN.join(thai_kept), _BETWEEN.join(english_kept), SOURCE)
        for day in sorted(thai)
        for thai_kept, english_kept in [_kept(thai[day], english[day])]
        if thai_kept
    ]


def _names(years: list[int], language: str) -> dict[date, list[str]]:
    import holidays  # it takes a moment, and only the founding of an agency needs it

    found = holidays.country_holidays("TH", years=years, categories=_CATEGORIES, language=language)
    return {day: names.split(_BETWEEN) for day, names in found.items()}


def _kept(thai: list[str], english: list[str]) -> tuple[list[str], list[str]]:
    """Return the names of a day without those on which offices work."""
    kept = [
        (name_th, name_en)
        for name_th, name_en in zip(thai, english, strict=True)
        if name_en.removesuffix(_IN_LIEU) not in OFFICES_WORK_ON
    ]
    return [name for name, _ in kept], [name for _, name in kept]
