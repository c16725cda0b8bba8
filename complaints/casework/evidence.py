"""Looking at a file safely, and getting at the original of one.

What is shown is drawn, or read as words, in the confined child; the officer's machine meets
no format of a stranger. An original is handed out only after a warning, and where its program
could act on what is in it, only when a second person who can open the case has confirmed it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from complaints.domain.access import Permission
from complaints.domain.channel import Channel
from complaints.domain.errors import Code, NotAllowed, NotFound
from complaints.domain.events import Event
from complaints.domain.text import required_text
from complaints.domain.two_people import Deed
from complaints.evidence.clean import NotCleaned, Shown
from complaints.evidence.errors import CleanerUnavailable
from complaints.evidence.kinds import PLAYED, kind_called
from complaints.records import cases, journal
from complaints.work import Actor, Work
from complaints.work.attachments import OpenedFile, is_original, open_attachment
from complaints.work.office import Office
from complaints.work.opened import OpenedCase, open_case
from complaints.work.two_people import (
    Asked,
    ask,
    confirm,
    requests_for,
    second_people,
    take_confirmed,
    withdraw,
)

PAGES_AT_ONCE = 3


@dataclass(frozen=True)
class Custody:
    """What the case remembers of a file since it came.

    :ivar cleaned: whether it was made anew; None where its kind hides nothing.
    :ivar scanned: whether a virus scanner looked at what was sent, and found nothing.
    :ivar original: blob id of what the reporter sent, where it is kept; the file itself where it
        could not be cleaned.
    :ivar needs_two: whether the original is handed out to two people only.
    """

    blob_id: str
    name: str = field(repr=False)
    kind: str
    size: int
    received_sha256: str = field(repr=False)
    kept_sha256: str = field(repr=False)
    cleaned: bool | None
    first_frame_only: bool
    scanned: bool
    original: str | None
    needs_two: bool


@dataclass(frozen=True)
class LookedAt:
    """A file on the screen.

    :ivar shown: pages or words; None where it can only be downloaded.
    :ivar first: number of the first page shown, from nought.
    """

    custody: Custody
    shown: Shown | None
    first: int


@dataclass(frozen=True)
class OriginalState:
    """How it stands with an original.

    :ivar asked: the running request for it, if there is one that the actor can read.
    :ivar is_own: whether the actor made it.
    """

    custody: Custody
    asked: Asked | None
    is_own: bool


def look_at(
    office: Office, channel: Channel, actor: Actor, *, number: str, blob_id: str, first: int
) -> LookedAt:
    """Show pages of a file, or its words, and write down who looked.

    :param first: the first page to show, from nought.
    :raises NotFound: no such case or file, or the actor holds no wrap.
    """
    with office.writing(channel) as work:
        opened = _opened(work, actor, number)
        record = _record_of(opened, blob_id)
        file = open_attachment(opened, [record], blob_id)
        _write(opened, Event.EVIDENCE_READ, actor)
    return LookedAt(_custody(record), _shown(office, file, record, first), first)


def read_original_state(work: Work, actor: Actor, *, number: str, blob_id: str) -> OriginalState:
    """Return how it stands with the original of a file.

    :raises NotFound: no such case, file or original, or the actor holds no wrap.
    """
    opened = _opened(work, actor, number)
    custody = _custody(_record_of(opened, blob_id))
    if custody.original is None:
        raise NotFound
    asked = _running(work, actor, opened, custody) if custody.needs_two else None
    return OriginalState(custody, asked, asked is not None and asked.asked_by == actor.id)


def ask_for_original(work: Work, actor: Actor, *, number: str, blob_id: str, reason: str) -> None:
    """Ask a colleague who can open the case to confirm that an original is needed.

    :raises BadInput: no reason.
    :raises NotAllowed: nobody else can open the case, or a request is running.
    """
    reason = required_text(reason, "reason")
    state = read_original_state(work, actor, number=number, blob_id=blob_id)
    if state.asked is not None:
        raise NotAllowed(Code.CHANGED_MEANWHILE)
    opened = _opened(work, actor, number)
    holders = cases.holders_of(work.session, opened.case.id)
    seconds = second_people(work, actor)
    ask(
        work,
        actor,
        Deed.OPEN_ORIGINAL,
        case_id=opened.case.id,
        particulars={"number": number, "blob_id": state.custody.original, "reason": reason},
        seconds={holder: key for holder, key in seconds.items() if holder in holders},
    )


def confirm_original(work: Work, actor: Actor, *, number: str, blob_id: str) -> None:
    """Confirm that an original is needed, as the second person.

    :raises NotFound: nobody asked.
    :raises NotAllowed: asked for by the actor, or confirmed before.
    """
    asked = read_original_state(work, actor, number=number, blob_id=blob_id).asked
    if asked is None:
        raise NotFound
    confirm(work, actor, asked.id)


def withdraw_original(work: Work, actor: Actor, *, number: str, blob_id: str) -> None:
    """Take the request for an original back.

    :raises NotFound: the actor did not ask.
    """
    asked = read_original_state(work, actor, number=number, blob_id=blob_id).asked
    if asked is None:
        raise NotFound
    withdraw(work, actor, asked.id)


def take_original(work: Work, actor: Actor, *, number: str, blob_id: str) -> OpenedFile:
    """Hand out an original, and write down who took it; a confirmation serves once.

    :raises NotFound: no such case, file or original, or the actor holds no wrap.
    :raises NotAllowed: it takes two, and nobody else has confirmed.
    """
    state = read_original_state(work, actor, number=number, blob_id=blob_id)
    opened = _opened(work, actor, number)
    if state.custody.needs_two:
        if state.asked is None:
            raise NotAllowed(Code.NEEDS_ANOTHER_PERSON)
        request, case_id = state.asked.id, opened.case.id
        take_confirmed(work, actor, request, Deed.OPEN_ORIGINAL, case_id=case_id)
    record = _record_of(opened, blob_id)
    original = record.get("original") or record
    file = open_attachment(opened, [original], original["blob_id"])
    _write(opened, Event.ORIGINAL_READ, actor)
    return file


def _opened(work: Work, actor: Actor, number: str) -> OpenedCase:
    return open_case(work, number, actor, Permission.CASE_READ, for_change=False)


def _record_of(opened: OpenedCase, blob_id: str) -> dict[str, Any]:
    for entry in opened.entries():
        for record in entry.files:
            if record["blob_id"] == blob_id:
                return record
    raise NotFound


def _custody(record: dict[str, Any]) -> Custody:
    original: dict[str, Any] | None = record.get("original")
    if original is None and is_original(record):
        original = record
    return Custody(
        blob_id=record["blob_id"],
        name=record["name"],
        kind=record["kind"],
        size=int(record["size"]),
        received_sha256=record["received_sha256"],
        kept_sha256=record["kept_sha256"],
        cleaned=record["cleaned"],
        first_frame_only=bool(record.get("first_frame_only")),
        scanned=record.get("scanned") is True,
        original=original["blob_id"] if original else None,
        needs_two=original is not None and kind_called(original["kind"]).can_act,
    )


def _shown(office: Office, file: OpenedFile, record: dict[str, Any], first: int) -> Shown | None:
    kind = kind_called(record["kind"])
    if kind in PLAYED:
        return None
    try:
        body = b"".join(file.chunks)
        return office.cleaner.show(body, kind, first=first, count=PAGES_AT_ONCE)
    except (NotCleaned, CleanerUnavailable):
        return None


def _running(work: Work, actor: Actor, opened: OpenedCase, custody: Custody) -> Asked | None:
    for asked in requests_for(work, actor):
        is_it = asked.deed is Deed.OPEN_ORIGINAL and asked.case_id == opened.case.id
        if is_it and asked.particulars.get("blob_id") == custody.original:
            return asked
    return None


def _write(opened: OpenedCase, event: Event, actor: Actor) -> None:
    work = opened.work
    journal.write(
        work.session,
        event,
        channel=work.channel,
        on=work.today(),
        actor_id=actor.id,
        case_id=opened.case.id,
    )
