"""Who may do what: one table of predicates.

A row is a list of alternatives; an alternative is a list of predicates that
must all hold. On a case, being allowed *is* holding a wrap of its key; the
table adds the role and the appointment. A permission without a row, or a row
without a predicate, would be a hole, so a test forbids both.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from complaints.domain.channel import Channel, Role


class Permission(StrEnum):
    """What an account of the office may be allowed."""

    DESK_READ = "desk_read"
    CASE_OPEN_NEW = "case_open_new"
    CASE_READ = "case_read"
    CASE_ACCEPT = "case_accept"
    CASE_ASSIGN = "case_assign"
    CASE_MESSAGE = "case_message"
    CASE_NOTE = "case_note"
    CASE_EXPLAIN = "case_explain"
    CASE_COMPLETE = "case_complete"
    CASE_SCREEN = "case_screen"
    CASE_ACT = "case_act"
    CASE_ASK = "case_ask"
    CASE_RELATE = "case_relate"
    CASE_FORWARD = "case_forward"
    CASE_DUPLICATE = "case_duplicate"
    CASE_WITHDRAW = "case_withdraw"
    CASE_CONFIRM = "case_confirm"
    CASE_OBJECTION = "case_objection"
    CASE_FOLLOW_UP = "case_follow_up"
    CASE_GUIDELINE = "case_guideline"
    CASE_EXCLUDE = "case_exclude"
    CASE_REOPEN = "case_reopen"
    CASE_ERASE = "case_erase"
    CASE_RECUSE = "case_recuse"
    CODE_REISSUE = "code_reissue"
    RATING_SLIP = "rating_slip"
    IDENTITY_OPEN = "identity_open"
    CASE_PROTECT = "case_protect"
    CASE_MOVE = "case_move"
    CASE_HAND_OVER = "case_hand_over"
    CONFIRM = "confirm"
    CASES_SEARCH = "cases_search"
    TEMPLATES_CHANGE = "templates_change"
    LETTERS_READ = "letters_read"
    GUIDELINES_CHANGE = "guidelines_change"
    ROSTER_READ = "roster_read"
    ROSTER_SIGN = "roster_sign"
    OVERSIGHT_READ = "oversight_read"
    PLAN_FIGURES = "plan_figures"
    RELEASE_PREPARE = "release_prepare"
    RELEASE_ACKNOWLEDGE = "release_acknowledge"
    RELEASE_PUBLISH = "release_publish"
    REPORTS_READ = "reports_read"
    JOURNAL_READ = "journal_read"
    ACCOUNTS_CHANGE = "accounts_change"
    SETTINGS_CHANGE = "settings_change"
    DATA_REQUESTS = "data_requests"
    MANUALS_READ = "manuals_read"
    OWN_ACCOUNT = "own_account"


@dataclass(frozen=True)
class Person:
    """An account of the office as the rules see it.

    :ivar desk: the desk it is appointed to; None for those of no desk.
    :ivar is_appointed: an order is in force today and the account is not closed.
    :ivar is_rostered: its keys stand on the roster of its desk.
    """

    officer_id: str
    role: Role
    desk: Channel | None
    is_appointed: bool
    is_rostered: bool = False


@dataclass(frozen=True)
class Situation:
    """What is asked for.

    :ivar channel: the desk on which; None where no desk is concerned.
    :ivar holds_wrap: the person holds a wrap of the case in question.
    """

    channel: Channel | None = None
    holds_wrap: bool = False


Predicate = Callable[[Person, Situation], bool]


def appointment_runs(person: Person, _: Situation) -> bool:
    """Access begins and ends with the appointment."""
    return person.is_appointed


def is_of_the_desk(person: Person, situation: Situation) -> bool:
    """The person is appointed to the desk that is asked for."""
    return situation.channel is not None and person.desk is situation.channel


def works_cases(person: Person, _: Situation) -> bool:
    """The role is one that handles cases."""
    return person.role in {Role.OFFICER, Role.UNIT_HEAD, Role.ALTERNATE}


def counts_as_second(person: Person, _: Situation) -> bool:
    """The role is one whose signature counts, with or without cases."""
    return person.role in {Role.OFFICER, Role.UNIT_HEAD, Role.ALTERNATE, Role.WITNESS}


def receives_cases(person: Person, _: Situation) -> bool:
    """The role is one that takes in what comes by phone or in person."""
    return person.role is Role.OFFICER


def concerns_a_desk(_: Person, situation: Situation) -> bool:
    """It is about something that each desk has for itself."""
    return situation.channel is not None


def holds_a_wrap(_: Person, situation: Situation) -> bool:
    """The person can open this very case."""
    return situation.holds_wrap


def is_rostered(person: Person, _: Situation) -> bool:
    """The person's keys stand on the roster."""
    return person.is_rostered


def oversees(person: Person, _: Situation) -> bool:
    """The role watches over the desk without reading it."""
    return person.role in {Role.OVERSIGHT, Role.EXECUTIVE, Role.UNIT_HEAD}


def is_executive(person: Person, _: Situation) -> bool:
    """The role takes note of the figures before they are published."""
    return person.role is Role.EXECUTIVE


