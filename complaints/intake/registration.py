"""The one place where a report, on either channel, becomes a case.

Nothing is half stored. Files are sealed and made durable first, code and
wraps are computed outside any transaction, then one durable commit writes
everything, and only then is the code shown. A repeated post of the same form
meets the unique lookup index and gets the same code.

Files of a report that fails at the commit stay for the sweeper: a commit that
seemed to fail may have been made, and then the files are needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy.exc import IntegrityError

from complaints.domain import codes
from complaints.domain.calendar import fiscal_year_be, half_of
from complaints.domain.channel import Channel, Kind, Origin, ReceivedBy
from complaints.domain.deadlines import DueArithmetic, explain_due
from complaints.domain.entries import EntryKind, Side
from complaints.domain.errors import IntakeClosed
from complaints.domain.events import Event
from complaints.domain.states import State
from complaints.evidence.keep import KeptFile
from complaints.evidence.ports import At, nowhere
from complaints.evidence.spool import SealedPart
from complaints.intake.mail_addresses import MailTo, address_rows
from complaints.records import cases, journal
from complaints.records.agency import holidays_between
from complaints.records.cases import Case, KeyWrap
from complaints.records.database import add_at_once, new_id
from complaints.vault.casekeys import REPORTER, CaseKey, CaseRef, first_of
from complaints.vault.lookup import CodeSecrets, code_of_form, secrets_of_code
from complaints.work import ServerSecrets, Work
from complaints.work.attachments import (
    blob_rows,
    keep_parts,
    record_of_file,
    withdraw_parts,
)
from complaints.work.office import Office
from complaints.work.opened import access_of, new_entry, record_of
from complaints.work.recipients import (
    Desk,
    Recipients,
    choose_recipients,
    desk_of,
    identity_rows,
    wraps_for,
)

RANK_WITHOUT_CLOCK = timedelta(days=365)
"""How far behind its receipt a matter without a clock ranks in lists."""


@dataclass(frozen=True)
class EnteredBy:
    """How an officer came by a matter that he enters himself.

    :ivar origin: on the corruption channel, anything but ``reported`` makes a
        case without a reporter.
    :ivar entered_on: the day on which he does; nothing was acknowledged before.
    """

    officer_id: str
    received_on: date
    received_by: ReceivedBy
    origin: Origin = Origin.REPORTED
    entered_on: date | None = None

    @property
    def said(self) -> dict[str, str]:
        """Return what the account says of it: the day, where it is a later one."""
        if self.entered_on is None or self.entered_on == self.received_on:
            return {}
        return {"entered_on": self.entered_on.isoformat()}


@dataclass(frozen=True)
class InClear:
    """What a grievance keeps in clear besides its kind."""

    topic: str | None
    received_by: ReceivedBy


@dataclass(frozen=True)
class Registration:
    """A checked report, ready to become a case.

    :ivar account: what the reporter wrote, sealed for reporter and officers.
    :ivar heading: what lists show, sealed for officers.
    :ivar in_clear: what a grievance, and only a grievance, keeps in clear.
    :ivar tallies: counters of the half-year that the case adds to.
    :ivar actor_id: ``reporter``, or the officer who entered it.
    :ivar mail_address: where a reporter wants notices, sealed once more to ``mail_to``.
    """

    kind: Kind
    received_on: date
    account: dict[str, Any]
    heading: dict[str, Any]
    in_clear: InClear | None = None
    tallies: tuple[str, ...] = ()
    identity: str = ""
    accused: str = ""
    excluded: tuple[str, ...] = ()
    actor_id: str = journal.REPORTER
    has_reporter: bool = True
    is_code_handed_out: bool = False
    mail_address: str = field(default="", repr=False)
    mail_to: MailTo | None = None


@dataclass(frozen=True)
class Receipt:
    """What the reporter takes home.

    :ivar code: the lookup code, 24 digits; None for a case without a reporter.
    :ivar due: how the due day came about; None where no clock runs.
    :ivar is_repeated: the same form had been taken before.
    :ivar excluded_by_match: an officer was shut out because the text names him.
    :ivar to_alternate: who reads it when every officer is shut out.
    """

    code: str | None = field(repr=False)
    number: str
    channel: Channel
    kind: Kind
    due: DueArithmetic | None
    is_repeated: bool = False
    excluded_by_match: bool = False
    to_alternate: str | None = None


@dataclass(frozen=True)
class Readiness:
    """What filing reads before it begins, in one transaction."""

    desk: Desk
    promise: DueArithmetic
    agency_id: str
    secrets: ServerSecrets


def stand_ready(work: Work, received_on: date) -> Readiness:
    """Return who could read a report and when it would be due.

    :raises IntakeClosed: nobody could read it.
    """
    return Readiness(desk_of(work), _promise(work, received_on), work.agency.id, work.secrets)


def is_open(office: Office, channel: Channel) -> bool:
    """Say whether somebody could read a report of a channel today."""
    try:
        with office.reading(channel) as work:
            desk_of(work)
    except IntakeClosed:
        return False
    return True


def register(
    office: Office,
    channel: Channel,
    registration: Registration,
    *,
    readiness: Readiness,
    form_token: str,
    parts: Sequence[SealedPart] = (),
    at: At = nowhere,
) -> Receipt:
    """Make a case of a report and return its receipt.

    :param readiness: who can read it and when it is due, as :func:`stand_ready` found.
    :param form_token: the one-time token of the form.
    :param parts: attachments, sealed while they arrived.
    :param at: called before each step with its label.
    :raises IntakeClosed: nobody could read it.
    :raises NotAllowed: everybody who could read it is excluded.
    """
    promise, agency_id, secrets = readiness.promise, readiness.agency_id, readiness.secrets
    recipients = choose_recipients(
        readiness.desk, excluded=registration.excluded, accused=registration.accused
    )
    code = code_of_form(secrets.code_secret, form_token)
    opened_by = secrets_of_code(code, agency_id)
    index = opened_by.index(secrets.peppers[channel])
    at("files")
    kept = keep_parts(office, channel, parts, at=at)
    at("seals")
    try:
        new_case = _sealed_case(
            CaseRef(agency_id, channel.value, new_id()),
            registration,
            recipients,
            kept,
            opened_by=opened_by,
            index=index,
            due_on=promise.due_on if _has_due_day(channel, registration.kind) else None,
        )
        at("commit")
        with office.writing(channel) as work:
            number = _write(work, new_case, registration, kept)
            at("before_commit")
    except IntegrityError:
        withdraw_parts(office, channel, kept)
        return _repeated(office, channel, index, code, registration)
    at("committed")
    return Receipt(
        code=code if registration.has_reporter else None,
        number=number,
        channel=channel,
        kind=registration.kind,
        due=promise if registration.kind.has_clock else None,
        excluded_by_match=bool(recipients.matched),
        to_alternate=recipients.alternate,
    )


@dataclass(frozen=True)
class _NewCase:
    """All rows of a new case, before it has a number."""

    case: Case
    rows: tuple[Any, ...]


def _promise(work: Work, received_on: date, due_on: date | None = None) -> DueArithmetic:
    """Return the arithmetic of a promise: the one that was made, or today's."""
    days = (due_on - received_on).days if due_on else work.agency.days(work.channel)
    holidays = holidays_between(work.session, received_on, received_on + timedelta(days=days))
    return explain_due(received_on, holidays, days)


