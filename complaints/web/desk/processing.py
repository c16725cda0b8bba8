"""The record of processing of personal data, made of the configuration as it is."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from complaints.casework.data_requests import count_requests
from complaints.domain.access import Permission
from complaints.domain.channel import Channel
from complaints.records.agency import the_agency
from complaints.web.access import open_to
from complaints.web.desk import bp
from complaints.web.here import office, settings


@bp.get("/processing")
@open_to(Permission.JOURNAL_READ, Permission.DATA_REQUESTS)
def show_processing() -> ResponseReturnValue:
    """Show what section 39 of the Act wants recorded, ready to print."""
    with office().reading(Channel.GRIEVANCE) as work:
        agency = the_agency(work.session) or work.agency
        counts = count_requests(work)
    return render_template(
        "desk/processing.html",
        of=agency,
        counts=counts,
        sends_mail=bool(settings().smtp_host),
        issued_on=office().today(),
    )
