"""Events of the journal, and the exact fields that each may carry in clear.

The journal says who did what to which case on which day. What it was about
is sealed in the case; so a story cannot reach the journal by accident.
Grievance rows may carry the fields named here; rows of the corruption
channel carry none.
"""

from __future__ import annotations

from enum import StrEnum

from complaints.domain.channel import Channel


class Event(StrEnum):
    """What can stand in the journal."""

    CASE_RECEIVED = "case_received"
    CASE_READ = "case_read"
    CASE_ACCEPTED = "case_accepted"
    CASE_ASSIGNED = "case_assigned"
    CASE_MESSAGE_SENT = "case_message_sent"
    CASE_NOTED = "case_noted"
    CASE_ACTED_FOR = "case_acted_for"
    CASE_ASKED = "case_asked"
    CASE_RELATED = "case_related"
    CASE_EXPLAINED = "case_explained"
    CASE_PROPOSED = "case_proposed"
    CASE_SENT_BACK = "case_sent_back"
    CASE_COMPLETED = "case_completed"
    CASE_FOLLOWED_UP = "case_followed_up"
    GUIDELINE_RELEASED = "guideline_released"
    GUIDELINE_TAKEN_OFF = "guideline_taken_off"
    CASE_PASSED_ON = "case_passed_on"
    OBJECTION_ANSWERED = "objection_answered"
    CASES_SEARCHED = "cases_searched"
    HEADINGS_READ = "headings_read"
    CASE_REOPENED = "case_reopened"
    CASE_MOVED_IN = "case_moved_in"
    CASE_MOVED_OUT = "case_moved_out"
    CASE_HANDED_OVER = "case_handed_over"
    CASE_KEY_RENEWED = "case_key_renewed"
    CASE_ERASED = "case_erased"
    CONFIRMATION_ASKED = "confirmation_asked"
    CONFIRMATION_GIVEN = "confirmation_given"
    CONFIRMATION_WITHDRAWN = "confirmation_withdrawn"
    EVIDENCE_READ = "evidence_read"
    ORIGINAL_READ = "original_read"
    OFFICER_EXCLUDED = "officer_excluded"
    OFFICER_RECUSED = "officer_recused"
    IDENTITY_OPENED = "identity_opened"
    CODE_REISSUED = "code_reissued"
    CASE_PROTECTED = "case_protected"
    REPORTER_WROTE = "reporter_wrote"
    REPORTER_RATED = "reporter_rated"
    REPORTER_OBJECTED = "reporter_objected"
    REPORTER_WITHDREW = "reporter_withdrew"
    RATING_SLIP_MADE = "rating_slip_made"
    REPORTER_CHANGED_CODE = "reporter_changed_code"
    OFFICER_INVITED = "officer_invited"
    OFFICER_ENROLLED = "officer_enrolled"
    OFFICER_SIGNED_IN = "officer_signed_in"
    OFFICER_CLOSED = "officer_closed"
    APPOINTMENT_ASKED = "appointment_asked"
    APPOINTMENT_SIGNED = "appointment_signed"
    APPOINTMENT_WITHDRAWN = "appointment_withdrawn"
    APPOINTMENT_CHANGED = "appointment_changed"
    APPOINTMENT_ENDED = "appointment_ended"
    KEY_LOST = "key_lost"
    KEY_REPLACED = "key_replaced"
    PASSPHRASE_CHANGED = "passphrase_changed"  # noqa: S105 - an event, no secret
    PHONE_LOST = "phone_lost"
    PHONE_REPLACED = "phone_replaced"
    CASES_HANDED_OVER = "cases_handed_over"
    ROSTER_SIGNED = "roster_signed"
    CUSTODIANS_NAMED = "custodians_named"
    RECOVERY_EXPORTED = "recovery_exported"
    CASES_RECOVERED = "cases_recovered"
    ALARM_RAISED = "alarm_raised"
    ALARM_LIFTED = "alarm_lifted"
    SETTINGS_CHANGED = "settings_changed"
    PLAN_FIGURE_ENTERED = "plan_figure_entered"
    BODY_KEY_REGISTERED = "body_key_registered"
    BODY_KEY_CONFIRMED = "body_key_confirmed"
    BODY_KEY_REMOVED = "body_key_removed"
    RELEASE_DRAFTED = "release_drafted"
    RELEASE_CHECKED = "release_checked"
    RELEASE_ACKNOWLEDGED = "release_acknowledged"
    ATTEST_KEY_MADE = "attest_key_made"
    BACKUP_MADE = "backup_made"
    DATA_REQUEST_RECEIVED = "data_request_received"
    DATA_REQUEST_ANSWERED = "data_request_answered"
    RESTORED = "restored"
    RELEASE_PUBLISHED = "release_published"


CAME = (Event.CASE_RECEIVED, Event.CASE_REOPENED, Event.CASE_MOVED_IN)
"""Events that make a case one of those in progress."""

WENT = (Event.CASE_COMPLETED, Event.CASE_MOVED_OUT)
"""Events that end a case on this channel."""