def concerns_grievances(_: Person, situation: Situation) -> bool:
    """The desk asked for is that of grievances, where running numbers tell of nobody."""
    return situation.channel is Channel.GRIEVANCE


def is_auditor(person: Person, _: Situation) -> bool:
    """The role reads the record."""
    return person.role is Role.AUDITOR


def is_administrator(person: Person, _: Situation) -> bool:
    """The role manages accounts and settings."""
    return person.role is Role.ADMINISTRATOR


_ON_A_CASE = [appointment_runs, is_of_the_desk, works_cases, holds_a_wrap]
# The administrator can open accounts; only those who were signed in by colleagues speak for a desk.
_FOR_THE_DESK: list[Predicate] = [appointment_runs, is_of_the_desk, works_cases, is_rostered]

ACCESS: dict[Permission, list[list[Predicate]]] = {
    Permission.DESK_READ: [[appointment_runs, is_of_the_desk, works_cases]],
    Permission.CASE_OPEN_NEW: [[appointment_runs, is_of_the_desk, receives_cases, is_rostered]],
    Permission.CASE_READ: [_ON_A_CASE],
    Permission.CASE_ACCEPT: [_ON_A_CASE],
    Permission.CASE_ASSIGN: [_ON_A_CASE],
    Permission.CASE_MESSAGE: [_ON_A_CASE],
    Permission.CASE_NOTE: [_ON_A_CASE],
    Permission.CASE_EXPLAIN: [_ON_A_CASE],
    Permission.CASE_COMPLETE: [_ON_A_CASE],
    Permission.CASE_SCREEN: [_ON_A_CASE],
    Permission.CASE_ACT: [_ON_A_CASE],
    Permission.CASE_ASK: [_ON_A_CASE],
    Permission.CASE_RELATE: [_ON_A_CASE],
    Permission.CASE_FORWARD: [_ON_A_CASE],
    Permission.CASE_DUPLICATE: [_ON_A_CASE],
    Permission.CASE_WITHDRAW: [_ON_A_CASE],
    Permission.CASE_CONFIRM: [_ON_A_CASE],
    Permission.CASE_OBJECTION: [_ON_A_CASE],
    Permission.CASE_FOLLOW_UP: [_ON_A_CASE],
    Permission.CASE_GUIDELINE: [_ON_A_CASE],
    Permission.CASES_SEARCH: [[appointment_runs, is_of_the_desk, works_cases]],
    Permission.TEMPLATES_CHANGE: [
        _FOR_THE_DESK,
        [appointment_runs, is_administrator, concerns_a_desk],
    ],
    Permission.LETTERS_READ: [
        [appointment_runs, is_of_the_desk, works_cases],
        [appointment_runs, is_auditor, concerns_grievances],
    ],
    Permission.GUIDELINES_CHANGE: [_FOR_THE_DESK],
    Permission.CASE_EXCLUDE: [_ON_A_CASE],
    Permission.CASE_REOPEN: [_ON_A_CASE],
    Permission.CASE_ERASE: [[*_ON_A_CASE, is_rostered]],
    Permission.CASE_RECUSE: [_ON_A_CASE],
    Permission.CODE_REISSUE: [_ON_A_CASE],
    Permission.RATING_SLIP: [_ON_A_CASE],
    Permission.CASE_PROTECT: [_ON_A_CASE],
    Permission.CASE_MOVE: [_ON_A_CASE],
    Permission.IDENTITY_OPEN: [[*_ON_A_CASE, is_rostered]],
    Permission.CASE_HAND_OVER: [_ON_A_CASE],
    Permission.CONFIRM: [[appointment_runs, is_of_the_desk, counts_as_second, is_rostered]],
    Permission.ROSTER_READ: [[appointment_runs, is_of_the_desk, counts_as_second]],
    Permission.ROSTER_SIGN: [[appointment_runs, is_of_the_desk, counts_as_second, is_rostered]],
    Permission.OVERSIGHT_READ: [[appointment_runs, oversees]],
    Permission.PLAN_FIGURES: [_FOR_THE_DESK],
    Permission.RELEASE_PREPARE: [_FOR_THE_DESK],
    Permission.RELEASE_ACKNOWLEDGE: [[appointment_runs, is_executive]],
    Permission.RELEASE_PUBLISH: [_FOR_THE_DESK],
    Permission.REPORTS_READ: [_FOR_THE_DESK, [appointment_runs, is_executive, concerns_a_desk]],
    Permission.JOURNAL_READ: [[appointment_runs, is_auditor]],
    Permission.ACCOUNTS_CHANGE: [[appointment_runs, is_administrator]],
    Permission.SETTINGS_CHANGE: [[appointment_runs, is_administrator]],
    Permission.DATA_REQUESTS: [[appointment_runs, is_administrator]],
    Permission.MANUALS_READ: [[appointment_runs]],
    Permission.OWN_ACCOUNT: [[appointment_runs]],
}


def is_allowed(person: Person, permission: Permission, situation: Situation) -> bool:
    """Say whether the table allows a person something in a situation."""
    return any(
        all(predicate(person, situation) for predicate in alternative)
        for alternative in ACCESS[permission]
    )
