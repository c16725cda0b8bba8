"""The words of the service for what the rules know as codes.

Rules, use cases and records know codes; a person reads words. Every code has
its words here and nowhere else, so that one sentence stands for one reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from complaints.domain.channel import Channel, Kind, Origin, ReceivedBy, ReporterKind, Role
from complaints.domain.data_rights import Reply, Right
from complaints.domain.deadlines import DueArithmetic, Urgency
from complaints.domain.errors import Code
from complaints.domain.protection import Risk
from complaints.domain.states import Outcome, State, Step
from complaints.evidence.errors import Reason
from complaints.web.case_work_wording import CASE_WORK
from complaints.web.dates import format_day, speaks_thai, weekday
from complaints.web.handing_over_wording import HANDING_OVER
from complaints.web.publishing_wording import PUBLISHING

REFUSALS: Mapping[Code, LazyString] = {
    **HANDING_OVER,
    **PUBLISHING,
    Code.NOT_FOUND: _("There is nothing here."),
    Code.ENDS_BEFORE_IT_BEGINS: _("The last day must not lie before the first."),
    Code.CASE_IS_COMPLETED: _("The case is completed, so this step is no longer possible."),
    Code.CASE_IS_NOT_COMPLETED: _("The case is not completed yet."),
    Code.CASE_IS_NOT_RECEIVED: _("The case has already been accepted."),
    Code.CASE_IS_NOT_ACCEPTED: _("The case must be accepted first."),
    Code.NEW_DATE_IS_NOT_LATER: _(
        "The new date must be later than today and than the date promised before."
    ),
    Code.TOO_LATE_TO_REOPEN: _("The time in which a completed case can be opened again is over."),
    Code.TOO_LATE_TO_OBJECT: _("The time in which a result can be objected to is over."),
    Code.RESULT_WAITS_FOR_SECOND_KEY: _(
        "A result has been written already and waits for a second officer to confirm it."
    ),
    Code.NOTHING_TO_CONFIRM: _("No result waits to be confirmed."),
    Code.OWN_RESULT: _(
        "It is about a result of your own, so a colleague who can open the case must do it."
    ),
    Code.OBJECTION_IS_OPEN: _(
        "The reporter has objected to the result. That must be answered first."
    ),
    Code.NO_OBJECTION: _("The reporter has not objected to the result, or it has been answered."),
    Code.GUIDELINE_WAITS: _("Words for the register wait for a second person to look at them."),
    Code.NO_GUIDELINE_WAITS: _("No words for the register wait to be looked at."),
    Code.OWN_GUIDELINE: _(
        "These are words of your own, so a colleague who can open the case must look at them."
    ),
    Code.HEAD_LOOKS_AGAIN: _("The head of unit who can open the case looks at these words."),
    Code.GUIDELINE_GIVES_AWAY: _(
        "It repeats a name, a number, a place or another line of the case, or names an officer."
        " Say what the office does from now on, not what happened to whom."
    ),
    Code.PLACEHOLDER_IS_UNKNOWN: _(
        "Something stands in braces that nothing fills in. Take one of those that are named above,"
        " or leave the braces out."
    ),
    Code.ALREADY_OBJECTED: _("You have objected to this result already."),
    Code.ALREADY_WITHDRAWN: _("You have asked for this already."),
    Code.TOO_MUCH_TODAY: _(
        "That was very much for one day. Please put the rest together and send it tomorrow."
    ),
    Code.NO_REPORTER: _("The office opened this case by itself; there is no reporter."),
    Code.DISCIPLINE_IS_MISSING: _(
        "Write which step was taken, or why none is; or choose that it is to be followed up."
    ),
    Code.CASE_IS_UNKNOWN: _("You can open no case of this number on this desk."),
    Code.CASE_IS_THE_SAME: _("This is the number of the case itself."),
    Code.READER_IS_SHUT_OUT: _(
        "Somebody who reads one of the two cases is shut out of the other and would learn of it."
        " They cannot be linked."
    ),
    Code.DATE_IS_NOT_AHEAD: _("This day has passed. Choose a later one."),
    Code.ALREADY_RATED: _("This case has already been rated. Thank you."),
    Code.RESULT_IS_EMPTY: _("Write down the result, so that the reporter can read it."),
    Code.OFFICER_CANNOT_OPEN_CASE: _("This officer cannot open the case."),
    Code.OFFICER_IS_EXCLUDED: _("This officer is shut out of the case."),
    Code.OFFICER_IS_NOT_OF_UNIT: _("This officer does not belong to the unit."),
    Code.LAST_HOLDER: _("Nobody else could open the case; somebody else must be able to first."),
    Code.NO_APPOINTMENT: _("There is no appointment in force today."),
    Code.NOT_ON_ROSTER: _("These keys are not on the roster of the desk yet."),
    Code.ALREADY_SIGNED: _("You have already signed this entry."),
    Code.ORIGINAL_IS_APART: _(
        "This file is an original. It is opened from its own page, with care."
    ),
    Code.NOBODY_CAN_CONFIRM: _("There is nobody else on the roster who could confirm this."),
    Code.NEEDS_ANOTHER_PERSON: _("This takes two people; somebody else has to confirm it."),
    Code.ALREADY_CONFIRMED: _("Somebody has confirmed this already."),
    Code.OTHER_DESK_IS_CLOSED: _("Nobody at the other desk could read the case now."),
    Code.CODE_CANNOT_BE_KEPT: _(
        "The case is so old that the reporter's code would be lost. Ask the reporter to change the"
        " code first."
    ),
    Code.NO_IDENTITY: _("No identity is sealed with this case."),
    Code.CODE_IS_NEVER_REISSUED: _(
        "A code of this channel is never given out again: nobody here knows who reported, so"
        " whoever asked for it could be the person accused. The reporter can file again and"
        " name the case number."
    ),
    Code.REPORTER_IS_UNKNOWN: _(
        "The case holds no name and no contact, so nobody can check that who asks is the"
        " reporter. A new matter can name the case number."
    ),
    Code.LINK_IS_SPENT: _("This link has been used or has expired. Ask for a new one."),
    Code.PASSPHRASE_IS_WRONG: _("This is not the passphrase of this account."),
    Code.KEY_IS_MISTYPED: _("This line of the key is mistyped; compare it letter by letter."),
    Code.TOO_FEW_CUSTODIANS: _("Too few custodians have come together; none of the cases opens."),
    Code.CUSTODIANS_OVERLAP: _(
        "The two channels share so many custodians that the same people could open both."
    ),
    Code.PASSPHRASE_IS_WEAK: _(
        "This passphrase is too easy to guess. Take the one we suggest, or a longer one."
    ),
    Code.SIGN_IN_FAILED: _("Name, passphrase or code is not right. Each code works only once."),
    Code.ACCOUNT_IS_PAUSED: _("Too many attempts. Please wait a few minutes."),
    Code.NAME_IS_TAKEN: _("Somebody has this sign-in name already. Choose another."),
    Code.INTAKE_IS_CLOSED: _("Reports cannot be taken here at this moment."),
    Code.EVERYONE_IS_EXCLUDED: _(
        "Everybody who could read the report is shut out. Leave at least one person,"
        " or turn to one of the offices named on the help page."
    ),
    Code.FIELD_IS_EMPTY: _("This must be filled in."),
    Code.FIELD_IS_TOO_LONG: _("This is too long. Please shorten it."),
    Code.FIELD_HAS_FORBIDDEN_CHARACTERS: _(
        "It holds characters that are not text. They are shown as �; please remove them."
    ),
    Code.ADDRESS_IS_NONE: _("Mail cannot be sent to this address. Please check it."),
    Code.PAGE_IS_NONE: _("This is not the address of a page. It begins with https:// or http://."),
    Code.LEVELS_ARE_OUT_OF_ORDER: _(
        "The days are out of order: the first reminder comes before the second,"
        " the first escalation before the second, and none has fewer than one day."
    ),
    Code.CHOICE_IS_UNKNOWN: _("Please choose one of the answers in the list."),
    Code.NUMBER_IS_NONE: _(
        "Please write a whole number in digits, such as 12. This is none, or it is too small or"
        " too large here."
    ),
    Code.DATE_IS_IN_FUTURE: _("This day is still to come. Choose today or an earlier day."),
    Code.DATE_IS_TOO_OLD: _("This day is too long ago. Please check it."),
    Code.CODE_IS_MISTYPED: _(
        "Some digit of the code is wrong. A code has 24 digits; please compare them one by one."
    ),
    Code.MANUAL_IS_INCOMPLETE: _("A part of the manual is empty, so it is not published."),
    Code.CHANGED_MEANWHILE: _("Somebody changed this in the meantime. Please look again."),
    Code.ALREADY_ANSWERED: _("This request has been answered already."),
    Code.BACKUP_IS_TOO_OLD: _(
        "This archive of keys is older than any may be. What was erased since could come back."
    ),
    Code.HEADS_ARE_OLDER: _(
        "These signed heads are older than the backup."
        " Use the newest ones that were taken off the server."
    ),
    Code.SEAL_IS_BROKEN: _("What is stored is not what was stored, so nothing of it is shown."),
    Code.ROSTER_IS_BROKEN: _("The roster is not what it was, so the desk has stopped."),
    Code.JOURNAL_IS_BROKEN: _("The journal is not what it was, so the desk has stopped."),
    Code.SECRETS_WERE_SET_BACK: _(
        "The sealed keys of this account are those of an earlier day, so the desk has stopped."
    ),
    Code.DESK_IS_STOPPED: _(
        "The desk has stopped: an officer found the roster or the journal changed. Nothing is"
        " taken or sealed here until that officer finds everything in place again."
    ),
}

RIGHTS: Mapping[Right, LazyString] = {
    Right.ACCESS: _("Access to data and a copy"),
    Right.PORTABILITY: _("Data in a form that can be passed on"),
    Right.OBJECTION: _("Objection to processing"),
    Right.ERASURE: _("Erasure"),
    Right.RESTRICTION: _("Restriction of use"),
    Right.CORRECTION: _("Correction"),
}

REPLIES: Mapping[Reply, LazyString] = {
    Reply.NOT_TOLD: _("Not told: whether a report names somebody is told to nobody"),
    Reply.BY_CODE: _("By the lookup code, for somebody who filed a report"),
    Reply.DONE: _("Done, for data given under the person’s own name"),
    Reply.REFUSED: _("Refused, with the ground"),
}

STATES: Mapping[State, LazyString] = {
    State.RECEIVED: _("Received"),
    State.ACCEPTED: _("Accepted for action"),
    State.IN_PROGRESS: _("In progress"),
    State.COMPLETED: _("Completed"),
}

OUTCOMES: Mapping[Outcome, LazyString] = {
    Outcome.RESOLVED: _("Resolved"),
    Outcome.SUBSTANTIATED: _("Substantiated"),
    Outcome.UNSUBSTANTIATED: _("Not substantiated"),
    Outcome.FORWARDED: _("Outside our authority, forwarded"),
    Outcome.OTHER_LAW: _("Another law prescribes the procedure"),
    Outcome.NOT_ACCEPTED: _("Not accepted"),
    Outcome.WITHDRAWN: _("Withdrawn by the reporter"),
    Outcome.DUPLICATE: _("Duplicate of another case"),
}

KINDS: Mapping[Kind, LazyString] = {
    Kind.GRIEVANCE: _("Grievance"),
    Kind.COMPLAINT: _("Complaint"),
    Kind.TIP: _("Tip"),
    Kind.OPINION: _("Opinion or suggestion"),
}

REPORTER_KINDS: Mapping[ReporterKind, LazyString] = {
    ReporterKind.CITIZEN: _("Member of the public"),
    ReporterKind.STAFF: _("Staff of this office"),
    ReporterKind.OUTSIDER: _("Somebody else, such as a contractor"),
}

URGENCIES: Mapping[Urgency, LazyString] = {
    Urgency.NO_CLOCK: _("No time limit"),
    Urgency.IN_TIME: _("In time"),
    Urgency.DUE_SOON: _("Due soon"),
    Urgency.LATE_EXPLAINED: _("Late, explained"),
    Urgency.LATE_UNEXPLAINED: _("Late, not explained"),
    Urgency.DONE: _("Completed"),
}

ROLES: Mapping[Role, LazyString] = {
    Role.OFFICER: _("Complaint officer"),
    Role.UNIT_HEAD: _("Head of unit"),
    Role.OVERSIGHT: _("Oversight"),
    Role.EXECUTIVE: _("Executive"),
    Role.AUDITOR: _("Auditor"),
    Role.ADMINISTRATOR: _("Administrator"),
    Role.ALTERNATE: _("Alternate"),
    Role.WITNESS: _("Witness"),
}

RECEIVED_BY: Mapping[ReceivedBy, LazyString] = {
    ReceivedBy.ONLINE: _("Online"),
    ReceivedBy.PHONE: _("By phone"),
    ReceivedBy.IN_PERSON: _("In person"),
    ReceivedBy.LETTER: _("By letter"),
    ReceivedBy.BOX: _("Complaint box"),
    ReceivedBy.LINE: _("LINE"),
    ReceivedBy.FACEBOOK: _("Facebook"),
    ReceivedBy.COMMUNITY_MEETING: _("Community meeting"),
    ReceivedBy.OTHER_AGENCY: _("From another agency"),
}

ORIGINS: Mapping[Origin, LazyString] = {
    Origin.REPORTED: _("Reported to us"),
    Origin.CAME_TO_KNOW: _("Came to know"),
    Origin.FOUND_BY_INSPECTION: _("Found by inspection"),
}

STEPS: Mapping[Step, LazyString] = {
    Step.SCREEN: _("Decide on a new matter"),
    Step.ACT: _("Name an acting officer"),
    Step.ASK: _("Ask the reporter"),
    Step.RELATE: _("Link a case"),
    Step.FORWARD: _("Forward outside"),
    Step.DUPLICATE: _("End as a duplicate"),
    Step.WITHDRAW: _("End as withdrawn"),
    Step.CONFIRM: _("Confirm the result"),
    Step.OBJECTION: _("Answer the objection"),
    Step.FOLLOW_UP: _("Follow up"),
    Step.ACCEPT: _("Accept for action"),
    Step.ASSIGN: _("Assign"),
    Step.MESSAGE: _("Write to the reporter"),
    Step.NOTE: _("Write an internal note"),
    Step.EXPLAIN: _("Explain a delay"),
    Step.COMPLETE: _("Complete"),
    Step.EXCLUDE: _("Shut out an officer"),
    Step.REOPEN: _("Reopen"),
}

RISKS: Mapping[Risk, LazyString] = {
    Risk.LOW: _("low"),
    Risk.POSSIBLE: _("possible"),
    Risk.HIGH: _("high"),
}

CHANNELS: Mapping[Channel, LazyString] = {
    Channel.CORRUPTION: _("Corruption complaints"),
    Channel.GRIEVANCE: _("Grievances"),
}

FILE_REASONS: Mapping[Reason, LazyString] = {
    Reason.EMPTY: _("the file is empty"),
    Reason.FILE_TOO_LARGE: _("the file is too large"),
    Reason.REPORT_TOO_LARGE: _("all files together are too large"),
    Reason.TOO_MANY: _("there are too many files"),
    Reason.INCOMPLETE: _("the file did not arrive completely"),
    Reason.KIND_NOT_ALLOWED: _("files of this kind are not taken"),
    Reason.NAME_DISAGREES: _("its name and its content do not fit together"),
    Reason.HOLDS_MACROS: _("it contains a program (macros)"),
    Reason.PICTURE_TOO_LARGE: _("the picture is too large"),
    Reason.PICTURE_BROKEN: _("the picture cannot be read"),
    Reason.HARMFUL: _("the virus scanner found something harmful in it"),
    Reason.TOO_LARGE_INSIDE: _("what is packed in it is too large"),
    Reason.NOT_CLEANABLE: _(
        "what is hidden in it cannot be removed. Send photographs of its pages, or tick that the"
        " originals are kept"
    ),
}

_TABLES: tuple[Mapping[Any, LazyString], ...] = (
    REFUSALS,
    STATES,
    OUTCOMES,
    KINDS,
    REPORTER_KINDS,
    URGENCIES,
    ROLES,
    RECEIVED_BY,
    ORIGINS,
    STEPS,
    RISKS,
    *CASE_WORK,
    CHANNELS,
    FILE_REASONS,
    RIGHTS,
    REPLIES,
)
_WORDS: Mapping[type[StrEnum], Mapping[Any, LazyString]] = {
    type(next(iter(table))): table for table in _TABLES
}


def words(code: StrEnum) -> str:
    """Return the words of any code of the domain, in the reader's language.

    :raises KeyError: a code without words.
    """
    return str(_WORDS[type(code)][code])


def refusal_text(code: Code) -> str:
    """Return why something was refused."""
    return words(code)


def local_name(named: object) -> str:
    """Return the name of a unit or subject in the reader's language.

    :param named: a row with ``name_th`` and ``name_en``, or a dictionary of both
        (``th``, ``en``) as a case keeps it.
    """
    language = "th" if speaks_thai() else "en"
    if isinstance(named, Mapping):
        return str(named.get(language) or named.get("th") or "")
    return str(getattr(named, f"name_{language}") or getattr(named, "name_th", ""))


def due_sentences(due: DueArithmetic) -> list[str]:
    """Return, step by step, how a due day came about.

    :source: Administrative Procedure Act B.E. 2539, s.64 (how days are counted).
    """
    first = gettext(
        "Received on %(day)s; that day counts as day 0.", day=format_day(due.received_on)
    )
    last = gettext("Day %(days)s is %(day)s.", days=due.days, day=format_day(due.due_on))
    return [first, last, *_closed_day(due)]


def _closed_day(due: DueArithmetic) -> list[str]:
    if due.closed_because is None:
        return []
    why = due.closed_because
    if why == "weekend":
        why = gettext("a %(weekday)s", weekday=weekday(due.due_on))
    elif not speaks_thai():
        why = gettext("a public holiday")
    return [
        gettext("The office is closed on that day, because it is %(reason)s.", reason=why),
        gettext(
            "The day counts all the same, because the duty is the office's;"
            " so the office should be done by %(day)s.",
            day=format_day(due.work_by),
        ),
    ]
