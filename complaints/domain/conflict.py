"""Whether somebody who is accused is one of those who would read the report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from complaints.domain.entries import SHUT_OUT_BY, EntryKind
from complaints.domain.text import as_read

_HONORIFICS = ("นางสาว", "นาง", "นาย", "น.ส.", "คุณ", "ท่าน", "mr", "mrs", "ms", "miss")
_BARE_HONORIFICS = frozenset(one.replace(".", "") for one in _HONORIFICS)
_SHORTEST_NAME = 3
_SHORTEST_POSITION = 8
_SHORTEST_MARK = 4


@dataclass(frozen=True)
class Appointed:
    """Somebody as the appointment order names him.

    :ivar officer_id: the account; one person may have had several.
    """

    officer_id: str
    full_name: str
    position: str


@dataclass(frozen=True)
class ShutOut:
    """Whom a case shuts out, as its own rows say.

    :ivar officer_ids: accounts, of this desk or of the one that had the case before.
    :ivar accused: what reporter and officers wrote on who is accused.
    """

    officer_ids: frozenset[str]
    accused: str


def shut_out_in(rows: Iterable[tuple[EntryKind, Mapping[str, Any]]]) -> ShutOut:
    """Return whom a case shuts out: ticked, accused, excluded, or who gave it up.

    :param rows: kind and content of every row that could be opened.
    """
    ids: set[str] = set()
    accused: list[str] = []
    for kind, content in rows:
        if kind in SHUT_OUT_BY:
            ids.add(str(content["officer_id"]))
        elif kind in {EntryKind.ACCOUNT, EntryKind.TAKEN_OVER}:
            ids.update(content.get("excluded", ()))
            accused.append(str(content.get("accused") or ""))
    return ShutOut(frozenset(ids), "\n".join(filter(None, accused)))


def is_shut_out(officer: Appointed, *, excluded: Iterable[Appointed], accused: str) -> bool:
    """Say whether a case shuts an officer out who came, or comes back, later.

    An account of the same name counts as the same person.

    :param excluded: whom reporter or colleagues have shut out.
    :param accused: what the reporter wrote on who is accused.
    """
    own = _name_words(officer.full_name)
    if any(
        one.officer_id == officer.officer_id or _name_words(one.full_name) == own
        for one in excluded
    ):
        return True
    return bool(accused) and names_officer(
        accused, full_name=officer.full_name, position=officer.position
    )


def names_officer(accused: str, *, full_name: str, position: str) -> bool:
    """Say whether a text on the accused names an officer.

    A match is the position, or first and family name, or the first name right
    behind a form of address. It errs on the side of a match: an officer too
    many shut out costs a colleague some work, one too few a livelihood.

    :param accused: what the reporter wrote on who is accused.
    :param full_name: name as in the appointment order, with or without a title.
    :param position: title of the post.
    """
    text = _folded(accused)
    first, *rest = _name_words(full_name) or [""]
    family = rest[-1] if rest else ""
    if len(_folded(position)) >= _SHORTEST_POSITION and _folded(position) in text:
        return True
    if len(first) < _SHORTEST_NAME:
        return False
    if len(family) >= _SHORTEST_NAME and first in text and family in text:
        return True
    return any(_folded(honorific) + first in text for honorific in _HONORIFICS)


def repeats(text: str, told: Iterable[str]) -> bool:
    """Say whether a text holds, word for word, a line of what was told in confidence.

    :param told: what must not be repeated; what is shorter than four characters is no mark.
    """
    plain = _folded(text)
    lines = (_folded(line) for each in told for line in each.splitlines())
    return any(len(line) >= _SHORTEST_MARK and line in plain for line in lines)


def _name_words(full_name: str) -> list[str]:
    words = as_read(full_name).split()
    if words and _folded(words[0]) in _BARE_HONORIFICS:
        words = words[1:]
    if words:
        for honorific in _HONORIFICS:
            if words[0].startswith(honorific) and len(words[0]) > len(honorific) + 1:
                words[0] = words[0][len(honorific) :]
                break
    return [_folded(word) for word in words]


def _folded(text: str) -> str:
    return re.sub(r"[\s.]+", "", as_read(text))
