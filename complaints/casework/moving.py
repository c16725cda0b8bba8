"""Handing an open case over to the other desk: sealed anew, under the code it has.

A grievance that turns out to be corruption must leave the centre, where more
people read. Everything is sealed under a new key to the desk that takes it,
and nothing stays behind but the number. The reporter keeps code and first due day.
A name and a contact are sealed apart on the protected channel. The other way the
officers' notes and a confidential identity are not handed over but destroyed.
"""

from __future__ import annotations

from dataclasses import dataclass

from complaints.domain.access import Permission
from complaints.domain.channel import Channel, Kind
from complaints.domain.conflict import Appointed, ShutOut, is_shut_out, shut_out_in
from complaints.domain.entries import Entry, EntryKind, Side
from complaints.domain.errors import ChangedMeanwhile, Code, IntakeClosed, NotAllowed
from complaints.domain.events import Event
from complaints.domain.states import State
from complaints.domain.text import clean_text, required_text
from complaints.evidence.keep import KeptFile
from complaints.records import journal, officers
from complaints.records.cases import Case
from complaints.records.database import add_at_once
from complaints.records.erasure import erase_rows
from complaints.records.officers import Officer
from complaints.work import Actor, Work
from complaints.work.attachments import blob_rows, resealed_files, withdraw_parts
from complaints.work.moved_cases import MovedCase, make_moved_case
from complaints.work.office import Office
from complaints.work.opened import OpenedCase, open_case
from complaints.work.recipients import Recipients, choose_recipients, desk_of

IDENTITY_FIELDS = ("name", "phone", "email")
KINDS = {
    Kind.GRIEVANCE: Kind.COMPLAINT,
    Kind.COMPLAINT: Kind.GRIEVANCE,
    Kind.TIP: Kind.GRIEVANCE,
    Kind.OPINION: Kind.OPINION,
}
"""What a matter is called at the other desk."""

_ONLY_CORRUPTION = ("happened", "accused", "evidence", "witnesses")


@dataclass(frozen=True)
class _Gathered:
    """What is handed over, read before anything is written."""

    recipients: Recipients
    shut_out: ShutOut
    entries: list[Entry]
    files: dict[str, KeptFile]
    entry_count: int


def move(
    office: Office, channel: Channel, actor: Actor, *, number: str, reason: str, accused: str = ""
) -> str:
    """Hand a case over to the other desk and return its new number.

    :param reason: why; the officers who take it read it.
    :param accused: who is accused, as the officer knows it; of the taking desk
        whoever is named gets no key.
    :raises NotFound: no such case, or the actor holds no wrap of it.
    :raises NotAllowed: it is completed, its code could not be kept, or nobody could take it.
    :raises ChangedMeanwhile: somebody wrote to it at the same moment.
    :raises BadInput: no reason.
    """
    reason = required_text(reason, "reason", longest=5000)
    accused = clean_text(accused, "accused", longest=5000)
    gathered = _gather(office, channel, actor, number, accused)
    kept = list(gathered.files.values())
    try:
        with office.writing(channel) as work:
            opened = open_case(work, number, actor, Permission.CASE_MOVE)
            _refuse_if_changed(opened, gathered)
            moved = _sealed_anew(opened, actor, gathered, reason)
            add_at_once(work.session, [moved.case, *moved.rows, *blob_rows(moved.case, kept)])
            left = _leave_behind(work, opened.case)
            _record(work, actor, opened.case, moved.case)
            new_number = moved.case.number
    except BaseException:
        withdraw_parts(office, channel.other, kept)
        raise
    for blob_id in left:
        office.stores[channel].remove(blob_id)
    return new_number


def refuse_unless_movable(work: Work, actor: Actor, *, number: str) -> None:
    """Refuse where a case could not be handed over, before anybody writes why.

    :raises NotFound: no such case, or the actor holds no wrap of it.
    :raises NotAllowed: it is completed, or its code could not be kept.
    """
    _refuse_unless_movable(open_case(work, number, actor, Permission.CASE_MOVE, for_change=False))


def _gather(office: Office, channel: Channel, actor: Actor, number: str, accused: str) -> _Gathered:
    with office.reading(channel) as work:
        opened = open_case(work, number, actor, Permission.CASE_MOVE, for_change=False)
        _refuse_unless_movable(opened)
        rows, entry_count = opened.entries(), opened.case.entry_count
        entries = [each for each in rows if _goes_along(each, channel)]
    told = shut_out_in((each.kind, each.content) for each in rows)
    known = ShutOut(told.officer_ids, "\n".join(filter(None, (told.accused, accused))))
    try:
        with office.reading(channel.other) as work:
            recipients = _recipients(work, known)
    except IntakeClosed:
        raise NotAllowed(Code.OTHER_DESK_IS_CLOSED) from None
    records = [record for entry in entries for record in entry.files]
    files = resealed_files(office, channel, records)
    return _Gathered(recipients, known, entries, files, entry_count)


