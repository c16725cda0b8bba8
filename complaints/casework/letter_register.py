"""The register of outgoing letters (ทะเบียนหนังสือส่ง), as each reader may see it.

Grievances have one book for a calendar year: every number and day of it stands
there, also where what the letter says is sealed to the reader, and a number
behind which there is no letter any more. A corruption case numbers its own
letters, so of that desk's register each sees the cases that he holds, and
nothing tells him that there are others.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from complaints.domain.access import Permission
from complaints.domain.calendar import BUDDHIST_OFFSET
from complaints.domain.channel import Channel
from complaints.domain.letters import LetterKind
from complaints.records import case_lists, letters, many_cases
from complaints.records.cases import Case
from complaints.records.letters import Letter
from complaints.vault.casekeys import HalfKey, open_as_officer
from complaints.work import Actor, Work, refuse_unless_allowed
from complaints.work.letters import TO_BODY, IssuedLetter, read_letter
from complaints.work.opened import open_heading, ref_of

PAGE_ROWS = 50
PRINTED_ROWS = 1000
_MOST_CASES = 10_000


@dataclass(frozen=True)
class RegisterLine:
    """One number of a book.

    :ivar issued_on: None where no letter stands behind the number any more.
    :ivar kind: None where the letter is sealed to the reader, and so are the two that follow.
    """

    number: int
    issued_on: date | None = None
    kind: LetterKind | None = None
    reference: str = ""
    case_number: str = ""
    letter_id: str = ""


@dataclass(frozen=True)
class Register:
    """A page of the register of one year.

    :ivar year: of the Buddhist era.
    :ivar years: that can be chosen, newest first.
    :ivar lines: newest first.
    :ivar total: lines of the whole year.
    """

    year: int
    years: list[int]
    lines: list[RegisterLine]
    page: int
    first: int
    total: int
    has_next: bool


@dataclass(frozen=True)
class _SentToBody:
    """A letter of a protected case to another body, as the heading of the case keeps it."""

    case_number: str
    number: int
    issued_on: date
    kept: dict[str, str]

    @property
    def line(self) -> RegisterLine:
        """Return its line."""
        return RegisterLine(
            self.number,
            self.issued_on,
            LetterKind.TO_BODY,
            self.kept["reference"],
            self.case_number,
            self.kept["id"],
        )


def read_register(
    work: Work, actor: Actor, *, year: int | None = None, page: int = 1, page_rows: int = PAGE_ROWS
) -> Register:
    """Return a page of the register of a year; of letters it opens those that the actor holds.

    :param year: of the Buddhist era; one without letters is taken for the present one.
    :param page: from 1, the newest.
    :raises NotFound: the actor may not read the register of this desk.
    """
    refuse_unless_allowed(actor, Permission.LETTERS_READ, channel=work.channel)
    if work.channel is Channel.GRIEVANCE:
        return _of_the_office(work, actor, year, max(page, 1), page_rows)
    return _of_held_cases(work, actor, year, max(page, 1), page_rows)


def _of_the_office(work: Work, actor: Actor, year: int | None, page: int, rows: int) -> Register:
    years = _years(work, letters.years_of_books(work.session))
    book = str(year if year in years else years[0])
    total = letters.last_numbers(work.session, [book]).get(book, 0)
    last = max(total - (page - 1) * rows, 0)
    first = max(last - rows, 0) + 1
    found = {row.number: row for row in letters.letters_between(work.session, book, first, last)}
    opened = _opened(work, actor, found.values())
    lines = [
        _line(number, found.get(number), opened.get(found[number].id) if number in found else None)
        for number in range(last, first - 1, -1)
    ]
    return Register(int(book), years, lines, page, total - last + 1, total, has_next=first > 1)


def _of_held_cases(work: Work, actor: Actor, year: int | None, page: int, rows: int) -> Register:
    held = letters.letters_held(work.session, work.channel, actor.id)
    sent = _sent_to_bodies(work, actor)
    both: list[Letter | _SentToBody] = [*held, *sent]
    years = _years(work, sorted({_year_of(one.issued_on) for one in both}, reverse=True))
    chosen = year if year in years else years[0]
    found = sorted(
        (one for one in both if _year_of(one.issued_on) == chosen),
        key=lambda one: (one.issued_on, one.number),
        reverse=True,
    )
    start = (page - 1) * rows
    shown = found[start : start + rows]
    opened = _opened(work, actor, [one for one in shown if isinstance(one, Letter)])
    lines = [
        one.line if isinstance(one, _SentToBody) else _line(one.number, one, opened.get(one.id))
        for one in shown
    ]
    missing = _missing_numbers(work, held) if page == 1 else []
    has_next = len(found) > start + rows
    return Register(chosen, years, [*missing, *lines], page, start + 1, len(found), has_next)


def _sent_to_bodies(work: Work, actor: Actor) -> list[_SentToBody]:
    """Return the letters to other bodies, which stand in the headings of held cases alone."""
    if actor.owned is None:
        return []
    pair, found = actor.owned.opening, []
    ended = case_lists.page_of_cases(
        work.session,
        work.channel,
        actor.id,
        [Case.first_completed_on.is_not(None)],
        order=case_lists.NEWEST_FIRST,
        offset=0,
        limit=_MOST_CASES,
    )
    for case, wrap in ended:
        key = open_as_officer(ref_of(work, case), case.heading_key_number, wrap, actor.id, pair)
        kept = open_heading(case, {case.heading_key_number: key}).get(TO_BODY, [])
        found += [
            _SentToBody(case.number, number, date.fromisoformat(one["on"]), one)
            for number, one in enumerate(kept, start=1)
        ]
    return found


def _missing_numbers(work: Work, held: Iterable[Letter]) -> list[RegisterLine]:
    """Return the numbers of held cases behind which there is no letter any more."""
    present: dict[str, set[int]] = {}
    for row in held:
        present.setdefault(row.case_id, set()).add(row.number)
    last = letters.last_numbers(work.session, list(present))
    cases = many_cases.cases_of_ids(work.session, work.channel, list(present))
    return [
        RegisterLine(number, case_number=case.number)
        for case in cases
        for number in range(1, last.get(case.id, 0) + 1)
        if number not in present[case.id]
    ]


def _line(number: int, row: Letter | None, read: tuple[Case, IssuedLetter] | None) -> RegisterLine:
    if row is None:
        return RegisterLine(number)
    if read is None:
        return RegisterLine(number, row.issued_on)
    case, letter = read
    return RegisterLine(
        number, row.issued_on, letter.kind, letter.reference, case.number, letter.id
    )


def _opened(
    work: Work, actor: Actor, rows: Iterable[Letter]
) -> dict[str, tuple[Case, IssuedLetter]]:
    """Open those of some letters whose case key the actor holds, by id."""
    if actor.owned is None:
        return {}
    rows = list(rows)
    ids = sorted({row.case_id for row in rows})
    cases = {case.id: case for case in many_cases.cases_of_ids(work.session, work.channel, ids)}
    wraps = {
        (wrap.case_id, wrap.key_number): wrap.key_sealed
        for wrap in many_cases.wraps_of_many(work.session, ids, actor.id)
    }
    keys: dict[tuple[str, int], HalfKey] = {}
    opened = {}
    for row in rows:
        at, case = (row.case_id, row.key_number), cases.get(row.case_id)
        if case is None or at not in wraps:
            continue
        if at not in keys:
            ref, pair = ref_of(work, case), actor.owned.opening
            keys[at] = open_as_officer(ref, at[1], wraps[at], actor.id, pair).shared
        opened[row.id] = (case, read_letter(row, keys[at], case))
    return opened


def _years(work: Work, years: list[int]) -> list[int]:
    return years or [_year_of(work.today())]


def _year_of(day: date) -> int:
    return day.year + BUDDHIST_OFFSET