FIELDS: dict[Event, frozenset[str]] = {
    Event.CASE_RECEIVED: frozenset({"kind", "received_by"}),
    Event.CASE_ACCEPTED: frozenset({"unit_id", "officer_id"}),
    Event.CASE_ASSIGNED: frozenset({"unit_id", "officer_id"}),
    Event.CASE_ACTED_FOR: frozenset({"officer_id"}),
    Event.CASE_EXPLAINED: frozenset({"new_due_on"}),
    Event.CASES_SEARCHED: frozenset({"case_count"}),
    Event.HEADINGS_READ: frozenset({"case_count"}),
    Event.CASE_COMPLETED: frozenset({"outcome"}),
    Event.CASE_KEY_RENEWED: frozenset({"key_number"}),
    Event.CONFIRMATION_ASKED: frozenset({"deed"}),
    Event.CONFIRMATION_GIVEN: frozenset({"deed"}),
    Event.CONFIRMATION_WITHDRAWN: frozenset({"deed"}),
    Event.REPORTER_RATED: frozenset({"score"}),
    Event.CASE_HANDED_OVER: frozenset({"officer_id"}),
    Event.CASES_RECOVERED: frozenset({"case_count"}),
    Event.APPOINTMENT_ASKED: frozenset({"officer_id"}),
    Event.APPOINTMENT_SIGNED: frozenset({"officer_id"}),
    Event.APPOINTMENT_WITHDRAWN: frozenset({"officer_id"}),
    Event.APPOINTMENT_CHANGED: frozenset({"officer_id"}),
    Event.APPOINTMENT_ENDED: frozenset({"officer_id", "case_count"}),
    Event.KEY_LOST: frozenset({"officer_id"}),
    Event.PHONE_LOST: frozenset({"officer_id"}),
    Event.CASES_HANDED_OVER: frozenset({"officer_id", "case_count"}),
    Event.ALARM_RAISED: frozenset({"reason"}),
    Event.ALARM_LIFTED: frozenset({"reason"}),
    Event.SETTINGS_CHANGED: frozenset({"setting"}),
    Event.PLAN_FIGURE_ENTERED: frozenset({"indicator", "fiscal_year_be", "number", "count"}),
    Event.BODY_KEY_REGISTERED: frozenset({"body_id", "public_key"}),
    Event.BODY_KEY_CONFIRMED: frozenset({"body_id", "public_key"}),
    Event.BODY_KEY_REMOVED: frozenset({"body_id", "public_key"}),
    Event.RELEASE_DRAFTED: frozenset({"fiscal_year_be", "number"}),
    Event.RELEASE_CHECKED: frozenset({"fiscal_year_be", "number"}),
    Event.RELEASE_ACKNOWLEDGED: frozenset({"fiscal_year_be", "number"}),
    Event.ATTEST_KEY_MADE: frozenset({"public_key"}),
    Event.DATA_REQUEST_RECEIVED: frozenset({"number"}),
    Event.DATA_REQUEST_ANSWERED: frozenset({"number"}),
    Event.RESTORED: frozenset({"lost_to", "lost_digest"}),
    Event.RELEASE_PUBLISHED: frozenset({"fiscal_year_be", "number"}),
}

ABOUT_THE_OFFICE = frozenset(
    {
        Event.CASES_SEARCHED,  # concerns many cases, and tells how many were opened
        Event.HEADINGS_READ,  # likewise
        Event.OFFICER_INVITED,
        Event.OFFICER_ENROLLED,
        Event.OFFICER_SIGNED_IN,
        Event.OFFICER_CLOSED,
        Event.APPOINTMENT_ASKED,
        Event.APPOINTMENT_SIGNED,
        Event.APPOINTMENT_WITHDRAWN,
        Event.APPOINTMENT_CHANGED,
        Event.APPOINTMENT_ENDED,
        Event.KEY_LOST,
        Event.KEY_REPLACED,
        Event.PASSPHRASE_CHANGED,
        Event.PHONE_LOST,
        Event.PHONE_REPLACED,
        Event.CASES_HANDED_OVER,
        Event.ROSTER_SIGNED,
        Event.CUSTODIANS_NAMED,
        Event.RECOVERY_EXPORTED,
        Event.CASES_RECOVERED,
        Event.ALARM_RAISED,
        Event.ALARM_LIFTED,
        Event.SETTINGS_CHANGED,
        Event.BODY_KEY_REGISTERED,
        Event.BODY_KEY_CONFIRMED,
        Event.BODY_KEY_REMOVED,
        Event.GUIDELINE_TAKEN_OFF,
        Event.PLAN_FIGURE_ENTERED,  # a number for the public, of no case
        Event.RELEASE_DRAFTED,
        Event.RELEASE_CHECKED,
        Event.RELEASE_ACKNOWLEDGED,
        Event.ATTEST_KEY_MADE,
        Event.BACKUP_MADE,
        Event.DATA_REQUEST_RECEIVED,
        Event.DATA_REQUEST_ANSWERED,
        Event.RESTORED,
        Event.RELEASE_PUBLISHED,
    }
)
"""Events that concern no case, and so keep their fields on both channels."""


def fields_in_clear(
    event: Event, channel: Channel | None, fields: dict[str, str]
) -> dict[str, str]:
    """Return the fields that may stand in the journal of a channel.

    :param channel: whose book; None for the office's own.
    :raises ValueError: a field that this event does not have.
    """
    unknown = set(fields) - FIELDS.get(event, frozenset())
    if unknown:
        why = f"{event.value} carries no {', '.join(sorted(unknown))}"
        raise ValueError(why)
    if channel is Channel.CORRUPTION and event not in ABOUT_THE_OFFICE:
        return {}
    return fields