def _has_due_day(channel: Channel, kind: Kind) -> bool:
    """Say whether a due day stands in clear.

    On the corruption channel it always does, because a missing one would tell
    a reader of the database that the matter is an opinion.
    """
    return kind.has_clock or channel is Channel.CORRUPTION


def _sealed_case(
    ref: CaseRef,
    registration: Registration,
    recipients: Recipients,
    kept: Sequence[KeptFile],
    *,
    opened_by: CodeSecrets,
    index: bytes,
    due_on: date | None,
) -> _NewCase:
    key = CaseKey.new(ref)
    heading = {"kind": registration.kind.value, **registration.heading}
    case = Case(
        id=ref.case_id,
        channel=ref.channel,
        number="",
        state=State.RECEIVED.value,
        received_on=registration.received_on,
        due_on=due_on,
        ranks_on=due_on or registration.received_on + RANK_WITHOUT_CLOCK,
        lookup_index=index,
        is_code_handed_out=registration.is_code_handed_out,
        leaf_token=key.shared.leaf_token(),
        heading_sealed=key.desk.seal(
            heading, table="cases", column="heading_sealed", row=ref.case_id
        ),
    )
    if registration.in_clear is not None:
        case.kind = registration.kind.value
        case.topic = registration.in_clear.topic
        case.received_by = registration.in_clear.received_by.value
    account = new_entry(
        key.shared,
        case,
        kind=EntryKind.ACCOUNT,
        by=Side.REPORTER if registration.has_reporter else Side.OFFICE,
        on=registration.received_on,
        content={
            **registration.account,
            "kind": registration.kind.value,
            "excluded": [*registration.excluded, *recipients.matched],
            "read_outside_by": recipients.alternate,
            "has_identity": bool(registration.identity),
            "files": [record_of_file(file) for file in kept],
        },
    )
    rows: list[Any] = [account, record_of(first_of(key), case)]
    rows += wraps_for(key, recipients)
    if registration.has_reporter:
        rows.append(_reporter_wrap(key, case, opened_by))
    rows += address_rows(ref, registration.mail_address, registration.mail_to)
    if registration.identity:
        rows += identity_rows(ref, registration.identity, recipients)
    return _NewCase(case, tuple(rows))


