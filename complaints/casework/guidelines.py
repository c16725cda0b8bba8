"""The register of preventive guidelines: put on it, looked at twice, read, taken off.

What is learned of a case is sealed with it. An officer words anew what the
whole office can use; on the protected channel a second holder, the head of the
unit where one can open the case, looks at the words before they leave the seal.

The record says of a protected case no more than that a note was written:
a line of its own would tie the case to the words that came up that day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from complaints.casework.ground import last_closing, record
from complaints.casework.holders import holders_on_desk
from complaints.domain.access import Permission, Situation, is_allowed
from complaints.domain.calendar import fiscal_year_be, half_of
from complaints.domain.case_work import Verdict
from complaints.domain.channel import Channel, Role
from complaints.domain.conflict import names_officer, repeats
from complaints.domain.entries import Entry, EntryKind
from complaints.domain.errors import BadInput, Code, NotAllowed, NotFound
from complaints.domain.events import Event
from complaints.domain.states import State
from complaints.domain.text import clean_text, required_text
from complaints.records import guidelines, journal, officers
from complaints.records.agency import active_subjects, active_units
from complaints.records.guidelines import Guideline, GuidelineCase
from complaints.work import Actor, Work, refuse_unless_allowed
from complaints.work.opened import OpenedCase, open_case
from complaints.work.opened_many import held_cases, open_many

LONGEST = 2000
_KINDS = frozenset({EntryKind.GUIDELINE, EntryKind.GUIDELINE_DRAFT, EntryKind.GUIDELINE_SENT_BACK})
_TELLING = ("name", "phone", "email", "accused", "place", "witnesses")
"""Fields of an account of which nothing may be repeated."""


@dataclass(frozen=True)
class Worded:
    """A guideline as an officer words it for the register.

    :ivar text_en: may be empty.
    :ivar subject: code of the subject under which it is filed; empty for all of them.
    :ivar unit_id: the unit that it binds; empty for all, and on the protected channel.
    """

    text_th: str
    text_en: str = ""
    subject: str = ""
    unit_id: str = ""


@dataclass(frozen=True)
class Line:
    """One guideline of the register as its reader may see it.

    :ivar year_be: the fiscal year in which it came.
    :ivar case_count: of how many cases it was learned; None where that is not told.
    :ivar numbers: those of them that the reader can open; of grievances alone.
    """

    id: str
    text_th: str
    text_en: str
    subject: str | None
    unit_id: str | None
    year_be: int
    released_on: date | None
    case_count: int | None
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Learned:
    """What a case has for the register.

    :ivar cause: why it came to it, as it was written at completion.
    :ivar guideline: how to prevent the like, as it was written at completion.
    :ivar waiting: words that wait for the second look.
    :ivar is_own: the reader wrote those words.
    :ivar linked: ids of the guidelines that were learned of the case.
    :ivar offered: the register, to which the case can be added.
    """

    cause: str
    guideline: str
    waiting: dict[str, Any] | None
    is_own: bool
    linked: frozenset[str]
    offered: list[Line]


def look_at_learned(work: Work, actor: Actor, *, number: str) -> Learned:
    """Return what a case has for the register.

    :raises NotFound: no such case, or the actor holds no wrap of it.
    """
    opened = open_case(work, number, actor, Permission.CASE_GUIDELINE, for_change=False)
    entries = opened.entries()
    closing, waiting = last_closing(entries), waiting_words(entries)
    linked = linked_to(entries)
    return Learned(
        cause=str(closing.get("cause") or ""),
        guideline=str(closing.get("guideline") or ""),
        waiting=waiting,
        is_own=waiting is not None and waiting["officer_id"] == actor.id,
        linked=linked,
        offered=[line for line in read_register(work, actor) if line.id not in linked],
    )


def put_forward(work: Work, *, number: str, actor: Actor, worded: Worded) -> bool:
    """Put a guideline on the register; on the protected channel, have it looked at first.

    :return: whether it stands on the register; otherwise it waits for the second look.
    :raises NotFound: no such case, or the actor holds no wrap of it.
    :raises NotAllowed: the case is not completed, words wait already, or nobody
        else could look at them.
    :raises BadInput: no words, words that repeat what was reported or name an
        officer, or an unknown subject or unit.
    """
    opened = _open_completed(work, number, actor)
    entries = opened.entries()
    if waiting_words(entries) is not None:
        raise NotAllowed(Code.GUIDELINE_WAITS)
    content = {**_checked(opened, entries, worded), "officer": actor.full_name}
    if work.channel is Channel.GRIEVANCE:
        _release(opened, actor, content)
        return True
    if not _who_could_look(opened, but=actor.id):
        raise NotAllowed(Code.NOBODY_CAN_CONFIRM)
    opened.add_internal(EntryKind.GUIDELINE_DRAFT, **content, officer_id=actor.id)
    opened.change_heading(guideline_waits=True)
    record(opened, Event.CASE_NOTED, actor)
    return False


def add_to_known(work: Work, *, number: str, actor: Actor, guideline_id: str) -> None:
    """Write down that a guideline of the register was learned of this case, too.

    :raises NotFound: no such case, or the actor holds no wrap of it.
    :raises NotAllowed: the case is not completed.
    :raises BadInput: no such guideline, or the case belongs to it already.
    """
    opened = _open_completed(work, number, actor)
    known = guidelines.find_guideline(work.session, work.channel, guideline_id)
    if known is None or guideline_id in linked_to(opened.entries()):
        raise BadInput(Code.CHOICE_IS_UNKNOWN, "known")
    guidelines.add_case_to(work.session, guideline_id)
    _link(opened, actor, known.id, {"text": known.text_th, "officer": actor.full_name})


def look_again(work: Work, *, number: str, actor: Actor, verdict: Verdict, words: str = "") -> None:
    """Let words onto the register of the protected channel, or send them back.

    Whoever wrote them can take them back, but not let them through.

    :raises NotFound: no such case, or the actor holds no wrap of it.
    :raises NotAllowed: nothing waits, it is the actor's own, or a head of unit must do it.
    :raises BadInput: sent back without words.
    """
    opened = open_case(work, number, actor, Permission.CASE_GUIDELINE)
    waiting = waiting_words(opened.entries())
    if waiting is None:
        raise NotAllowed(Code.NO_GUIDELINE_WAITS)
    if verdict is Verdict.SEND_BACK:
        words = required_text(words, "words", longest=LONGEST)
        opened.add_internal(EntryKind.GUIDELINE_SENT_BACK, text=words, officer=actor.full_name)
        opened.change_heading(guideline_waits=False)
        record(opened, Event.CASE_NOTED, actor)
        return
    if waiting["officer_id"] == actor.id:
        raise NotAllowed(Code.OWN_GUIDELINE)
    if actor.id not in _who_could_look(opened, but=waiting["officer_id"]):
        raise NotAllowed(Code.HEAD_LOOKS_AGAIN)
    content = {name: waiting[name] for name in ("text", "text_en", "subject", "officer")}
    _release(opened, actor, {**content, "unit_id": "", "confirmed_by": actor.full_name})
    opened.change_heading(guideline_waits=False)


def take_off(work: Work, actor: Actor, *, guideline_id: str) -> None:
    """Take a guideline off the register, words and all; its cases keep theirs under seal.

    :raises NotFound: the actor does not work on this desk, or it has no such guideline.
    """
    refuse_unless_allowed(actor, Permission.GUIDELINES_CHANGE, channel=work.channel)
    known = guidelines.find_guideline(work.session, work.channel, guideline_id)
    if known is None:
        raise NotFound
    guidelines.remove_guideline(work.session, known)
    journal.write(
        work.session,
        Event.GUIDELINE_TAKEN_OFF,
        channel=work.channel,
        on=work.today(),
        actor_id=actor.id,
    )


def read_register(work: Work, actor: Actor) -> list[Line]:
    """Return the register of a channel, newest first.

    Who watches over the desk reads the words; of which cases they came, and of
    how many on the protected channel, is for those who work there.

    :raises NotFound: neither of this desk nor watching over it.
    """
    works_here = is_allowed(actor.person, Permission.DESK_READ, Situation(work.channel))
    watches = is_allowed(actor.person, Permission.OVERSIGHT_READ, Situation(work.channel))
    is_protected = work.channel is Channel.CORRUPTION
    if is_protected and actor.person.role is Role.UNIT_HEAD:
        watches = False  # a head of unit watches over the own desk, and may be of the other
    if not (works_here or watches):
        raise NotFound
    rows = guidelines.all_guidelines(work.session, work.channel)
    numbers = _openable_numbers(work, actor, rows) if works_here else {}
    return [
        Line(
            id=row.id,
            text_th=row.text_th,
            text_en=row.text_en,
            subject=row.subject,
            unit_id=row.unit_id,
            year_be=fiscal_year_be(row.half_starts_on),
            released_on=row.released_on,
            case_count=row.case_count if works_here or not is_protected else None,
            numbers=numbers.get(row.id, ()),
        )
        for row in rows
    ]


def waiting_for_a_look(work: Work, actor: Actor) -> list[str]:
    """Return the numbers of protected cases whose words wait, those that the actor can open.

    :raises NotFound: the actor does not work on this desk.
    """
    refuse_unless_allowed(actor, Permission.DESK_READ, channel=work.channel)
    if work.channel is not Channel.CORRUPTION:
        return []
    completed = [case.id for case in held_cases(work, actor) if not State(case.state).is_open]
    return sorted(
        opened.case.number
        for opened, _ in open_many(work, actor, completed)
        if opened.heading().get("guideline_waits")
    )


def waiting_words(entries: Iterable[Entry]) -> dict[str, Any] | None:
    """Return words that wait for the second look, if there are any."""
    steps = [entry for entry in entries if entry.kind in _KINDS]
    is_waiting = bool(steps) and steps[-1].kind is EntryKind.GUIDELINE_DRAFT
    return steps[-1].content if is_waiting else None


def linked_to(entries: Iterable[Entry]) -> frozenset[str]:
    """Return the ids of the guidelines that were learned of a case."""
    return frozenset(
        str(entry.content["guideline_id"]) for entry in entries if entry.kind is EntryKind.GUIDELINE
    )


def _open_completed(work: Work, number: str, actor: Actor) -> OpenedCase:
    opened = open_case(work, number, actor, Permission.CASE_GUIDELINE)
    if State(opened.case.state).is_open:
        raise NotAllowed(Code.CASE_IS_NOT_COMPLETED)
    return opened


def _checked(opened: OpenedCase, entries: list[Entry], worded: Worded) -> dict[str, str]:
    """Return words as they will stand.

    :raises BadInput: names the first field that cannot be taken.
    """
    work = opened.work
    words = {
        "text_th": required_text(worded.text_th, "text_th", longest=LONGEST),
        "text_en": clean_text(worded.text_en, "text_en", longest=LONGEST),
    }
    for field, text in words.items():
        if _gives_away(opened, entries, text):
            raise BadInput(Code.GUIDELINE_GIVES_AWAY, field)
    if worded.subject and worded.subject not in {
        one.code for one in active_subjects(work.session, work.channel)
    }:
        raise BadInput(Code.CHOICE_IS_UNKNOWN, "subject")
    is_protected = work.channel is Channel.CORRUPTION
    units = set() if is_protected else {unit.id for unit in active_units(work.session)}
    if worded.unit_id and worded.unit_id not in units:
        raise BadInput(Code.CHOICE_IS_UNKNOWN, "unit")
    return {
        "text": words["text_th"],
        "text_en": words["text_en"],
        "subject": worded.subject,
        "unit_id": worded.unit_id,
    }


def _gives_away(opened: OpenedCase, entries: list[Entry], text: str) -> bool:
    """Say whether words repeat what tells who or where, or name somebody of the office."""
    account = next(entry.content for entry in entries if entry.kind is EntryKind.ACCOUNT)
    told = [opened.case.number, *(str(account.get(field) or "") for field in _TELLING)]
    return repeats(text, told) or any(
        names_officer(text, full_name=one.full_name, position="")
        for one in officers.all_officers(opened.work.session)
    )


def _release(opened: OpenedCase, actor: Actor, content: dict[str, str]) -> None:
    work = opened.work
    is_protected = work.channel is Channel.CORRUPTION
    row = Guideline(
        channel=work.channel.value,
        half_starts_on=half_of(work.today()).start,
        released_on=None if is_protected else work.today(),
        subject=content["subject"] or None,
        unit_id=content["unit_id"] or None,
        text_th=content["text"],
        text_en=content["text_en"],
    )
    work.session.add(row)
    work.session.flush()
    _link(opened, actor, row.id, content)


def _link(opened: OpenedCase, actor: Actor, guideline_id: str, content: dict[str, str]) -> None:
    """Tie a case to a guideline: in the case under seal, and for a grievance in the register."""
    session = opened.work.session
    opened.add_internal(EntryKind.GUIDELINE, guideline_id=guideline_id, **content)
    if opened.work.channel is Channel.CORRUPTION:
        record(opened, Event.CASE_NOTED, actor)
        return
    session.add(GuidelineCase(guideline_id=guideline_id, case_id=opened.case.id))
    record(opened, Event.GUIDELINE_RELEASED, actor)


def _who_could_look(opened: OpenedCase, *, but: str) -> set[str]:
    """Return who could look at words that somebody wrote: heads of unit, or else any holder."""
    others = {one.id for one in holders_on_desk(opened)} - {but}
    accounts = officers.officers_of_desk(opened.work.session, opened.work.channel)
    heads = {one.id for one in accounts if Role(one.role) is Role.UNIT_HEAD}
    return others & heads or others


def _openable_numbers(
    work: Work, actor: Actor, rows: list[Guideline]
) -> dict[str, tuple[str, ...]]:
    found = guidelines.numbers_of(work.session, [row.id for row in rows], actor.id)
    return {guideline_id: tuple(numbers) for guideline_id, numbers in found.items()}
