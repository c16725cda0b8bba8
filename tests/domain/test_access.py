"""Every permission, for every role, in every situation, against a table written by hand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from complaints.domain.access import ACCESS, Permission, Person, Situation, is_allowed
from complaints.domain.channel import Channel, Role

OWN, OTHER = Channel.GRIEVANCE, Channel.CORRUPTION
WORKERS = {Role.OFFICER, Role.UNIT_HEAD, Role.ALTERNATE}
SIGNERS = {*WORKERS, Role.WITNESS}
ON_A_CASE = {
    Permission.CASE_READ,
    Permission.CASE_ACCEPT,
    Permission.CASE_ASSIGN,
    Permission.CASE_MESSAGE,
    Permission.CASE_NOTE,
    Permission.CASE_EXPLAIN,
    Permission.CASE_COMPLETE,
    Permission.CASE_SCREEN,
    Permission.CASE_ACT,
    Permission.CASE_ASK,
    Permission.CASE_RELATE,
    Permission.CASE_FORWARD,
    Permission.CASE_DUPLICATE,
    Permission.CASE_WITHDRAW,
    Permission.CASE_CONFIRM,
    Permission.CASE_OBJECTION,
    Permission.CASE_FOLLOW_UP,
    Permission.CASE_GUIDELINE,
    Permission.CASE_EXCLUDE,
    Permission.CASE_REOPEN,
    Permission.CASE_HAND_OVER,
    Permission.CASE_ERASE,
    Permission.CASE_RECUSE,
    Permission.CODE_REISSUE,
    Permission.RATING_SLIP,
    Permission.IDENTITY_OPEN,
    Permission.CASE_PROTECT,
    Permission.CASE_MOVE,
}
ROLES: dict[Permission, set[Role]] = {
    **dict.fromkeys(ON_A_CASE, WORKERS),
    Permission.DESK_READ: WORKERS,
    Permission.CASES_SEARCH: WORKERS,
    Permission.TEMPLATES_CHANGE: {*WORKERS, Role.ADMINISTRATOR},
    Permission.LETTERS_READ: {*WORKERS, Role.AUDITOR},
    Permission.GUIDELINES_CHANGE: WORKERS,
    Permission.CASE_OPEN_NEW: {Role.OFFICER},
    Permission.CONFIRM: SIGNERS,
    Permission.ROSTER_READ: SIGNERS,
    Permission.ROSTER_SIGN: SIGNERS,
    Permission.OVERSIGHT_READ: {Role.OVERSIGHT, Role.EXECUTIVE, Role.UNIT_HEAD},
    Permission.PLAN_FIGURES: WORKERS,
    Permission.RELEASE_PREPARE: WORKERS,
    Permission.RELEASE_ACKNOWLEDGE: {Role.EXECUTIVE},
    Permission.RELEASE_PUBLISH: WORKERS,
    Permission.REPORTS_READ: {*WORKERS, Role.EXECUTIVE},
    Permission.JOURNAL_READ: {Role.AUDITOR},
    Permission.ACCOUNTS_CHANGE: {Role.ADMINISTRATOR},
    Permission.SETTINGS_CHANGE: {Role.ADMINISTRATOR},
    Permission.DATA_REQUESTS: {Role.ADMINISTRATOR},
    Permission.MANUALS_READ: set(Role),
    Permission.OWN_ACCOUNT: set(Role),
}
NEEDS_DESK = {
    *ON_A_CASE,
    Permission.DESK_READ,
    Permission.CASES_SEARCH,
    Permission.TEMPLATES_CHANGE,
    Permission.LETTERS_READ,
    Permission.GUIDELINES_CHANGE,
    Permission.CASE_OPEN_NEW,
    Permission.CONFIRM,
    Permission.ROSTER_READ,
    Permission.ROSTER_SIGN,
    Permission.PLAN_FIGURES,
    Permission.RELEASE_PREPARE,
    Permission.RELEASE_PUBLISH,
    Permission.REPORTS_READ,
}
NEEDS_ROSTER = {
    Permission.CASE_ERASE,
    Permission.CASE_OPEN_NEW,
    Permission.CONFIRM,
    Permission.GUIDELINES_CHANGE,
    Permission.IDENTITY_OPEN,
    Permission.PLAN_FIGURES,
    Permission.RELEASE_PREPARE,
    Permission.RELEASE_PUBLISH,
    Permission.REPORTS_READ,
    Permission.ROSTER_SIGN,
    Permission.TEMPLATES_CHANGE,
}

FOR_EACH_DESK = {
    (Permission.TEMPLATES_CHANGE, Role.ADMINISTRATOR),
    (Permission.REPORTS_READ, Role.EXECUTIVE),
}
READS_GRIEVANCE_NUMBERS = {(Permission.LETTERS_READ, Role.AUDITOR)}
"""The auditor belongs to no desk; of a protected one he may not even see that it wrote."""

EVERYTHING: dict[str, object] = {
    "desk": OWN, "asked": OWN, "wrap": True, "appointed": True, "rostered": True,
}  # fmt: skip
SITUATIONS: dict[str, dict[str, object]] = {
    "at his own desk, with everything": EVERYTHING,
    "at his own desk, without a wrap": {**EVERYTHING, "wrap": False},
    "of the other desk, with a wrap": {**EVERYTHING, "desk": OTHER},
    "of no desk": {**EVERYTHING, "desk": None},
    "of no desk, asking for the protected one": {**EVERYTHING, "desk": None, "asked": OTHER},
    "where no desk is asked for": {**EVERYTHING, "asked": None},
    "after the appointment ended": {**EVERYTHING, "appointed": False},
    "not yet on the roster": {**EVERYTHING, "rostered": False},
}


def cases() -> Iterator[object]:
    """Yield permission × role × situation, with ids that read as reasons."""
    for permission in Permission:
        for role in Role:
            for words, facts in SITUATIONS.items():
                yield pytest.param(
                    permission, role, facts, id=f"{permission.value}: {role.value} {words}"
                )


@pytest.mark.parametrize(("permission", "role", "facts"), list(cases()))
def test_the_access_table_says_what_the_owner_says(
    permission: Permission, role: Role, facts: dict[str, object]
) -> None:
    desk, asked = facts["desk"], facts["asked"]
    person = Person("someone", role, desk, bool(facts["appointed"]), bool(facts["rostered"]))  # type: ignore[arg-type]
    situation = Situation(asked, bool(facts["wrap"]))  # type: ignore[arg-type]

    at_his_desk = asked is not None and desk is asked
    if (permission, role) in FOR_EACH_DESK:
        at_his_desk = asked is not None
    if (permission, role) in READS_GRIEVANCE_NUMBERS:
        at_his_desk = asked is OWN
    expected = (
        role in ROLES[permission]
        and person.is_appointed
        and (permission not in NEEDS_DESK or at_his_desk)
        and (permission not in ON_A_CASE or situation.holds_wrap)
        and (
            permission not in NEEDS_ROSTER
            or person.is_rostered
            or (permission, role) in FOR_EACH_DESK
        )
    )
    assert is_allowed(person, permission, situation) is expected


def test_every_permission_has_a_row_and_no_row_is_empty() -> None:
    assert set(ACCESS) == set(Permission)
    for permission, alternatives in ACCESS.items():
        assert alternatives, permission
        assert all(alternatives), permission


@pytest.mark.parametrize("permission", list(Permission))
def test_nobody_without_a_running_appointment_may_do_anything(permission: Permission) -> None:
    for role in Role:
        person = Person("someone", role, OWN, is_appointed=False, is_rostered=True)
        assert not is_allowed(person, permission, Situation(OWN, holds_wrap=True))
