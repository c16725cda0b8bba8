"""What an officer can do with a case is offered on its page, not by its address alone."""

from __future__ import annotations

import pytest

from complaints.casework.steps import accept, complete
from complaints.domain.channel import Channel
from complaints.domain.states import Outcome, State
from complaints.web.desk.safeguard_words import ONLY_ON
from tests.desk_pages.conftest import Desks

HANDLER = {Channel.CORRUPTION: "anan", Channel.GRIEVANCE: "ekachai"}
UNIT = f"{0:032x}"


def a_case(desks: Desks, channel: Channel, state: State, outcome: Outcome) -> str:
    """Return the number of a case that has come so far."""
    number, actor = desks.office.file(channel).number, desks.office.actor(HANDLER[channel])
    with desks.office.writing(channel) as work:
        if state is not State.RECEIVED:
            accept(work, number=number, actor=actor, unit_id=UNIT, officer_id=actor.id)
        if state is State.COMPLETED:
            complete(work, number=number, actor=actor, outcome=outcome, result="แจ้งผลแล้ว")
    return number


def pages_of_a_case(desks: Desks, channel: Channel, number: str) -> list[str]:
    """Return the addresses of all pages that a case has, whatever its state."""
    addresses = desks.app.url_map.bind("127.0.0.1")
    return [
        addresses.build(rule.endpoint, {"channel": channel, "number": number})
        for rule in desks.app.url_map.iter_rules()
        if rule.arguments == {"channel", "number"} and "GET" in (rule.methods or ())
        if "/cases/" in rule.rule
    ]


@pytest.mark.parametrize(
    ("state", "outcome"),
    [
        pytest.param(State.ACCEPTED, Outcome.RESOLVED, id="accepted"),
        pytest.param(State.COMPLETED, Outcome.FORWARDED, id="forwarded"),
    ],
)
@pytest.mark.parametrize("channel", Channel)
def test_every_page_that_can_be_used_is_offered_on_the_page_of_the_case(
    desks: Desks, channel: Channel, state: State, outcome: Outcome
) -> None:
    number = a_case(desks, channel, state, outcome)
    browser = desks.at(HANDLER[channel])
    case = f"/desk/{channel.value}/cases/{number}"
    offered = {str(link["href"]) for link in browser.look(case).soup.select("main a, aside a")}

    of_others = {f"{case}/{name}" for name, only in ONLY_ON.items() if only is not channel}
    pages = {*pages_of_a_case(desks, channel, number)} - of_others - {case}
    usable = {page for page in pages if browser.look(page).status == 200}

    assert len(pages) > 20
    assert usable - offered == set()
