"""What a report says, on each channel, and how it is checked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from complaints.domain.channel import KINDS, Channel, Kind, ReporterKind
from complaints.domain.errors import BadInput, Code
from complaints.domain.notices import checked_address
from complaints.domain.text import clean_line, clean_text, required_text


@dataclass(frozen=True)
class CorruptionReport:
    """A report on the protected channel; only the details are required.

    :ivar identity: given only by somebody who chose to be confidential.
    :ivar exclude: ids of officers who must not read it.
    """

    kind: Kind
    details: str
    subject: str | None = None
    place: str = ""
    happened: str = ""
    accused: str = ""
    evidence: str = ""
    witnesses: str = ""
    reporter_kind: ReporterKind | None = None
    identity: str = ""
    exclude: tuple[str, ...] = ()


@dataclass(frozen=True)
class GrievanceReport:
    """A report on the general channel; only the details are required.

    :ivar wants_mail: the reporter asks for notices by mail.
    """

    kind: Kind
    details: str
    topic: str | None = None
    place: str = ""
    name: str = ""
    phone: str = ""
    email: str = ""
    reporter_kind: ReporterKind | None = None
    wants_mail: bool = False


def checked_corruption(
    report: CorruptionReport, *, subjects: Collection[str], officers: Collection[str]
) -> CorruptionReport:
    """Return the report as it will be kept.

    :param subjects: codes that may be chosen.
    :param officers: ids that may be excluded.
    :raises BadInput: names the first field that cannot be taken.
    """
    _refuse_unknown_kind(report.kind, Channel.CORRUPTION)
    _refuse_unknown(report.subject, subjects, "subject")
    for officer_id in report.exclude:
        _refuse_unknown(officer_id, officers, "exclude")
    return replace(
        report,
        details=required_text(report.details, "details"),
        place=clean_line(report.place, "place", longest=500),
        happened=clean_line(report.happened, "happened", longest=500),
        accused=clean_text(report.accused, "accused", longest=5000),
        evidence=clean_text(report.evidence, "evidence", longest=5000),
        witnesses=clean_text(report.witnesses, "witnesses", longest=5000),
        identity=clean_text(report.identity, "identity", longest=2000),
        exclude=tuple(dict.fromkeys(report.exclude)),
    )


def checked_grievance(report: GrievanceReport, *, topics: Collection[str]) -> GrievanceReport:
    """Return the report as it will be kept.

    :raises BadInput: names the first field that cannot be taken.
    """
    _refuse_unknown_kind(report.kind, Channel.GRIEVANCE)
    _refuse_unknown(report.topic, topics, "topic")
    return replace(
        report,
        details=required_text(report.details, "details"),
        place=clean_line(report.place, "place", longest=500),
        name=clean_line(report.name, "name"),
        phone=clean_line(report.phone, "phone", longest=60),
        email=_email(report),
    )


def _email(report: GrievanceReport) -> str:
    """Return the address; one that mail shall go to must be one."""
    if report.wants_mail:
        return checked_address(report.email)
    return clean_line(report.email, "email", longest=200)


def _refuse_unknown_kind(kind: Kind, channel: Channel) -> None:
    if kind not in KINDS[channel]:
        raise BadInput(Code.CHOICE_IS_UNKNOWN, "kind")


def _refuse_unknown(chosen: str | None, known: Collection[str], field: str) -> None:
    if chosen is not None and chosen not in known:
        raise BadInput(Code.CHOICE_IS_UNKNOWN, field)
