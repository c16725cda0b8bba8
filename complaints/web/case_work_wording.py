"""The words of case work: boxes, reasons, decisions, duties, and what to do instead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from complaints.casework.lists import RowNote
from complaints.domain.case_work import Box, Decision, DelayReason, Discipline, Verdict
from complaints.domain.checklist import Duty
from complaints.domain.errors import Code

BOXES: Mapping[Box, LazyString] = {
    Box.OURS: _("It is within our authority, and is assigned"),
    Box.NOT_OURS: _("It is outside our authority, and is forwarded"),
    Box.OTHER_LAW: _("Another law prescribes the procedure"),
    Box.NOT_ACCEPTED: _("It is not accepted"),
}

DELAYS: Mapping[DelayReason, LazyString] = {
    DelayReason.WAITING_FOR_AGENCY: _("Waiting for another agency"),
    DelayReason.WAITING_FOR_EXPERT: _("Waiting for an expert's report or inspection"),
    DelayReason.WAITING_FOR_BUDGET: _("Waiting for budget or procurement"),
    DelayReason.WAITING_FOR_CONTRACTOR: _("Waiting for a contractor"),
    DelayReason.WAITING_FOR_REPORTER: _("Waiting for the reporter's answer"),
    DelayReason.INQUIRY_GOES_ON: _("The inquiry is not finished"),
    DelayReason.WEATHER_OR_SEASON: _("Weather or season"),
}

DISCIPLINES: Mapping[Discipline, LazyString] = {
    Discipline.STEP_TAKEN: _("A disciplinary step was taken"),
    Discipline.NO_STEP: _("No step is taken, for a reason"),
    Discipline.TO_FOLLOW: _("It is to be followed up"),
}

DECISIONS: Mapping[Decision, LazyString] = {
    Decision.STANDS: _("The result stands"),
    Decision.TAKEN_UP_AGAIN: _("The case is taken up again"),
}

VERDICTS: Mapping[Verdict, LazyString] = {
    Verdict.CONFIRM: _("I confirm it; the reporter may read it"),
    Verdict.SEND_BACK: _("It goes back to who wrote it"),
}

DUTIES: Mapping[Duty, LazyString] = {
    Duty.ACKNOWLEDGED: _("Receipt acknowledged"),
    Duty.TIME_TOLD: _("Time limit told"),
    Duty.ASSIGNED: _("Unit and officer named"),
    Duty.PROGRESS_TOLD: _("Progress told"),
    Duty.RESULT_TOLD: _("Result told"),
    Duty.EXPLAINED_IF_LATE: _("Explained if late"),
}

ROW_NOTES: Mapping[RowNote, LazyString] = {
    RowNote.OBJECTED: _("Objection to answer"),
    RowNote.OBJECTION_LATE: _("Objection overdue"),
    RowNote.TO_CONFIRM: _("Result to confirm"),
    RowNote.WAITING: _("Waiting for the reporter"),
    RowNote.EXPLAINED_AGAIN: _("Explained more than once"),
    RowNote.FOLLOW_UP_OVERDUE: _("Follow-up overdue"),
}

WHAT_TO_DO: Mapping[Code, LazyString] = {
    Code.CASE_IS_COMPLETED: _(
        "If something is still to be done, open the case again; the first due day stays."
    ),
    Code.CASE_IS_NOT_ACCEPTED: _(
        "Accept the case first: name the unit and the officer who answer for it."
    ),
    Code.CASE_IS_NOT_COMPLETED: _("Complete the case first, with an outcome and a result."),
    Code.CASE_IS_NOT_RECEIVED: _("To hand it on to another unit or officer, assign it."),
    Code.RESULT_WAITS_FOR_SECOND_KEY: _(
        "A second officer confirms it or sends it back; whoever wrote it can take it back."
    ),
    Code.NOTHING_TO_CONFIRM: _("Complete the case first, with an outcome and a result."),
    Code.OBJECTION_IS_OPEN: _(
        "Answer the objection: the result stands, or the case is taken up again."
    ),
    Code.NO_OBJECTION: _("To go on with the case all the same, open it again."),
    Code.TOO_LATE_TO_REOPEN: _(
        "Enter it as a new case and link the two; the administrator sets the time."
    ),
    Code.NO_IDENTITY: _("Write to the reporter in the case; the answer comes without a name."),
    Code.NO_REPORTER: _("Keep what you find out in an internal note."),
    Code.GUIDELINE_WAITS: _(
        "They go onto the register or come back; then the next can be written."
    ),
    Code.NO_GUIDELINE_WAITS: _("Write the guideline first, on the page of the case."),
    Code.OWN_GUIDELINE: _("To change your words, take them back here with a reason."),
    Code.HEAD_LOOKS_AGAIN: _(
        "Ask the head of unit to open the case; you can still send them back."
    ),
    Code.NOBODY_CAN_CONFIRM: _("Let another officer join the case first."),
    Code.OTHER_DESK_IS_CLOSED: _(
        "Hand it over once an officer of that desk has made keys; until then go on with it here."
    ),
    Code.OWN_RESULT: _(
        "Ask a colleague who can read the case; they are named on its page. Or let one join."
    ),
    Code.CHANGED_MEANWHILE: _("The page of the case shows the steps that are possible."),
}
"""What to do where a step is illegal; the last one serves for all others."""

CASE_WORK: tuple[Mapping[Any, LazyString], ...] = (
    BOXES,
    DELAYS,
    DISCIPLINES,
    DECISIONS,
    VERDICTS,
    DUTIES,
    ROW_NOTES,
)
"""Every list above that has words for each of its codes."""
