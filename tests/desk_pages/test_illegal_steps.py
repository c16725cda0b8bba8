"""Every step that is not possible where a case stands: a sentence why, and one on what to do."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from wtforms import StringField, TextAreaField

from complaints.casework.desk_lists import change_times
from complaints.casework.endings import complete
from complaints.casework.steps import accept, send_message
from complaints.domain.channel import Channel
from complaints.domain.states import Outcome, State, Step, steps_from
from complaints.tracking.disagreeing import object_to_result
from complaints.web.desk.forms import MoveForm
from complaints.web.desk.guidelines import GuidelineForm
from complaints.web.desk.steps import PAGES
from complaints.web.forms import PublicForm
from tests.desk_pages.conftest import Answer, Desks

HANDLER = {Channel.CORRUPTION: "anan", Channel.GRIEVANCE: "ekachai"}
BOTH = pytest.mark.parametrize("channel", list(Channel))
UNIT = f"{0:032x}"
LANGUAGES = ("th", "en")


def received(desks: Desks, channel: Channel) -> str:
    """Return the number of a case that nobody has taken."""
    return desks.office.file(channel).number


def taken(desks: Desks, channel: Channel) -> str:
    """Return the number of an accepted case."""
    number, actor = received(desks, channel), desks.office.actor(HANDLER[channel])
    with desks.office.writing(channel) as work:
        accept(work, number=number, actor=actor, unit_id=UNIT, officer_id=actor.id)
    return number


def worked_on(desks: Desks, channel: Channel) -> str:
    """Return the number of a case in progress."""
    number = taken(desks, channel)
    with desks.office.writing(channel) as work:
        send_message(
            work, number=number, actor=desks.office.actor(HANDLER[channel]), text="กำลังตรวจ"
        )
    return number


def ended(desks: Desks, channel: Channel) -> str:
    """Return the number of a completed case."""
    return end(desks, channel, received(desks, channel))


def end(desks: Desks, channel: Channel, number: str) -> str:
    """End a case, or propose its end."""
    actor = desks.office.actor(HANDLER[channel])
    with desks.office.writing(channel) as work:
        complete(work, number=number, actor=actor, outcome=Outcome.OTHER_LAW, result="แจ้งแล้ว")
    return number


def proposed(desks: Desks, channel: Channel) -> str:
    """Return the number of a case whose result waits for the second key."""
    with desks.office.writing(channel) as work:
        change_times(
            work,
            desks.office.actor("itthi"),
            reopen_days=180,
            objection_days=30,
            follow_up_days=90,
            two_keys=frozenset({channel}),
        )
    desks.office.office.cache.agency = None
    return end(desks, channel, received(desks, channel))


def objected_to(desks: Desks, channel: Channel) -> str:
    """Return the number of a completed case to whose result the reporter objects."""
    receipt = desks.office.file(channel)
    end(desks, channel, receipt.number)
    with desks.office.writing(channel) as work:
        object_to_result(work, desks.office.visitor(receipt), reason="ยังไม่ได้ซ่อม")
    return receipt.number


def long_ended(desks: Desks, channel: Channel) -> str:
    """Return the number of a case that was completed too long ago."""
    number = ended(desks, channel)
    desks.office.clock.pass_days(400)
    return number


def of_nobody(desks: Desks, channel: Channel) -> str:
    """Return the number of a case in progress that has no reporter to turn to."""
    number = worked_on(desks, channel)
    desks.office.execute("UPDATE cases SET reporter_key_sealed = NULL")
    return number


CASES: dict[str, tuple[Callable[[Desks, Channel], str], State, frozenset[Step]]] = {
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


def texts_of(form: type[PublicForm]) -> list[str]:
    """Return the names of the fields of a form in which somebody types words."""
    fields = {name: getattr(form, name, None) for name in dir(form)}
    kinds = {StringField, TextAreaField}
    return [name for name, field in fields.items() if getattr(field, "field_class", None) in kinds]


TEXTS = {
    **{step.value: texts_of(page.form) for step, page in PAGES.items()},
    "move": texts_of(MoveForm),
    "guideline": texts_of(GuidelineForm),
}
"""What can be typed on the page of each step."""


NEVER_OF = {Channel.GRIEVANCE: {"discipline_words"}}
"""What stands on the pages of one desk alone."""


def sentences(page: Answer) -> list[str]:
    """Return why a step is refused, and what to do."""
    return [each.get_text(" ", strip=True) for each in page.soup.select("#refused p")][1:]


@BOTH
@pytest.mark.parametrize("name", CASES)
def test_every_illegal_step_says_why_and_what_to_do(
    desks: Desks, channel: Channel, name: str
) -> None:
    make, state, also = CASES[name]
    number = make(desks, channel)
    browser = desks.at(HANDLER[channel])
    case, wrong, ways = f"/desk/{channel.value}/cases/{number}", [], set[str]()

    for step in illegal_names(state, also):
        pages = {one: browser.look(f"{case}/{step}?lang={one}") for one in LANGUAGES}
        said = {language: sentences(page) for language, page in pages.items()}
        is_told = all(len(each) == 2 and all(each) and each[0] != each[1] for each in said.values())
        if {page.status for page in pages.values()} != {409} or not is_told:
            wrong.append(f"{step}: {said}")
        if set(said["th"]) & set(said["en"]):
            wrong.append(f"{step}: not in both languages, {said}")
        ways |= {str(link["href"]) for link in pages["th"].soup.select("main .button-row a")}
    wrong += [f"{way} is refused as well" for way in ways if browser.look(way).status != 200]

    assert wrong == []


@BOTH
@pytest.mark.parametrize("name", ["received", "completed", "a result waits"])
def test_an_illegal_step_stores_nothing_and_gives_back_every_word(
    desks: Desks, channel: Channel, name: str
) -> None:
    make, state, also = CASES[name]
    number = make(desks, channel)
    browser = desks.at(HANDLER[channel])
    token, before = browser.token(), stored(desks)

    for step in illegal_names(state, also):
        typed = {
            field: f"ที่พิมพ์ไว้ {field}"
            for field in TEXTS[step]
            if field not in NEVER_OF.get(channel, set())
        }
        answer = browser.post(
            f"/desk/{channel.value}/cases/{number}/{step}", csrf_token=token, **typed
        )

        assert answer.status == 409, step
        assert len(sentences(answer)) == 2, step
        assert [words for words in typed.values() if words not in answer.words] == [], step
    assert stored(desks) == before


def illegal_names(state: State, also: frozenset[Step]) -> list[str]:
    """Return the pages of a case that refuse; a completed one is not handed over any more."""
    illegal = [step.value for step in Step if step not in steps_from(state) or step in also]
    return [
        *illegal,
        *([] if state.is_open else ["move"]),
        *(["guideline"] if state.is_open else []),
    ]


def stored(desks: Desks) -> dict[str, list[dict[str, object]]]:
    """Return everything that a step could have written."""
    return {
        table: [dict(row) for row in desks.office.rows(table)]
        for table in ("cases", "case_entries", "case_keys", "key_wraps", "tallies", "notices")
    }


@BOTH
def test_judging_a_case_that_nobody_accepted_says_what_to_do_first(
    desks: Desks, channel: Channel
) -> None:
    browser, number = desks.at(HANDLER[channel]), received(desks, channel)
    page = f"/desk/{channel.value}/cases/{number}/complete?lang=en"

    answer = browser.send(page, outcome="unsubstantiated", result="ที่พิมพ์ไว้")

    assert answer.status == 422
    assert "Accept the case first" in answer.errors
    assert answer.value("result") == "ที่พิมพ์ไว้"


@BOTH
def test_no_illegal_step_is_offered(desks: Desks, channel: Channel) -> None:
    browser = desks.at(HANDLER[channel])
    for make, state, also in list(CASES.values())[:4]:
        page = browser.look(f"/desk/{channel.value}/cases/{make(desks, channel)}")
        offered = {
            str(link["href"]).rpartition("/")[2] for link in page.soup.select("aside a[href]")
        }
        assert not offered & set(illegal_names(state, also))
