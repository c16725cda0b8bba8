"""What stands in the database in clear: a list, compared with the models both ways.

Whoever adds a column must seal it, or put it here and say in the review why a thief of
the database may read it.
"""

from __future__ import annotations

from typing import get_args, get_type_hints

from complaints.domain.sealed import Sealed
from complaints.records.database import Model
from complaints.records.models import ALL_TABLES

CLEAR: dict[str, set[str]] = {
    "agency": {
        "id", "is_demonstration", "founded_on", "name_th", "name_en", "centre_name_th",
        "centre_name_en", "address_th", "address_en", "phone", "email", "website",
        "executive_title_th", "executive_title_en", "corruption_days", "grievance_days",
        "corruption_unit_id", "grievance_unit_id", "corruption_keep_years", "grievance_keep_years",
        "keeps_traffic_log", "traffic_log_place_th",
        "traffic_log_place_en", "updated_on",
        # The public half of the key that signs receipts:
        "attest_key",
        # Settings of the whole office, about no case:
        "reopen_days", "objection_days", "follow_up_days", "corruption_two_keys",
        "grievance_two_keys", "corruption_release_days", "grievance_release_days",
        "plan_base_year_be", "publishes_corruption_quarters",
        # Where the main website leads here, and who saw it; the evidence page shows it to all:
        "main_site_page", "main_site_checked_by", "main_site_checked_on",
    },
    # Numbers for the public, each with the public document that says it; of no case:
    "plan_figures": {
        "id", "channel", "indicator", "fiscal_year_be", "number", "count", "source", "stated_on",
        "reason", "entered_by", "entered_on",
    },
    "units": {"id", "name_th", "name_en", "position", "retired_on"},
    "subjects": {
        "id", "channel", "code", "name_th", "name_en", "risk_area", "position", "retired_on",
    },
    "holidays": {"day", "name_th", "name_en", "source"},
    "officers": {
        "id", "name", "full_name", "position", "role", "channel", "unit_id", "is_receiving",
        "order_number", "appointed_on", "ends_on", "closed_on", "link_index", "link_expires_on",
        "salt", "opening_key", "signing_key", "totp_last_step", "link_for",
    },
    # Orders of appointment are public papers; about no case:
    "appointment_orders": {
        "id", "officer_id", "acting_for_id", "order_number", "from_on", "until_on", "asked_by",
        "asked_on", "is_complete",
    },
    "appointment_signatures": {"order_id", "signer_id", "signature", "signed_on"},
    # Which cases an officer held before his key was lost; the wraps said the same:
    "handovers": {"officer_id", "case_id"},
    "roster_entries": {
        "id", "channel", "number", "change", "seat", "holder_id", "opening_key", "signing_key",
        "previous", "made_on", "is_complete",
    },
    "roster_signatures": {"entry_id", "signer_id", "signature", "signed_on"},
    # Who found the roster or the journal changed, and when; of no case:
    "alarms": {"id", "channel", "reason", "raised_by", "raised_on", "lifted_on"},
    # Who must come together to recover a channel; they are named in public minutes:
    "recovery_envelopes": {"channel", "quorum", "custodians", "made_on"},
    "sessions": {"id", "officer_id", "expires_at", "idle_until"},
    "cases": {
        "id", "channel", "number", "state", "received_on", "due_on", "new_due_on", "accepted_on",
        "explained_on", "first_completed_on", "completed_on", "officer_id", "key_number",
        "entry_count", "lookup_index", "is_code_handed_out", "leaf_token", "heading_key_number",
        # The day the office last wrote; the journal says the same in clear:
        "told_on",
        # That it was erased, which its missing wraps tell anyway:
        "erased_on", "remains_gone_on",
        # Somebody who held the case has left, as the journal says:
        "is_key_due",
        # The due day, or a late one where no clock runs; says no more than due_on:
        "ranks_on",
        # The day of the first step after acceptance, of grievances alone; the journal says it too:
        "begun_on",
        # For grievances alone; a constraint of the table keeps them empty for corruption:
        "kind", "topic", "unit_id", "received_by", "outcome", "score", "follow_up_on",
        # Where the work stands, so that lists can be made; whom and what it concerns is sealed:
        "explanation_count", "acting_officer_id", "acting_until", "waiting_since", "waited_days",
        "proposed_on", "objection_due_on",
        # That an officer had the slip in hand by which a grievance was rated:
        "is_score_by_slip",
    },
    # The digest of a token that opens nothing; which score it was, is sealed. That a reporter
    # rated stands in the journal in clear:
    "rating_slips": {
        "case_id", "token_index", "expires_on", "answer_key", "key_number", "answered_on",
    },
    # On the corruption channel there is a row wherever the reporter has written:
    "case_signals": {"case_id", "key_number"},
    # The office's own lists; what an officer writes there is about no case:
    "bodies": {"id", "name_th", "name_en", "position", "retired_on"},
    "reply_templates": {
        "id", "channel", "name_th", "name_en", "text_th", "text_en", "position", "retired_on",
    },
    # What the office's settings say of its procedure; about no case:
    "officers_manuals": {"manual", "number", "made_on", "changed", "content"},
    "search_indexes": {"session_id", "part"},
    "case_keys": {"case_id", "number", "commitment", "mac", "signer_key", "signature"},
    "key_wraps": {"recipient_id", "case_id", "key_number"},
    "case_entries": {"id", "case_id", "position", "key_number", "half"},
    "blobs": {"id", "channel", "case_id", "padded_bytes"},
    "identities": {"id", "case_id"},
    "identity_nests": {"identity_id", "first_id", "second_id"},
    # Words that an officer made for a register that is printed in reports. Of the protected
    # channel neither day nor unit nor case (constraints, and no row that ties the two):
    "guidelines": {
        "id", "channel", "half_starts_on", "released_on", "subject", "unit_id", "text_th",
        "text_en", "case_count",
    },
    "guideline_cases": {"guideline_id", "case_id"},
    # Who asked and who confirmed what kind of deed on which case: no more than the journal
    # says. Why, and of what, is sealed:
    "two_person_requests": {
        "id", "channel", "case_id", "deed", "asked_by", "asked_on", "expires_on",
        "asked_signature", "confirmed_by", "confirmed_on", "confirmed_signature",
    },
    "two_person_wraps": {"request_id", "holder_id"},
    # Neither a name nor a word of who asks; the letter stays in the files of the office:
    "data_requests": {
        "number", "right", "received_on", "recorded_by", "reply", "answered_on", "answered_by",
    },
    "number_series": {"channel", "fiscal_year_be", "last_number"},
    "tallies": {"channel", "half_starts_on", "measure", "count"},
    "journal": {
        "id", "book", "number", "event", "case_id", "actor_id", "on", "fields", "previous",
        "digest",
    },
    "journal_heads": {"book", "number", "digest"},
    "releases": {
        "id", "channel", "fiscal_year_be", "number", "chain_number", "is_provisional", "as_of",
        "published_on", "published_by", "reason_th", "reason_en", "content", "previous", "digest",
        "signer_key", "signature",
    },
    # What stands here is written and counted for the public, and is published as it stands:
    "release_drafts": {
        "channel", "fiscal_year_be", "state", "number", "as_of", "figures", "statement",
        "prepared_by", "prepared_on", "checked_by", "checked_on", "acknowledged_by",
        "acknowledged_on",
    },
    "release_files": {"release_id", "form", "content", "sha256"},
    "release_parts": {"release_id", "form", "number", "content"},
    "reminder_levels": {
        "channel", "first_days", "second_days", "late_days", "very_late_days", "progress_days",
        "digest_hour",
    },
    # What follows from the days and wraps that are in clear anyhow:
    "reminders": {"case_id", "stage", "due_on", "made_on"},
    # ``once`` is made of ids, stages and days; no address, no content, and the instants are
    # those of the jobs. About a corruption case nothing is ever sent (a constraint):
    "notices": {
        "id", "once", "kind", "channel", "case_id", "recipient_id", "stage", "due_on", "made_on",
        "seen_on", "mail", "tries", "not_before", "lease", "leased_until", "failure",
    },
    "mail_keys": {"number", "public_key", "made_on"},
    # Of officers, an address of the office; a reporter's is sealed:
    "officer_addresses": {"officer_id", "address"},
    "mail_addresses": {"case_id", "key_number"},
    # Public keys of public bodies, and who compared their fingerprints; of no case:
    "body_keys": {
        "channel", "body_id", "opening_key", "first_id", "first_way", "first_on",
        "first_signature", "second_id", "second_way", "second_on", "second_signature",
    },
    # A register that an office must keep; what a letter says and to whom is sealed:
    "letters": {"id", "case_id", "book", "number", "issued_on", "key_number"},
    "letter_books": {"book", "last_number"},
    "letter_heads": {"channel", "prefix", "signer_name", "signer_position"},
}  # fmt: skip


def columns(table: type[Model]) -> list[str]:
    """Return the names of a table's columns."""
    return [column.name for column in table.__table__.columns]


def is_sealed(table: type[Model], column: str) -> bool:
    """Say whether a column has the type of sealed bytes."""
    (inner,) = get_args(get_type_hints(table, include_extras=True)[column])
    return inner is Sealed or Sealed in get_args(inner)


def test_every_column_is_sealed_or_on_the_list() -> None:
    found = {
        table.__tablename__: {name for name in columns(table) if not is_sealed(table, name)}
        for table in ALL_TABLES
    }

    assert found == CLEAR


def test_a_sealed_column_is_called_so_and_nothing_else_is() -> None:
    for table in ALL_TABLES:
        for name in columns(table):
            assert name.endswith("_sealed") is is_sealed(table, name), f"{table}.{name}"


def test_every_table_of_the_metadata_is_looked_at() -> None:
    assert {table.__tablename__ for table in ALL_TABLES} == set(Model.metadata.tables)
