"""The administrator's forms."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField, TextAreaField

from complaints.domain.text import LINE_CHARACTERS
from complaints.web.desk.fields import DayField, WholeNumberField, chosen, filled
from complaints.web.forms import Pick, PublicForm, Required, line, text

ADDRESS_CHARACTERS = 1000


class AppointmentForm(PublicForm):
    """Who is appointed to what, by which order, from when to when."""

    full_name = StringField(_l("Name"), [Required(longest=LINE_CHARACTERS)])
    position = StringField(_l("Post"), [Required(longest=LINE_CHARACTERS)])
    name = StringField(_l("Sign-in name"), [Required(longest=60)])
    role = Pick(_l("Role"), [chosen()])
    channel = Pick(_l("Desk"))
    unit = Pick(_l("Unit"))
    is_receiving = BooleanField(_l("Receives new grievances at the centre"))
    order_number = StringField(_l("Order of appointment"), [line(60)])
    appointed_on = DayField(_l("Appointed on"), [filled()])
    ends_on = DayField(_l("Appointment ends on"))


class AppointmentOrderForm(PublicForm):
    """An order that extends or changes an appointment, or lets somebody act for a colleague."""

    acting_for = Pick(_l("Acts for"))
    order_number = StringField(_l("Order of appointment"), [Required(longest=60)])
    from_on = DayField(_l("From"), [filled()])
    until_on = DayField(_l("Until"))


class AgencyForm(PublicForm):
    """How the agency presents itself and what it promises."""

    name_th = StringField(_l("Name of the agency (Thai)"), [Required(longest=LINE_CHARACTERS)])
    name_en = StringField(_l("Name of the agency (English)"), [Required(longest=LINE_CHARACTERS)])
    centre_name_th = StringField(
        _l("Name of the centre (Thai)"), [Required(longest=LINE_CHARACTERS)]
    )
    centre_name_en = StringField(
        _l("Name of the centre (English)"), [Required(longest=LINE_CHARACTERS)]
    )
    executive_title_th = StringField(_l("Title of the executive (Thai)"), [line(LINE_CHARACTERS)])
    executive_title_en = StringField(
        _l("Title of the executive (English)"), [line(LINE_CHARACTERS)]
    )
    address_th = TextAreaField(_l("Address (Thai)"), [text(ADDRESS_CHARACTERS)])
    address_en = TextAreaField(_l("Address (English)"), [text(ADDRESS_CHARACTERS)])
    phone = StringField(_l("Telephone"), [line(60)])
    email = StringField(_l("E-mail address"), [line(120)])
    website = StringField(_l("Main website"), [line(LINE_CHARACTERS)])
    corruption_days = WholeNumberField(_l("Days promised: corruption complaints"), [filled()])
    grievance_days = WholeNumberField(_l("Days promised: grievances"), [filled()])
    corruption_keep_years = WholeNumberField(
        _l("Years kept after completion: corruption complaints"), [filled()]
    )
    grievance_keep_years = WholeNumberField(
        _l("Years kept after completion: grievances"), [filled()]
    )
    corruption_unit = Pick(_l("Unit in charge: corruption complaints"))
    grievance_unit = Pick(_l("Unit in charge: grievances"))
    keeps_traffic_log = BooleanField(
        _l("The network in front of this service keeps a traffic log, as the law demands")
    )
    traffic_log_place_th = StringField(_l("Who keeps it (Thai)"), [line(LINE_CHARACTERS)])
    traffic_log_place_en = StringField(_l("Who keeps it (English)"), [line(LINE_CHARACTERS)])


class NamesForm(PublicForm):
    """The two names of a unit or a subject."""

    name_th = StringField(_l("Name (Thai)"), [Required(longest=LINE_CHARACTERS)])
    name_en = StringField(_l("Name (English)"), [Required(longest=LINE_CHARACTERS)])


class CaseWorkForm(PublicForm):
    """Times of case work, and which channel asks for a second key."""

    reopen_days = WholeNumberField(_l("Days in which a case can be reopened"), [filled()])
    objection_days = WholeNumberField(_l("Days in which a result can be objected to"), [filled()])
    follow_up_days = WholeNumberField(_l("Days until a follow-up by itself"), [filled()])
    corruption_release_days = WholeNumberField(_l("Corruption complaints: days until published"))
    grievance_release_days = WholeNumberField(_l("Grievances: days until published"))
    publishes_corruption_quarters = BooleanField(_l("Publish corruption complaints by quarter too"))
    plan_base_year_be = WholeNumberField(_l("Base year of the plan (B.E.)"))
    corruption_two_keys = BooleanField(_l("Second key for corruption complaints"))
    grievance_two_keys = BooleanField(_l("Second key for grievances"))


class SubjectForm(NamesForm):
    """Something that a matter can be about."""

    code = StringField(_l("Subject code"), [Required(longest=40)])
    risk_area = Pick(_l("Risk area"))


class HolidayForm(NamesForm):
    """A day on which the office is closed, and where that stands."""

    day = DayField(_l("Day"), [filled()])
    source = StringField(_l("Where it stands"), [Required(longest=300)])


class DataRequestForm(PublicForm):
    """What somebody asks for; not who."""

    right = Pick(_l("What is asked for"), [chosen()])
    received_on = DayField(_l("Received on"), [filled()])


class ReplyForm(PublicForm):
    """How a request is answered."""

    reply = Pick(_l("How it is answered"), [chosen()])
