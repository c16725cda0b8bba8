import pytest

from complaints.domain.channel import Channel
from complaints.domain.events import ABOUT_THE_OFFICE, FIELDS, Event, fields_in_clear


@pytest.mark.parametrize("event", list(Event))
def test_an_event_carries_its_own_fields_and_no_others(event: Event) -> None:
    own = dict.fromkeys(FIELDS.get(event, ()), "1")

    assert fields_in_clear(event, Channel.GRIEVANCE, own) == own
    for channel in (*Channel, None):
        with pytest.raises(ValueError, match="story"):
            fields_in_clear(event, channel, {**own, "story": "เล่าเรื่อง"})


@pytest.mark.parametrize("event", sorted(set(Event) - ABOUT_THE_OFFICE))
def test_the_corruption_journal_says_nothing_about_a_case(event: Event) -> None:
    own = dict.fromkeys(FIELDS.get(event, ()), "1")

    assert fields_in_clear(event, Channel.CORRUPTION, own) == {}


@pytest.mark.parametrize("event", sorted(ABOUT_THE_OFFICE))
def test_events_of_the_office_keep_their_fields_on_both_channels(event: Event) -> None:
    own = dict.fromkeys(FIELDS.get(event, ()), "1")

    assert fields_in_clear(event, Channel.CORRUPTION, own) == own


def test_no_field_of_the_journal_could_hold_a_story() -> None:
    every = {name for names in FIELDS.values() for name in names}

    assert every == {
        "kind", "received_by", "unit_id", "officer_id", "new_due_on", "outcome", "key_number",
        "score", "setting", "deed", "reason", "case_count", "fiscal_year_be", "number",
        "public_key", "body_id", "lost_to", "lost_digest", "indicator", "count",
    }  # fmt: skip
