"""A release on its way: drafted, checked, acknowledged by the executive, published."""

from __future__ import annotations

from enum import StrEnum

from complaints.domain.errors import Code, NotAllowed


class DraftState(StrEnum):
    """How far a release has come; a published one is no draft any more."""

    DRAFTED = "drafted"
    CHECKED = "checked"
    ACKNOWLEDGED = "acknowledged"


_WHY_NOT = {
    DraftState.DRAFTED: Code.DRAFT_IS_CHECKED,
    DraftState.CHECKED: Code.DRAFT_IS_NOT_CHECKED,
    DraftState.ACKNOWLEDGED: Code.DRAFT_IS_NOT_ACKNOWLEDGED,
}


def refuse_unless(state: DraftState, wanted: DraftState) -> None:
    """Refuse a step for which a release has not come far enough, or too far.

    :raises NotAllowed: it stands elsewhere; the code says what is missing.
    """
    if state is not wanted:
        raise NotAllowed(_WHY_NOT[wanted])
