"""A matter that came by phone, in person, by letter …, entered by an officer.

It gets the same number, code, clock and place in the figures as one that came
online. The officer hands out the code; it is marked as handed out until the
reporter changes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from complaints.domain.access import Permission
from complaints.domain.channel import Channel, Origin, ReceivedBy
from complaints.domain.errors import BadInput, Code
from complaints.evidence.spool import SealedPart
from complaints.intake.corruption import file_corruption
from complaints.intake.grievance import file_grievance
from complaints.intake.registration import EnteredBy, Receipt
from complaints.intake.reports import CorruptionReport, GrievanceReport
from complaints.work import Actor, refuse_unless_allowed
from complaints.work.office import Office

OLDEST_RECEIPT = timedelta(days=365)


def enter_grievance(
    office: Office,
    actor: Actor,
    *,
    form_token: str,
    report: GrievanceReport,
    received_on: date,
    received_by: ReceivedBy,
    parts: Sequence[SealedPart] = (),
) -> Receipt:
    """Register a grievance that reached the office otherwise than online.

    :param received_on: the real day of receipt; the clock runs from it.
    :raises NotFound: the actor may not enter cases here.
    :raises BadInput: a field cannot be taken; nothing is stored.
    """
    entered = _entered(office, actor, Channel.GRIEVANCE, received_on, received_by)
    return file_grievance(
        office, form_token=form_token, report=report, parts=parts, entered=entered
    )


def enter_corruption(
    office: Office,
    actor: Actor,
    *,
    form_token: str,
    report: CorruptionReport,
    received_on: date,
    received_by: ReceivedBy,
    origin: Origin = Origin.REPORTED,
    parts: Sequence[SealedPart] = (),
) -> Receipt:
    """Register a corruption case that reached the office otherwise than online.

    :param origin: ``reported``, or how the office found out by itself; then
        there is no reporter and no code.
    :raises NotFound: the actor may not enter cases here.
    :raises BadInput: a field cannot be taken; nothing is stored.
    """
    entered = _entered(office, actor, Channel.CORRUPTION, received_on, received_by, origin)
    return file_corruption(
        office, form_token=form_token, report=report, parts=parts, entered=entered
    )


def _entered(
    office: Office,
    actor: Actor,
    channel: Channel,
    received_on: date,
    received_by: ReceivedBy,
    origin: Origin = Origin.REPORTED,
) -> EnteredBy:
    refuse_unless_allowed(actor, Permission.CASE_OPEN_NEW, channel=channel)
    today = office.today()
    if received_on > today:
        raise BadInput(Code.DATE_IS_IN_FUTURE, "received_on")
    if received_on < today - OLDEST_RECEIPT:
        raise BadInput(Code.DATE_IS_TOO_OLD, "received_on")
    return EnteredBy(actor.id, received_on, received_by, origin, today)
