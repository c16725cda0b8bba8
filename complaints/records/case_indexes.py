"""The indexes of cases: which columns lists and boards read without reading a row.

A row has long sealed bytes, so whatever is counted is counted in an index that
holds all its columns. What a partial index is of stands in the query letter by
letter; otherwise the database does not find it.
"""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

_IS_OPEN = "state <> 'completed'"
_HAS_CLOCK = "kind <> 'opinion'"

_WHOLE = {
    "ix_cases_channel_state_ranks_on": ("state", "ranks_on"),
    "ix_cases_channel_officer_id": ("officer_id",),
    "ix_cases_channel_received_on": ("received_on",),
    "ix_cases_channel_completed_on": ("completed_on",),
    "ix_cases_channel_explanation_count": ("explanation_count",),
    "ix_cases_board_accepted": ("accepted_on", "received_on", "kind", "unit_id"),
    "ix_cases_board_completed": ("first_completed_on", "accepted_on", "kind", "unit_id"),
}
_PARTIAL = {
    "ix_cases_open_by_rank": (_IS_OPEN, ("ranks_on", "id")),
    "ix_cases_open_of_officer": (_IS_OPEN, ("officer_id", "ranks_on", "id")),
    "ix_cases_open_of_unit": (_IS_OPEN, ("unit_id", "ranks_on", "id")),
    "ix_cases_acted_for": ("acting_officer_id IS NOT NULL", ("acting_officer_id", "ranks_on")),
    "ix_cases_board_open": (
        f"{_IS_OPEN} AND {_HAS_CLOCK}",
        (
            *("unit_id", "officer_id", "due_on", "new_due_on", "state"),
            *("accepted_on", "received_on", "first_completed_on"),
        ),
    ),
    "ix_cases_board_judged": (
        f"{_HAS_CLOCK} AND due_on IS NOT NULL AND first_completed_on IS NOT NULL",
        ("unit_id", "received_on"),
    ),
    "ix_cases_board_kept": (
        f"{_HAS_CLOCK} AND first_completed_on <= due_on",
        ("unit_id", "received_on"),
    ),
    "ix_cases_recurring": (
        "topic IS NOT NULL",
        (
            *("received_on", "topic", "unit_id", "outcome", "state"),
            *("heading_key_number", "id", "number"),
        ),
    ),
    "ix_cases_followed_up": ("follow_up_on IS NOT NULL", ("follow_up_on", "unit_id")),
    "ix_cases_objected": ("objection_due_on IS NOT NULL", ("objection_due_on",)),
    "ix_cases_waiting": ("waiting_since IS NOT NULL", ("waiting_since",)),
    "ix_cases_proposed": ("proposed_on IS NOT NULL", ("proposed_on",)),
}


def case_indexes() -> Iterator[sa.Index]:
    """Yield every index of the table of cases; all begin with the channel."""
    for name, columns in _WHOLE.items():
        yield sa.Index(name, "channel", *columns)
    for name, (condition, columns) in _PARTIAL.items():
        of = sa.text(condition)
        yield sa.Index(name, "channel", *columns, sqlite_where=of, postgresql_where=of)
