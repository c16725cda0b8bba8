"""Every table in one place, for migrations and for checks over all of them."""

from __future__ import annotations

from complaints.records.agency import Agency, Holiday, Subject, Unit
from complaints.records.alarms import Alarm
from complaints.records.appointments import AppointmentOrder, AppointmentSignature
from complaints.records.body_keys import BodyKeyRow
from complaints.records.cases import (
    Blob,
    Case,
    CaseEntry,
    CaseKeyRecord,
    Identity,
    IdentityNest,
    KeyWrap,
    NumberSeries,
    Tally,
)
from complaints.records.data_requests import DataRequest
from complaints.records.desk_lists import Body, ReplyTemplate
from complaints.records.guidelines import Guideline, GuidelineCase
from complaints.records.handovers import Handover
from complaints.records.journal import JournalHead, JournalRow
from complaints.records.letters import Letter, LetterBook, LetterHead
from complaints.records.notices import (
    MailAddress,
    MailKey,
    Notice,
    OfficerAddress,
)
from complaints.records.officers import Officer, RosterEntry, RosterSignature
from complaints.records.officers_manuals import ManualVersion
from complaints.records.plan_figures import PlanFigure
from complaints.records.rating_slips import RatingSlip
from complaints.records.recovery import RecoveryEnvelopes
from complaints.records.releases import Release, ReleaseDraft, ReleaseFile, ReleasePart
from complaints.records.reminders import Reminder, ReminderLevels
from complaints.records.sessions import SearchIndex, SessionRow
from complaints.records.signals import CaseSignal
from complaints.records.two_people import TwoPersonRequest, TwoPersonWrap

ALL_TABLES = (
    Agency,
    Alarm,
    AppointmentOrder,
    AppointmentSignature,
    Blob,
    Body,
    BodyKeyRow,
    Case,
    CaseEntry,
    CaseKeyRecord,
    CaseSignal,
    DataRequest,
    Guideline,
    GuidelineCase,
    Handover,
    Holiday,
    Identity,
    IdentityNest,
    JournalHead,
    JournalRow,
    KeyWrap,
    Letter,
    LetterBook,
    LetterHead,
    MailAddress,
    MailKey,
    ManualVersion,
    Notice,
    NumberSeries,
    Officer,
    OfficerAddress,
    PlanFigure,
    RatingSlip,
    RecoveryEnvelopes,
    Release,
    ReleaseDraft,
    ReleaseFile,
    ReleasePart,
    Reminder,
    ReminderLevels,
    ReplyTemplate,
    RosterEntry,
    RosterSignature,
    SearchIndex,
    SessionRow,
    Subject,
    Tally,
    TwoPersonRequest,
    TwoPersonWrap,
    Unit,
)
