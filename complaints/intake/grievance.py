"""Filing on the general channel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from complaints.domain.channel import Channel, ReceivedBy
from complaints.domain.text import first_words
from complaints.evidence.ports import At, nowhere
from complaints.evidence.spool import SealedPart
from complaints.intake.mail_addresses import mail_to
from complaints.intake.registration import (
    EnteredBy,
    InClear,
    Receipt,
    Registration,
    register,
    stand_ready,
)
from complaints.intake.reports import GrievanceReport, checked_grievance
from complaints.records import journal
from complaints.records.agency import codes_of_subjects
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
    received_on = entered.received_on if entered else office.today()
    with office.reading(channel) as work:
        topics = codes_of_subjects(work.session, channel) if report.topic else ()
        readiness = stand_ready(work, received_on)
        to = mail_to(work) if report.wants_mail else None
    report = checked_grievance(report, topics=topics)
    registration = replace(_registration(received_on, report, entered), mail_to=to)
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
    received_on: date, report: GrievanceReport, entered: EnteredBy | None
) -> Registration:
    received_by = entered.received_by if entered else ReceivedBy.ONLINE
    return Registration(
        kind=report.kind,
        received_on=received_on,
        account={
            "details": report.details,
            "subject": report.topic,
            "place": report.place,
            "name": report.name,
            "phone": report.phone,
            "email": report.email,
            "reporter_kind": report.reporter_kind.value if report.reporter_kind else None,
            "received_by": received_by.value,
            **(entered.said if entered else {}),
        },
        heading={"line": first_words(report.details), "subject": report.topic},
        in_clear=InClear(report.topic, received_by),
        actor_id=entered.officer_id if entered else journal.REPORTER,
        is_code_handed_out=entered is not None,
        mail_address=report.email if report.wants_mail else "",
    )
