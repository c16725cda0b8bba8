"""Entering what did not come by the public page: by phone, in person, by letter."""

from __future__ import annotations

from typing import Any

from flask import g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from complaints.domain.access import Permission
from complaints.domain.channel import KINDS, Channel, Kind, Origin, ReceivedBy, ReporterKind
from complaints.domain.errors import Refusal
from complaints.evidence.errors import EvidenceError
from complaints.intake.manual_entry import enter_corruption, enter_grievance
from complaints.intake.registration import Receipt
from complaints.intake.reports import CorruptionReport, GrievanceReport
from complaints.web.access import open_to
from complaints.web.desk import bp
from complaints.web.desk.fields import Choice, offer
from complaints.web.desk.forms import CorruptionEntryForm, EntryForm, GrievanceEntryForm
from complaints.web.desk.slips import slip_of
from complaints.web.errors import shows_form_again
from complaints.web.here import office
from complaints.web.limits import Limit, limited
from complaints.web.offers import officers_of_desk, subjects_of
from complaints.web.receipts import file_facts
from complaints.web.uploads import sent_parts, takes_files
from complaints.web.wording import due_sentences, words

FORMS: dict[Channel, type[EntryForm]] = {
    Channel.CORRUPTION: CorruptionEntryForm,
    Channel.GRIEVANCE: GrievanceEntryForm,
}


@bp.get("/<channel:channel>/new")
@open_to(Permission.CASE_OPEN_NEW)
def show_entry(channel: Channel) -> ResponseReturnValue:
    """Show the empty form."""
    form = FORMS[channel](formdata=None, received_on=office().today())
    return _page(channel, form)


def show_again(why: str) -> str:
    """Show the form with what was typed, because its token cannot be taken."""
    channel: Channel = (request.view_args or {})["channel"]
    form = FORMS[channel]()
    form.form_errors.append(why)
    return _page(channel, form)


@bp.post("/<channel:channel>/new")
@open_to(Permission.CASE_OPEN_NEW)
@takes_files()
@shows_form_again(show_again)
@limited(Limit.FILINGS)
def enter_case(channel: Channel) -> ResponseReturnValue:
    """Register what was told, and show the code to hand over."""
    form = FORMS[channel]()
    offer_choices(channel, form)
    if not form.validate():
        return _page(channel, form), form.status
    try:
        receipt = _entered(form)
    except (Refusal, EvidenceError) as refusal:
        status = form.refuse(refusal)
        return _page(channel, form), status
    return render_template(
        "desk/entered.html",
        channel=channel,
        receipt=receipt,
        steps=due_sentences(receipt.due) if receipt.due else [],
        slip=slip_of(receipt) if receipt.code else None,
    )


def _entered(form: EntryForm) -> Receipt:
    common: dict[str, Any] = {
        "form_token": form.form_token.data,
        "received_on": form.received_on.data,
        "received_by": ReceivedBy(form.received_by.data),
        "parts": sent_parts(),
    }
    if isinstance(form, CorruptionEntryForm):
        origin = Origin(form.origin.data)
        report = _corruption_report(form)
        return enter_corruption(office(), g.actor, report=report, origin=origin, **common)
    return enter_grievance(office(), g.actor, report=_grievance_report(form), **common)


def _corruption_report(form: CorruptionEntryForm) -> CorruptionReport:
    return CorruptionReport(
        kind=Kind(form.kind.data or KINDS[Channel.CORRUPTION][0]),
        details=form.details.data or "",
        subject=form.subject.data or None,
        place=form.place.data or "",
        happened=form.happened.data or "",
        accused=form.accused.data or "",
        evidence=form.evidence.data or "",
        witnesses=form.witnesses.data or "",
        reporter_kind=_reporter_kind(form),
        identity=form.identity.data or "",
        exclude=tuple(form.exclude.data or ()),
    )


def _grievance_report(form: EntryForm) -> GrievanceReport:
    if not isinstance(form, GrievanceEntryForm):
        raise TypeError(type(form).__name__)
    return GrievanceReport(
        kind=Kind(form.kind.data or KINDS[Channel.GRIEVANCE][0]),
        details=form.details.data or "",
        topic=form.topic.data or None,
        place=form.place.data or "",
        name=form.name.data or "",
        phone=form.phone.data or "",
        email=form.email.data or "",
        reporter_kind=_reporter_kind(form),
    )


def _reporter_kind(form: EntryForm) -> ReporterKind | None:
    return ReporterKind(form.reporter_kind.data) if form.reporter_kind.data else None


def offer_choices(channel: Channel, form: EntryForm) -> None:
    """Put into a form what can be chosen today."""
    ways = [way for way in ReceivedBy if way is not ReceivedBy.ONLINE]
    offer(form.received_by, [(way.value, words(way)) for way in ways])
    offer(form.reporter_kind, _optional([(each.value, words(each)) for each in ReporterKind]))
    offer(form.kind, [(kind.value, words(kind)) for kind in KINDS[channel]])
    form.kind.data = form.kind.data or KINDS[channel][0].value
    if isinstance(form, GrievanceEntryForm):
        offer(form.topic, _optional(subjects_of(channel)))
    elif isinstance(form, CorruptionEntryForm):
        offer(form.subject, _optional(subjects_of(channel)))
        offer(form.origin, [(origin.value, words(origin)) for origin in Origin])
        form.origin.data = form.origin.data or Origin.REPORTED.value
        named = officers_of_desk()
        offer(form.exclude, [(one.id, f"{one.full_name} ({one.position})") for one in named])


def _optional(choices: list[Choice]) -> list[Choice]:
    return [("", _("Not stated")), *choices]


def _page(channel: Channel, form: EntryForm) -> str:
    offer_choices(channel, form)
    form.prepare_token()
    return render_template(
        f"desk/new_{channel.value}.html",
        channel=channel,
        form=form,
        today=office().today(),
        **file_facts(),
    )