def _recipients(work: Work, known: ShutOut) -> Recipients:
    """Return who of the taking desk gets the key: nobody whom the case shuts out.

    An account of the same name as one that was shut out at the other desk is the same person.
    """
    desk, accounts = desk_of(work), officers.all_officers(work.session)
    gone = [_appointed(one) for one in accounts if one.id in known.officer_ids]
    excluded = {
        account.id
        for account, _ in desk.officers + desk.alternates
        if is_shut_out(_appointed(account), excluded=gone, accused="")
    }
    return choose_recipients(desk, excluded=excluded, accused=known.accused)


def _appointed(account: Officer) -> Appointed:
    return Appointed(account.id, account.full_name, account.position)


def _refuse_unless_movable(opened: OpenedCase) -> None:
    if not State(opened.case.state).is_open:
        raise NotAllowed(Code.CASE_IS_COMPLETED)
    access = opened.reporter_access()
    if access is not None and "index" not in access:
        raise NotAllowed(Code.CODE_CANNOT_BE_KEPT)


def _refuse_if_changed(opened: OpenedCase, gathered: _Gathered) -> None:
    if opened.case.entry_count != gathered.entry_count:
        raise ChangedMeanwhile


def _goes_along(entry: Entry, channel: Channel) -> bool:
    """Say whether a row is handed over: all but the notes of the corruption desk."""
    return entry.is_shared or channel is Channel.GRIEVANCE


def _sealed_anew(opened: OpenedCase, actor: Actor, gathered: _Gathered, reason: str) -> MovedCase:
    to = Channel(opened.case.channel).other
    entries = [
        _account(entry, to, gathered.recipients) if entry.kind is EntryKind.ACCOUNT else entry
        for entry in gathered.entries
    ]
    moved = make_moved_case(
        opened,
        gathered.recipients,
        entries,
        kind=Kind(entries[0].content["kind"]),
        files=gathered.files,
        identity=_identity(gathered.entries[0]) if to is Channel.CORRUPTION else "",
    )
    had_identity = bool(gathered.entries[0].content.get("has_identity"))
    moved.add_shared(
        EntryKind.MOVED,
        Side.OFFICE,
        from_number=opened.case.number,
        loses_identity=had_identity and to is Channel.GRIEVANCE,
    )
    moved.add_internal(
        EntryKind.TAKEN_OVER,
        text=reason,
        officer=actor.full_name,
        from_number=opened.case.number,
        read_by=_who_had_read(opened),
        accused=gathered.shut_out.accused,
        excluded=sorted(gathered.shut_out.officer_ids),
    )
    return moved


def _account(entry: Entry, to: Channel, recipients: Recipients) -> Entry:
    """Return the account as the other desk keeps it."""
    content = dict(entry.content)
    content["kind"] = KINDS[Kind(content["kind"])].value
    content["subject"] = None
    content["excluded"] = list(recipients.matched)
    content["read_outside_by"] = recipients.alternate
    content["has_identity"] = to is Channel.CORRUPTION and bool(_identity(entry))
    if to is Channel.CORRUPTION:
        content |= dict.fromkeys((*IDENTITY_FIELDS, *_ONLY_CORRUPTION), "")
        content["origin"] = "reported"
    else:
        told = [str(content.pop(field, "") or "") for field in _ONLY_CORRUPTION]
        content["details"] = "\n\n".join(filter(None, [content["details"], *told]))
        content |= dict.fromkeys(IDENTITY_FIELDS, "")
    return Entry(entry.position, entry.is_shared, entry.kind, entry.on, entry.by, content)


def _identity(account: Entry) -> str:
    given = (str(account.content.get(field) or "") for field in IDENTITY_FIELDS)
    return "\n".join(filter(None, given))


def _who_had_read(opened: OpenedCase) -> list[str]:
    """Return names and posts of everybody who opened the case, as its record says."""
    read = journal.actors_of_case(
        opened.work.session, opened.case.id, {Event.CASE_READ, Event.EVIDENCE_READ}
    )
    return [
        f"{account.full_name} ({account.position})"
        for account in officers.all_officers(opened.work.session)
        if account.id in read
    ]


def _leave_behind(work: Work, case: Case) -> list[str]:
    """Empty the case that is left; only its number stays. Return its sealed files."""
    case.state, case.completed_on = State.COMPLETED.value, work.today()
    work.session.flush()
    return erase_rows(work.session, case, work.today())


def _record(work: Work, actor: Actor, left: Case, taken: Case) -> None:
    """Write both books, always in the same order, so that no two moves wait for each other."""
    rows = [(left, Event.CASE_MOVED_OUT), (taken, Event.CASE_MOVED_IN)]
    for case, event in sorted(rows, key=lambda row: row[0].channel):
        journal.write(
            work.session,
            event,
            channel=Channel(case.channel),
            on=work.today(),
            actor_id=actor.id,
            case_id=case.id,
        )
