"""The tree of refusals.

Refusal
 ├─ NotFound          no such thing, or not yours: one and the same answer
 ├─ NotAllowed        yours, but not now or not so; the code says why
 ├─ BadInput          what was typed cannot be taken; names the field
 ├─ IntakeClosed      nobody could read a report; it is not taken
 ├─ ChangedMeanwhile  somebody else was quicker
 └─ Broken            what is stored is not what was stored; fail closed

Each refusal has a code. The words for a person stand in ``web/wording.py``; no
refusal carries anything that a person typed.
"""

from __future__ import annotations

from enum import StrEnum


class Code(StrEnum):
    """Why something was refused."""

    NOT_FOUND = "not_found"
    CASE_IS_COMPLETED = "case_is_completed"
    CASE_IS_NOT_COMPLETED = "case_is_not_completed"
    CASE_IS_NOT_RECEIVED = "case_is_not_received"
    CASE_IS_NOT_ACCEPTED = "case_is_not_accepted"
    NEW_DATE_IS_NOT_LATER = "new_date_is_not_later"
    TOO_LATE_TO_REOPEN = "too_late_to_reopen"
    TOO_LATE_TO_OBJECT = "too_late_to_object"
    RESULT_WAITS_FOR_SECOND_KEY = "result_waits_for_second_key"
    NOTHING_TO_CONFIRM = "nothing_to_confirm"
    OWN_RESULT = "own_result"
    OBJECTION_IS_OPEN = "objection_is_open"
    NO_OBJECTION = "no_objection"
    ALREADY_OBJECTED = "already_objected"
    ALREADY_WITHDRAWN = "already_withdrawn"
    TOO_MUCH_TODAY = "too_much_today"
    NO_REPORTER = "no_reporter"
    DISCIPLINE_IS_MISSING = "discipline_is_missing"
    CASE_IS_UNKNOWN = "case_is_unknown"
    CASE_IS_THE_SAME = "case_is_the_same"
    READER_IS_SHUT_OUT = "reader_is_shut_out"
    DATE_IS_NOT_AHEAD = "date_is_not_ahead"
    GUIDELINE_WAITS = "guideline_waits"
    NO_GUIDELINE_WAITS = "no_guideline_waits"
    OWN_GUIDELINE = "own_guideline"
    HEAD_LOOKS_AGAIN = "head_looks_again"
    GUIDELINE_GIVES_AWAY = "guideline_gives_away"
    PLACEHOLDER_IS_UNKNOWN = "placeholder_is_unknown"
    ALREADY_RATED = "already_rated"
    RESULT_IS_EMPTY = "result_is_empty"
    OFFICER_CANNOT_OPEN_CASE = "officer_cannot_open_case"
    OFFICER_IS_EXCLUDED = "officer_is_excluded"
    OFFICER_IS_NOT_OF_UNIT = "officer_is_not_of_unit"
    LAST_HOLDER = "last_holder"
    NO_APPOINTMENT = "no_appointment"
    ENDS_BEFORE_IT_BEGINS = "ends_before_it_begins"
    NOT_ON_ROSTER = "not_on_roster"
    KEY_IS_NONE = "key_is_none"
    FINGERPRINT_DIFFERS = "fingerprint_differs"
    WAY_IS_THE_SAME = "way_is_the_same"
    BODY_HAS_A_KEY = "body_has_a_key"
    BODY_KEY_DOES_NOT_COUNT = "body_key_does_not_count"
    BUNDLE_IS_TOO_LARGE = "bundle_is_too_large"
    ALREADY_SIGNED = "already_signed"
    ORIGINAL_IS_APART = "original_is_apart"
    NOBODY_CAN_CONFIRM = "nobody_can_confirm"
    NEEDS_ANOTHER_PERSON = "needs_another_person"
    ALREADY_CONFIRMED = "already_confirmed"
    OTHER_DESK_IS_CLOSED = "other_desk_is_closed"
    CODE_CANNOT_BE_KEPT = "code_cannot_be_kept"
    NO_IDENTITY = "no_identity"
    CODE_IS_NEVER_REISSUED = "code_is_never_reissued"
    REPORTER_IS_UNKNOWN = "reporter_is_unknown"
    LINK_IS_SPENT = "link_is_spent"
    PASSPHRASE_IS_WRONG = "passphrase_is_wrong"  # noqa: S105 - a reason, no secret
    KEY_IS_MISTYPED = "key_is_mistyped"
    TOO_FEW_CUSTODIANS = "too_few_custodians"
    CUSTODIANS_OVERLAP = "custodians_overlap"
    PASSPHRASE_IS_WEAK = "passphrase_is_weak"  # noqa: S105 - a reason, no secret
    SIGN_IN_FAILED = "sign_in_failed"
    ACCOUNT_IS_PAUSED = "account_is_paused"
    NAME_IS_TAKEN = "name_is_taken"
    INTAKE_IS_CLOSED = "intake_is_closed"
    EVERYONE_IS_EXCLUDED = "everyone_is_excluded"
    FIELD_IS_EMPTY = "field_is_empty"
    FIELD_IS_TOO_LONG = "field_is_too_long"
    FIELD_HAS_FORBIDDEN_CHARACTERS = "field_has_forbidden_characters"
    ADDRESS_IS_NONE = "address_is_none"
    PAGE_IS_NONE = "page_is_none"
    LEVELS_ARE_OUT_OF_ORDER = "levels_are_out_of_order"
    CHOICE_IS_UNKNOWN = "choice_is_unknown"
    NUMBER_IS_NONE = "number_is_none"
    DATE_IS_IN_FUTURE = "date_is_in_future"
    DATE_IS_TOO_OLD = "date_is_too_old"
    CODE_IS_MISTYPED = "code_is_mistyped"
    PERIOD_IS_OPEN = "period_is_open"
    REASON_SAYS_NOTHING = "reason_says_nothing"
    NOTHING_TO_PUBLISH = "nothing_to_publish"
    LATER_DAY_IS_TOLD = "later_day_is_told"
    LEDGER_DOES_NOT_BALANCE = "ledger_does_not_balance"
    NO_RECEIPT = "no_receipt"
    FIGURES_HAVE_CHANGED = "figures_have_changed"
    DRAFT_IS_CHECKED = "draft_is_checked"
    DRAFT_IS_NOT_CHECKED = "draft_is_not_checked"
    DRAFT_IS_NOT_ACKNOWLEDGED = "draft_is_not_acknowledged"
    YEAR_IS_COUNTED_HERE = "year_is_counted_here"
    PARTS_ARE_MORE_THAN_ALL = "parts_are_more_than_all"
    FIGURES_GIVE_SOMEBODY_AWAY = "figures_give_somebody_away"
    MANUAL_IS_INCOMPLETE = "manual_is_incomplete"
    CHANGED_MEANWHILE = "changed_meanwhile"
    ALREADY_ANSWERED = "already_answered"
    BACKUP_IS_TOO_OLD = "backup_is_too_old"
    HEADS_ARE_OLDER = "heads_are_older"
    SEAL_IS_BROKEN = "seal_is_broken"
    ROSTER_IS_BROKEN = "roster_is_broken"
    JOURNAL_IS_BROKEN = "journal_is_broken"
    SECRETS_WERE_SET_BACK = "secrets_were_set_back"
    DESK_IS_STOPPED = "desk_is_stopped"


class Refusal(Exception):
    """Something was not done, for a reason that has a code.

    :param code: the reason.
    :param field: the form field it belongs to, where there is one.
    """

    def __init__(self, code: Code, field: str | None = None) -> None:
        super().__init__(code.value)
        self.code = code
        self.field = field


class NotFound(Refusal):
    """No such thing, or it is not yours; nobody can tell which."""

    def __init__(self) -> None:
        super().__init__(Code.NOT_FOUND)


class NotAllowed(Refusal):
    """It is yours, but not now or not in this way."""


class BadInput(Refusal):
    """What was typed cannot be taken."""


class IntakeClosed(Refusal):
    """Nobody could read a report, so none is taken."""

    def __init__(self) -> None:
        super().__init__(Code.INTAKE_IS_CLOSED)


class ChangedMeanwhile(Refusal):
    """Somebody else changed it first."""

    def __init__(self) -> None:
        super().__init__(Code.CHANGED_MEANWHILE)


class Broken(Refusal):
    """What is stored is not what was stored; nothing of it is shown."""
