"""Filing grievances and opinions with the centre."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField, TextAreaField

from complaints.domain.channel import KINDS, Channel, Kind, ReporterKind
from complaints.domain.errors import Refusal
from complaints.domain.text import LINE_CHARACTERS, TEXT_CHARACTERS
from complaints.evidence.errors import EvidenceError
from complaints.intake.grievance import file_grievance
from complaints.intake.reports import GrievanceReport
from complaints.web.access import open_to_everyone
from complaints.web.errors import shows_form_again
from complaints.web.forms import OneOf, Pick, ReportForm, Required, line, options
from complaints.web.here import office
from complaints.web.limits import Limit, limited
from complaints.web.offers import offers_mail, refuse_unless_open, subjects_of
from complaints.web.receipts import file_facts, receipt_page
from complaints.web.uploads import sent_parts, takes_files
from complaints.web.wording import KINDS as KIND_WORDS
from complaints.web.wording import REPORTER_KINDS

CHANNEL = Channel.GRIEVANCE
bp = Blueprint("grievance", __name__, url_prefix="/grievance")


class GrievanceForm(ReportForm):
    """A grievance or an opinion; only the details are required."""

    channel = CHANNEL
    kind = OneOf(
        _l("What do you bring?"),
        choices=options((kind.value, KIND_WORDS[kind]) for kind in KINDS[CHANNEL]),
        default=Kind.GRIEVANCE.value,
    )
    topic = Pick(_l("What is it about?"))
    details = TextAreaField(_l("What is the matter?"), [Required(longest=TEXT_CHARACTERS)])
    place = StringField(_l("Where is it?"), [line(500)])
    name = StringField(_l("Your name"), [line(LINE_CHARACTERS)])
    phone = StringField(_l("Telephone"), [line(60)])
    email = StringField(_l("E-mail"), [line(LINE_CHARACTERS)])
    wants_mail = BooleanField(_l("Tell me by e-mail when something happens"))
    reporter_kind = Pick(_l("Who are you?"))
    offers_mail = False

    def offer(self) -> None:
        """Put into the form what can be chosen today."""
        self.topic.choices = options([("", _("I am not sure")), *subjects_of(CHANNEL)])
        self.offers_mail = offers_mail()
        self.reporter_kind.choices = options(
            [
                ("", _("I would rather not say")),
                *((kind.value, REPORTER_KINDS[kind]) for kind in ReporterKind),
            ]
        )

    def report(self) -> GrievanceReport:
        """Return what was typed."""
        chosen = self.reporter_kind.data
        return GrievanceReport(
            kind=Kind(self.kind.data),
            details=self.details.data or "",
            topic=self.topic.data or None,
            place=self.place.data or "",
            name=self.name.data or "",
            phone=self.phone.data or "",
            email=self.email.data or "",
            reporter_kind=ReporterKind(chosen) if chosen else None,
            wants_mail=self.offers_mail and bool(self.wants_mail.data),
        )


@bp.get("/report")
@open_to_everyone
def show_report() -> ResponseReturnValue:
    """Show the form, with every field on it."""
    refuse_unless_open(CHANNEL)
    return _page(GrievanceForm(formdata=None))


def show_again(why: str) -> str:
    """Show the form with what was typed, because its token cannot be taken."""
    form = GrievanceForm()
    form.form_errors.append(why)
    return _page(form)


@bp.post("/report")
@open_to_everyone
@takes_files(lambda: CHANNEL)
@shows_form_again(show_again)
@limited(Limit.FILINGS)
def file_report() -> ResponseReturnValue:
    """Take a grievance and answer with its receipt."""
    form = GrievanceForm()
    form.offer()
    if not form.validate():
        return _page(form), form.status
    try:
        token, report = form.form_token.data, form.report()
        receipt = file_grievance(office(), form_token=token, report=report, parts=sent_parts())
    except (Refusal, EvidenceError) as refusal:
        status = form.refuse(refusal)
        return _page(form), status
    return receipt_page(receipt)


def _page(form: GrievanceForm) -> str:
    form.offer()
    form.prepare_token()
    return render_template("grievance/report.html", form=form, **file_facts())
