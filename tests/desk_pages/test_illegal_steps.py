"""Every step that is not possible where a case stands: a sentence why, and one on what to do."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from complaints.casework.desk_lists import change_times
from complaints.casework.endings import complete
from complaints.casework.steps import accept, send_message
from complaints.domain.channel import Channel
from complaints.domain.states import Outcome, State, Step, steps_from
from complaints.tracking.disagreeing import object_to_result
from tests.desk_pages.conftest import Answer, Desks

G = Channel.GRIEVANCE
UNIT = f"{0:032x}"
LANGUAGES = ("th", "en")


def received(desks: Desks) -> str:
    """Return the number of a case that nobody has taken."""
    return desks.office.file_grievance().number


def taken(desks: Desks) -> str:
    """Return the number of an accepted case."""
    number, actor = received(desks), desks.office.actor("ekachai")
    with desks.office.writing(G) as work:
        accept(work, number=number, actor=actor, unit_id=UNIT, officer_id=actor.id)
    return number


def worked_on(desks: Desks) -> str:
    """Return the number of a case in progress."""
    number = taken(desks)
    with desks.office.writing(G) as work:
        send_message(work, number=number, actor=desks.office.actor("ekachai"), text="กำลังตรวจ")
    return number


def ended(desks: Desks) -> str:
    """Return the number of a completed case."""
    return end(desks, received(desks))


def end(desks: Desks, number: str) -> str:
    """End a case, or propose its end."""
    actor = desks.office.actor("ekachai")
    with desks.office.writing(G) as work:
        complete(work, number=number, actor=actor, outcome=Outcome.OTHER_LAW, result="แจ้งแล้ว")
    return number


def proposed(desks: Desks) -> str:
    """Return the number of a case whose result waits for the second key."""
    with desks.office.writing(G) as work:
        change_times(
            work,
            desks.office.actor("itthi"),
            reopen_days=180,
            objection_days=30,
            follow_up_days=90,
            two_keys=frozenset({G}),
        )
    desks.office.office.cache.agency = None
    return end(desks, received(desks))


def objected_to(desks: Desks) -> str:
    """Return the number of a completed case to whose result the reporter objects."""
    receipt = desks.office.file_grievance()
    end(desks, receipt.number)
    with desks.office.writing(G) as work:
        object_to_result(work, desks.office.visitor(receipt), reason="ยังไม่ได้ซ่อม")
    return receipt.number


def long_ended(desks: Desks) -> str:
    """Return the number of a case that was completed too long ago."""
    number = ended(desks)
    desks.office.clock.pass_days(400)
    return number


def of_nobody(desks: Desks) -> str:
    """Return the number of a case in progress that has no reporter to turn to."""
    number = worked_on(desks)
    desks.office.execute("UPDATE cases SET reporter_key_sealed = NULL")
    return number


CASES: dict[str, tuple[Callable[[Desks], str], State, frozenset[Step]]] = {
    "received": (received, State.RECEIVED, frozenset({Step.CONFIRM})),
    "accepted": (taken, State.ACCEPTED, frozenset({Step.CONFIRM})),
    "in progress": (worked_on, State.IN_PROGRESS, frozenset({Step.CONFIRM})),
    "completed": (ended, State.COMPLETED, frozenset({Step.OBJECTION})),
    "a result waits": (
        proposed,
        State.RECEIVED,
        frozenset({Step.SCREEN, Step.FORWARD, Step.DUPLICATE, Step.WITHDRAW, Step.COMPLETE}),
    ),
    "objected to": (objected_to, State.COMPLETED, frozenset({Step.REOPEN})),
    "completed long ago": (
        long_ended,
        State.COMPLETED,
        frozenset({Step.REOPEN, Step.OBJECTION}),
    ),
    "without a reporter": (
        of_nobody,
        State.IN_PROGRESS,
        frozenset({Step.ASK, Step.WITHDRAW, Step.CONFIRM}),
    ),
}
"""A case, its state, and the steps that something else than the state forbids."""


def sentences(page: Answer) -> list[str]:
    """Return why a step is refused, and what to do."""
    return [each.get_text(" ", strip=True) for each in page.soup.select("#refused p")][1:]


@pytest.mark.parametrize("name", CASES)
def test_every_illegal_step_says_why_and_what_to_do(desks: Desks, name: str) -> None:
    make, state, also = CASES[name]
    number = make(desks)
    browser = desks.at("ekachai")
    illegal = [step for step in Step if step not in steps_from(state) or step in also]
    case, wrong, ways = f"/desk/grievance/cases/{number}", [], set[str]()

    for step in illegal:
        pages = {one: browser.look(f"{case}/{step.value}?lang={one}") for one in LANGUAGES}
        said = {language: sentences(page) for language, page in pages.items()}
        is_told = all(len(each) == 2 and all(each) and each[0] != each[1] for each in said.values())
        if {page.status for page in pages.values()} != {409} or not is_told:
            wrong.append(f"{step.value}: {said}")
        if set(said["th"]) & set(said["en"]):
            wrong.append(f"{step.value}: not in both languages, {said}")
        ways |= {str(link["href"]) for link in pages["th"].soup.select("main .button-row a")}
    wrong += [f"{way} is refused as well" for way in ways if browser.look(way).status != 200]

    assert wrong == []


def test_no_illegal_step_is_offered(desks: Desks) -> None:
    browser = desks.at("ekachai")
    for make, state, also in list(CASES.values())[:4]:
        page = browser.look(f"/desk/grievance/cases/{make(desks)}")
        offered = {
            str(link["href"]).rpartition("/")[2] for link in page.soup.select("aside a[href]")
        }
        illegal = {step.value for step in Step if step not in steps_from(state)} | {
            step.value for step in also
        }
        assert not offered & illegal
