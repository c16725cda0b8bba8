"""Every event of the record says what it means for how far a key reached."""

from __future__ import annotations

from complaints.casework.reach import MEANING
from complaints.domain.events import Event


def test_every_event_is_classed_in_casework_reach() -> None:
    assert set(MEANING) == set(Event)
