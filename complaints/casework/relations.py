"""Cases that belong together: related ones, and duplicates."""

from __future__ import annotations

from complaints.casework.ground import record
from complaints.casework.holders import holders_on_desk, shut_out_of
from complaints.domain.access import Permission
from complaints.domain.codes import arabic_digits
from complaints.domain.entries import EntryKind
from complaints.domain.errors import BadInput, Code, NotFound
from complaints.domain.events import Event
from complaints.domain.text import clean_text
from complaints.work import Actor, Work
from complaints.work.opened import OpenedCase, open_case


def relate(work: Work, *, number: str, actor: Actor, other: str, words: str = "") -> None:
    """Note, in both of two cases, that they belong together; reporters read nothing of it.

    :raises NotFound: no such case, or the actor holds no wrap of it.
    :raises BadInput: no other case that the actor could open.
    """
    words = clean_text(words, "words", longest=5000)
    opened, second = open_with(
        work, number, actor, Permission.CASE_RELATE, other=other, field="other"
    )
    if second is None:
        raise BadInput(Code.CASE_IS_UNKNOWN, "other")
    linked(opened, actor, number=second.case.number, words=words)
    linked(second, actor, number=opened.case.number, words=words)


def linked(
    opened: OpenedCase, actor: Actor, *, number: str, words: str, is_duplicate: bool = False
) -> None:
    """Write into a case that another belongs to it.

    :param is_duplicate: the other one ended as a duplicate of this one.
    """
    opened.add_internal(
        EntryKind.RELATED,
        number=number,
        text=words,
        is_duplicate=is_duplicate,
        officer=actor.full_name,
    )
    record(opened, Event.CASE_RELATED, actor)


def open_with(
    work: Work,
    number: str,
    actor: Actor,
    permission: Permission,
    *,
    other: str,
    field: str = "duplicate_of",
) -> tuple[OpenedCase, OpenedCase | None]:
    """Open a case and, where one is named, another, both for a change.

    They are held in the order of their numbers, so that two officers who link
    the same cases the other way round do not wait for each other.

    :param other: a number as it was typed; empty for none.
    :param field: the form field in which it was typed.
    :raises NotFound: no such case, or the actor holds no wrap of it.
    :raises BadInput: no other case that the actor could open, or the same one, or one
        that shuts somebody out who would read its number.
    """
    other = arabic_digits(other).strip().upper()
    if not other:
        return open_case(work, number, actor, permission), None
    open_case(work, number, actor, permission, for_change=False)  # a stranger hears no more
    if other == number:
        raise BadInput(Code.CASE_IS_THE_SAME, field)
    found: dict[str, OpenedCase] = {}
    for each in sorted((number, other)):
        try:
            found[each] = open_case(work, each, actor, permission)
        except NotFound:
            if each == number:
                raise
            raise BadInput(Code.CASE_IS_UNKNOWN, field) from None
    _refuse_if_shut_out(found[number], found[other], field)
    return found[number], found[other]


def _refuse_if_shut_out(opened: OpenedCase, other: OpenedCase, field: str) -> None:
    """Refuse a link from which somebody would learn of a case that shuts him out.

    :raises BadInput: who reads one of them is shut out of the other.
    """
    for here, there in ((opened, other), (other, opened)):
        readers = {one.id for one in holders_on_desk(here)}
        if readers & shut_out_of(there):
            raise BadInput(Code.READER_IS_SHUT_OUT, field)
