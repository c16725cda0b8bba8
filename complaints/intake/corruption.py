"""Filing on the protected channel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from complaints.domain.channel import Channel, Origin, ReceivedBy
from complaints.domain.text import first_words
from complaints.evidence.ports import At, nowhere
from complaints.evidence.spool import SealedPart
from complaints.intake.registration import (
    EnteredBy,
    Receipt,
    Registration,
    register,
    stand_ready,
)
from complaints.intake.reports import CorruptionReport, checked_corruption
from complaints.records import journal
from complaints.records.agency import codes_of_subjects
from complaints.work import Work
from complaints.work.office import Office
from complaints.work.recipients import desk_of


@dataclass(frozen=True)
class NamedOfficer:
    """An officer as the public appointment order names him."""

    id: str
    full_name: str
    position: str


def officers_to_exclude(work: Work) -> list[NamedOfficer]:
    """Return the officers whom a reporter can shut out.

    :raises IntakeClosed: nobody could read a report today.
    """
    return [
        NamedOfficer(account.id, account.full_name, account.position)
        for account, _ in desk_of(work).officers
    ]


def file_corruption(
    office: Office,
    *,
    form_token: str,
    report: CorruptionReport,
    parts: Sequence[SealedPart] = (),
    entered: EnteredBy | None = None,
    at: At = nowhere,
) -> Receipt:
    """Take a report on corruption or misconduct and return its receipt.

    :param entered: set when an officer enters what reached the office otherwise.
    :raises BadInput: a field cannot be taken; nothing is stored.
    :raises IntakeClosed: nobody could read it.
    :raises NotAllowed: everybody who could read it is excluded.
    """
    channel = Channel.CORRUPTION
    received_on = entered.received_on if entered else office.today()
    with office.reading(channel) as work:
        subjects = codes_of_subjects(work.session, channel)
        readiness = stand_ready(work, received_on)
    named = [account.id for account, _ in readiness.desk.officers]
    report = checked_corruption(report, subjects=subjects, officers=named)
    registration = _registration(received_on, report, entered)
    return register(
        office,
        channel,
        registration,
        readiness=readiness,
        form_token=form_token,
        parts=parts,
        at=at,
    )


def _registration(
    received_on: date, report: CorruptionReport, entered: EnteredBy | None
) -> Registration:
    origin = entered.origin if entered else Origin.REPORTED
    received_by = entered.received_by if entered else ReceivedBy.ONLINE
    has_reporter = origin is Origin.REPORTED
    return Registration(
        kind=report.kind,
        received_on=received_on,
        account={
            "details": report.details,
            "subject": report.subject,
            "place": report.place,
            "happened": report.happened,
            "accused": report.accused,
            "evidence": report.evidence,
            "witnesses": report.witnesses,
            "reporter_kind": report.reporter_kind.value if report.reporter_kind else None,
            "received_by": received_by.value,
            **(entered.said if entered else {}),
            "origin": origin.value,
        },
        heading={"line": first_words(report.details), "subject": report.subject},
        tallies=_tallies(report, origin, received_by),
        identity=report.identity,
        accused=report.accused,
        excluded=report.exclude,
        actor_id=entered.officer_id if entered else journal.REPORTER,
        has_reporter=has_reporter,
        is_code_handed_out=entered is not None and has_reporter,
    )


def _tallies(report: CorruptionReport, origin: Origin, received_by: ReceivedBy) -> tuple[str, ...]:
    """Return the counters of a report.

    What the office found by itself is no citizen's complaint or tip.
    """
    counted = [f"origin:{origin.value}", f"received_by:{received_by.value}"]
    if origin is Origin.REPORTED:
        counted.append(f"kind:{report.kind.value}")
    counted.append(f"subject:{report.subject or 'none'}")
    return tuple(counted)
