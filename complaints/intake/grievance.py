"""Filing on the general channel."""

from __future__ import annotations

from collections.abc import Sequence

from complaints.domain.channel import Channel, ReceivedBy
from complaints.domain.text import first_words
from complaints.evidence.ports import At, nowhere
from complaints.evidence.spool import SealedPart
from complaints.intake.registration import (
    EnteredBy,
    InClear,
    Receipt,
    Registration,
    register,
)
from complaints.intake.reports import GrievanceReport, checked_grievance
from complaints.records import journal
from complaints.records.agency import active_subjects
from complaints.work.office import Office


def file_grievance(
    office: Office,
    *,
    form_token: str,
    report: GrievanceReport,
    parts: Sequence[SealedPart] = (),
    entered: EnteredBy | None = None,
    at: At = nowhere,
) -> Receipt:
    """Take a grievance or an opinion and return its receipt.

    :param entered: set when an officer enters what reached the office otherwise.
    :raises BadInput: a field cannot be taken; nothing is stored.
    :raises IntakeClosed: nobody could read it.
    """
    channel = Channel.GRIEVANCE
    with office.reading(channel) as work:
        topics = [subject.code for subject in active_subjects(work.session, channel)]
    report = checked_grievance(report, topics=topics)
    registration = _registration(office, report, entered)
    return register(office, channel, registration, form_token=form_token, parts=parts, at=at)


def _registration(
    office: Office, report: GrievanceReport, entered: EnteredBy | None
) -> Registration:
    received_by = entered.received_by if entered else ReceivedBy.ONLINE
    return Registration(
        kind=report.kind,
        received_on=entered.received_on if entered else office.today(),
        account={
            "details": report.details,
            "subject": report.topic,
            "place": report.place,
            "name": report.name,
            "phone": report.phone,
            "email": report.email,
            "reporter_kind": report.reporter_kind.value if report.reporter_kind else None,
            "received_by": received_by.value,
        },
        heading={"line": first_words(report.details), "subject": report.topic},
        in_clear=InClear(report.topic, received_by),
        actor_id=entered.officer_id if entered else journal.REPORTER,
        is_code_handed_out=entered is not None,
    )