def _reporter_wrap(key: CaseKey, case: Case, opened_by: CodeSecrets) -> KeyWrap:
    public = opened_by.opening.public
    case.reporter_key_sealed = key.shared.seal(
        access_of(opened_by), table="cases", column="reporter_key_sealed", row=case.id
    )
    return KeyWrap(
        recipient_id=REPORTER,
        case_id=case.id,
        key_number=key.number,
        key_sealed=key.wrap_for_reporter(public),
    )


def _write(
    work: Work, new_case: _NewCase, registration: Registration, kept: Sequence[KeptFile]
) -> str:
    case = new_case.case
    if work.channel is Channel.CORRUPTION:
        case.number = codes.corruption_number()
    else:
        year = fiscal_year_be(registration.received_on)
        sequence = cases.next_number(work.session, work.channel, year)
        case.number = codes.grievance_number(registration.received_on, sequence)
    add_at_once(work.session, [case, *new_case.rows, *blob_rows(case, kept)])
    half = half_of(registration.received_on)
    for measure in registration.tallies:
        cases.add_to_tally(work.session, work.channel, half.start, measure)
    journal.write(
        work.session,
        Event.CASE_RECEIVED,
        channel=work.channel,
        on=registration.received_on,
        actor_id=registration.actor_id,
        case_id=case.id,
        fields=_journal_fields(registration),
    )
    return case.number


def _journal_fields(registration: Registration) -> dict[str, str]:
    if registration.in_clear is None:
        return {}
    return {
        "kind": registration.kind.value,
        "received_by": registration.in_clear.received_by.value,
    }


def _repeated(
    office: Office, channel: Channel, index: bytes, code: str, registration: Registration
) -> Receipt:
    """Return the receipt of the case that the form made when it first arrived.

    :raises IntakeClosed: another report was registered at the same moment in a
        way that left no number for this one; nothing of it was stored.
    """
    with office.reading(channel) as work:
        case = cases.find_case_by_lookup(work.session, channel, index)
        if case is None:
            raise IntakeClosed
        kind = Kind(case.kind) if case.kind else registration.kind
        due = _promise(work, case.received_on, case.due_on)
    return Receipt(
        code=code if registration.has_reporter else None,
        number=case.number,
        channel=channel,
        kind=kind,
        due=due if kind.has_clock else None,
        is_repeated=True,
    )
