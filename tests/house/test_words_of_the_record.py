"""Every event that can stand in the record has words, so that the auditor reads no code."""

from __future__ import annotations

from complaints.domain.events import Event
from complaints.web.desk.record_words import EVENTS


def test_every_event_of_the_record_has_words() -> None:
    assert set(EVENTS) == set(Event)
