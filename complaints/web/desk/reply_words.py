"""Templates of replies, with the facts of a case filled in."""

from __future__ import annotations

from flask_babel import gettext as _

from complaints.casework.case_page import CasePage
from complaints.domain.reply_templates import PLACEHOLDER
from complaints.records.desk_lists import ReplyTemplate
from complaints.web.dates import format_day, speaks_thai
from complaints.web.here import office
from complaints.web.wording import local_name


def filled_template(template: ReplyTemplate, page: CasePage) -> str:
    """Return the words of a template in the reader's language, about a case."""
    agency, told = office().agency(), page.told
    due = told.new_due_on or (told.due.due_on if told.due else None)
    facts = {
        "number": told.number,
        "due": format_day(due) if due else _("(no time limit)"),
        "today": format_day(office().today()),
        "received": format_day(told.received_on),
        "unit": local_name(told.unit) if told.unit else local_name(agency),
        "officer": told.officer or _("(nobody yet)"),
        "agency": local_name(agency),
    }
    text = template.text_th if speaks_thai() else template.text_en
    return PLACEHOLDER.sub(lambda found: facts[found[1]], text or template.text_th)
