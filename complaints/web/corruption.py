"""Reporting corruption and misconduct, on pages of their own."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField

from complaints.domain.channel import KINDS, Channel, Kind, ReporterKind
from complaints.domain.errors import Refusal
from complaints.domain.text import TEXT_CHARACTERS
from complaints.evidence.errors import EvidenceError
from complaints.intake.corruption import file_corruption
from complaints.intake.reports import CorruptionReport
from complaints.web.access import open_to_everyone
from complaints.web.errors import shows_form_again
from complaints.web.forms import (
    OneOf,
    Pick,
    PickMany,
    ReportForm,
    Required,
    line,
    options,
    text,
)
from complaints.web.here import office
from complaints.web.limits import Limit, limited
from complaints.web.networks import comes_from_office
from complaints.web.offers import officers_of_desk, refuse_unless_open, subjects_of
from complaints.web.receipts import file_facts, receipt_page
from complaints.web.uploads import sent_parts, takes_files
from complaints.web.wording import KINDS as KIND_WORDS
from complaints.web.wording import REPORTER_KINDS

CHANNEL = Channel.CORRUPTION
bp = Blueprint("corruption", __name__, url_prefix="/corruption")


class CorruptionForm(ReportForm):
    """A report on the protected channel; only the details are required."""

    channel = CHANNEL
    kind = OneOf(
        _l("What do you bring?"),
        choices=options((kind.value, KIND_WORDS[kind]) for kind in KINDS[CHANNEL]),
        default=Kind.COMPLAINT.value,
    )
    subject = Pick(_l("What is it about?"))
    details = TextAreaField(_l("What happened?"), [Required(longest=TEXT_CHARACTERS)])
    happened = StringField(_l("When did it happen?"), [line(500)])
    place = StringField(_l("Where did it happen?"), [line(500)])
    accused = TextAreaField(_l("Who did it?"), [text(5000)])
    evidence = TextAreaField(_l("What shows it, and how do you know?"), [text(5000)])
    witnesses = TextAreaField(_l("Who else knows of it?"), [text(5000)])
    exclude = PickMany(_l("Who must not read this report?"))
    reporter_kind = Pick(_l("Who are you?"))
    identity = TextAreaField(_l("Your name and how to reach you"), [text(2000)])

    def offer(self) -> None:
        """Put into the form what can be chosen today.

        :raises IntakeClosed: nobody could read a report today.
        """
        self.subject.choices = options([("", _("I am not sure")), *subjects_of(CHANNEL)])
        self.reporter_kind.choices = options(
            [
                ("", _("I would rather not say")),
                *((kind.value, REPORTER_KINDS[kind]) for kind in ReporterKind),
            ]
        )
        self.exclude.choices = options(
            (officer.id, f"{officer.full_name} – {officer.position}")
            for officer in officers_of_desk()
        )

    def report(self) -> CorruptionReport:
        """Return what was typed."""
        chosen = self.reporter_kind.data
        return CorruptionReport(
            kind=Kind(self.kind.data),
            details=self.details.data or "",
            subject=self.subject.data or None,
            place=self.place.data or "",
            happened=self.happened.data or "",
            accused=self.accused.data or "",
            evidence=self.evidence.data or "",
            witnesses=self.witnesses.data or "",
            reporter_kind=ReporterKind(chosen) if chosen else None,
            identity=self.identity.data or "",
            exclude=tuple(self.exclude.data or ()),
        )


@bp.get("/report")
@open_to_everyone
def show_report() -> ResponseReturnValue:
    """Show the form, with every field on it."""
    refuse_unless_open(CHANNEL)
    return _page(CorruptionForm(formdata=None))


def show_again(why: str) -> str:
    """Show the form with what was typed, because its token cannot be taken."""
    form = CorruptionForm()
    form.form_errors.append(why)
    return _page(form)


@bp.post("/report")
@open_to_everyone
@takes_files(lambda: CHANNEL)
@shows_form_again(show_again)
@limited(Limit.FILINGS)
def file_report() -> ResponseReturnValue:
    """Take a report and answer with its receipt."""
    form = CorruptionForm()
    form.offer()
    if not form.validate():
        return _page(form), form.status
    try:
        token, report = form.form_token.data, form.report()
        receipt = file_corruption(office(), form_token=token, report=report, parts=sent_parts())
    except (Refusal, EvidenceError) as refusal:
        status = form.refuse(refusal)
        return _page(form), status
    return receipt_page(receipt)


def _page(form: CorruptionForm) -> str:
    form.offer()
    form.prepare_token()
    return render_template(
        "corruption/report.html", form=form, from_office=comes_from_office(), **file_facts()
    )
