"""The officers' manuals: which there are, what a part is, what a version changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

LANGUAGES = ("th", "en")


class OfficersManual(StrEnum):
    """The three manuals that the plans ask for.

    :source: the plans' measure on complaints: คู่มือปฏิบัติงานเกี่ยวกับการรับเรื่องร้องเรียน ร้องทุกข์,
        คู่มือแนวทางการจัดการต่อเรื่องร้องเรียนการทุจริต, แนวทางดำเนินการต่อเรื่องร้องเรียนที่เกี่ยวข้องกับ
        การทุจริตและประพฤติมิชอบของเจ้าหน้าที่.
    """

    INTAKE = "intake"
    CORRUPTION = "corruption"
    MISCONDUCT = "misconduct"


@dataclass(frozen=True)
class Part:
    """One part of a manual in one language.

    :ivar key: names the part in every version.
    :ivar paragraphs: what it says.
    :ivar points: a list below that: steps, people, choices.
    """

    key: str
    title: str
    paragraphs: tuple[str, ...]
    points: tuple[str, ...] = ()


Content = Mapping[str, Sequence[Part]]
"""The parts of a manual by language; both languages have the same keys."""


def empty_parts(content: Content) -> list[str]:
    """Return the keys of the parts that say nothing in some language."""
    return [
        part.key
        for parts in content.values()
        for part in parts
        if not part.title or not any(part.paragraphs)
    ]


def changed_parts(before: Content, now: Content) -> list[str]:
    """Return the keys of the parts that a later version changed, brought or dropped."""
    was = {(language, part.key): part for language in before for part in before[language]}
    then = {(language, part.key): part for language in now for part in now[language]}
    keys = dict.fromkeys(key for _, key in (*then, *was))
    return [
        key
        for key in keys
        if any(was.get((one, key)) != then.get((one, key)) for one in (*before, *now))
    ]
