"""Searching in what is written in cases.

Everything written is sealed, so a search opens every case that the officer can
open. What it opened is kept for the next one: sealed under the half of the
session that lives in the cookie alone, and gone with the session. Cases that
changed since are opened anew; a case that the officer lost is left out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from complaints.casework.lists import CaseRow, rows_of
from complaints.domain.access import Permission
from complaints.domain.channel import Channel
from complaints.domain.entries import Entry
from complaints.domain.errors import NotFound
from complaints.domain.events import Event
from complaints.domain.text import clean_line, required_text
from complaints.records import journal
from complaints.records.cases import Case
from complaints.records.sessions import SearchIndex, search_parts
from complaints.vault.halves import open_session, seal_session
from complaints.work import Actor, Work, refuse_unless_allowed
from complaints.work.cookies import Cookie
from complaints.work.office import Office
from complaints.work.opened_many import held_cases, open_many

MOST_SHOWN = 100
CASES_IN_PART = 250
LONGEST_WORDS = 200
_NO_WORDS = frozenset(
    {"blob_id", "key", "received_sha256", "kept_sha256", "officer_id", "new_date", "until"}
)
_GAPS = re.compile(r"[\s\u200b\u200c\u200d]+")

Known = tuple[int, int, str]
"""What is kept of a case: its rows, its newest key's number, its folded text."""


@dataclass(frozen=True)
class SearchResult:
    """What a search found.

    :ivar looked_through: cases that the officer can open.
    :ivar has_more: more were found than are shown.
    """

    rows: list[CaseRow]
    looked_through: int
    has_more: bool


def search(
    office: Office, channel: Channel, actor: Actor, *, words: str, cookie: str | None
) -> SearchResult:
    """Find the cases in which all words stand; who searched is written down first.

    :param words: divided by spaces; case and zero-width spaces do not count.
    :param cookie: of the officer's session.
    :raises NotFound: the actor is not of this desk, or has no session.
    :raises BadInput: no words, or words that cannot be taken.
    """
    text = clean_line(required_text(words, "words"), "words", longest=LONGEST_WORDS)
    session = Cookie.parse(cookie)
    if session is None:
        raise NotFound
    with office.writing(channel) as work:
        refuse_unless_allowed(actor, Permission.CASES_SEARCH, channel=channel)
        held = held_cases(work, actor)
        record_search(work, actor, len(held))
    with office.reading(channel) as work:
        index = _Index(work, session)
        changed = index.take_in(work, actor, held)
        found = index.matching(held, text)
        rows = rows_of(work, actor, found[:MOST_SHOWN])
    if changed:
        with office.writing(channel) as work:
            index.keep(work, changed)
    return SearchResult(rows, len(held), len(found) > MOST_SHOWN)


def folded(text: str) -> str:
    """Return a text as it is compared: one width, one case, no zero-width spaces."""
    return _GAPS.sub(" ", unicodedata.normalize("NFKC", text).casefold())


class _Index:
    """What a session has opened so far, in sealed parts."""

    def __init__(self, work: Work, cookie: Cookie) -> None:
        self._cookie = cookie
        self._parts: list[dict[str, Any]] = [
            open_session(
                cookie.half,
                row.texts_sealed,
                agency_id=work.agency.id,
                row=_row_name(cookie, row.part),
            )
            for row in search_parts(work.session, cookie.row)
        ]
        self._where = {case: at for at, part in enumerate(self._parts) for case in part}

    def take_in(self, work: Work, actor: Actor, held: Sequence[Case]) -> set[int]:
        """Open what is new or was changed; return the parts that are not as they were."""
        stale = [case.id for case in held if not self._is_fresh(case)]
        changed = set()
        for opened, entries in open_many(work, actor, stale):
            case = opened.case
            part = self._part_for(case.id)
            text = folded(f"{case.number} {_words_of(entries)}")
            self._parts[part][case.id] = [case.entry_count, case.key_number, text]
            changed.add(part)
        return changed

    def matching(self, held: Sequence[Case], text: str) -> list[str]:
        """Return the ids of held cases in which every word stands."""
        wanted = [word for word in folded(text).split(" ") if word]
        return [
            case.id
            for case in held
            if case.id in self._where and all(word in self._known(case.id)[2] for word in wanted)
        ]

    def keep(self, work: Work, changed: set[int]) -> None:
        """Seal the parts that changed."""
        for part in changed:
            sealed = seal_session(
                self._cookie.half,
                self._parts[part],
                agency_id=work.agency.id,
                row=_row_name(self._cookie, part),
            )
            row = SearchIndex(session_id=self._cookie.row, part=part, texts_sealed=sealed)
            work.session.merge(row)

    def _is_fresh(self, case: Case) -> bool:
        if case.id not in self._where:
            return False
        rows, key_number, _ = self._known(case.id)
        return (rows, key_number) == (case.entry_count, case.key_number)

    def _known(self, case_id: str) -> Known:
        rows, key_number, text = self._parts[self._where[case_id]][case_id]
        return int(rows), int(key_number), str(text)

    def _part_for(self, case_id: str) -> int:
        if case_id not in self._where:
            if not self._parts or len(self._parts[-1]) >= CASES_IN_PART:
                self._parts.append({})
            self._where[case_id] = len(self._parts) - 1
        return self._where[case_id]


def _words_of(entries: Sequence[Entry]) -> str:
    return "\n".join(word for entry in entries for word in _strings(entry.content))


def _strings(kept: Any) -> list[str]:
    """Return every text in what a row keeps, names of files among them."""
    if isinstance(kept, str):
        return [kept]
    if isinstance(kept, dict):
        return [text for name, value in kept.items() if name not in _NO_WORDS
                for text in _strings(value)]  # fmt: skip
    return [text for value in kept for text in _strings(value)] if isinstance(kept, list) else []


def _row_name(cookie: Cookie, part: int) -> str:
    return f"{cookie.row}/search/{part}"


def record_search(work: Work, actor: Actor, case_count: int) -> None:
    """Write into the record that somebody looked through cases, and through how many."""
    journal.write(
        work.session,
        Event.CASES_SEARCHED,
        channel=work.channel,
        on=work.today(),
        actor_id=actor.id,
        fields={"case_count": str(case_count)},
    )
