import pytest

from complaints.domain.errors import Code, NotAllowed
from complaints.domain.states import (
    SCREENED_OUT,
    Outcome,
    Standing,
    State,
    Step,
    legal_steps,
    refuse_unless_legal,
    refuse_unless_may_end,
    state_after,
    steps_from,
)

R, A, P, C = State.RECEIVED, State.ACCEPTED, State.IN_PROGRESS, State.COMPLETED
NOT_RECEIVED, NOT_ACCEPTED = Code.CASE_IS_NOT_RECEIVED, Code.CASE_IS_NOT_ACCEPTED
OVER, NOT_OVER = Code.CASE_IS_COMPLETED, Code.CASE_IS_NOT_COMPLETED

TABLE: dict[tuple[Step, State], State | Code] = {
    (Step.ACCEPT, R): A,
    (Step.ACCEPT, A): NOT_RECEIVED,
    (Step.ACCEPT, P): NOT_RECEIVED,
    (Step.ACCEPT, C): OVER,
    (Step.ASSIGN, R): NOT_ACCEPTED,
    (Step.ASSIGN, A): A,
    (Step.ASSIGN, P): P,
    (Step.ASSIGN, C): OVER,
    (Step.SCREEN, R): R,
    (Step.SCREEN, A): NOT_RECEIVED,
    (Step.SCREEN, P): NOT_RECEIVED,
    (Step.SCREEN, C): OVER,
    (Step.ACT, R): NOT_ACCEPTED,
    (Step.ACT, A): A,
    (Step.ACT, P): P,
    (Step.ACT, C): OVER,
    (Step.ASK, R): R,
    (Step.ASK, A): P,
    (Step.ASK, P): P,
    (Step.ASK, C): OVER,
    (Step.RELATE, R): R,
    (Step.RELATE, A): A,
    (Step.RELATE, P): P,
    (Step.RELATE, C): C,
    **{
        (step, state): OVER if state is C else C
        for step in (Step.FORWARD, Step.DUPLICATE, Step.WITHDRAW, Step.CONFIRM)
        for state in State
    },
    **{
        (step, state): C if state is C else NOT_OVER
        for step in (Step.OBJECTION, Step.FOLLOW_UP)
        for state in State
    },
    (Step.MESSAGE, R): R,
    (Step.MESSAGE, A): P,
    (Step.MESSAGE, P): P,
    (Step.MESSAGE, C): C,
    (Step.NOTE, R): R,
    (Step.NOTE, A): A,
    (Step.NOTE, P): P,
    (Step.NOTE, C): C,
    (Step.EXPLAIN, R): R,
    (Step.EXPLAIN, A): P,
    (Step.EXPLAIN, P): P,
    (Step.EXPLAIN, C): OVER,
    (Step.COMPLETE, R): C,
    (Step.COMPLETE, A): C,
    (Step.COMPLETE, P): C,
    (Step.COMPLETE, C): OVER,
    (Step.EXCLUDE, R): R,
    (Step.EXCLUDE, A): A,
    (Step.EXCLUDE, P): P,
    (Step.EXCLUDE, C): C,
    (Step.REOPEN, R): NOT_OVER,
    (Step.REOPEN, A): NOT_OVER,
    (Step.REOPEN, P): NOT_OVER,
    (Step.REOPEN, C): P,
}


def test_the_table_of_this_test_has_every_step_in_every_state() -> None:
    assert set(TABLE) == {(step, state) for step in Step for state in State}


@pytest.mark.parametrize(
    ("step", "state", "expected"),
    [
        pytest.param(*pair, found, id=f"{pair[0].value} when {pair[1].value}")
        for pair, found in TABLE.items()
    ],
)
def test_a_step_leads_where_the_table_says(
    step: Step, state: State, expected: State | Code
) -> None:
    if isinstance(expected, State):
        assert state_after(step, state) is expected
        assert step in steps_from(state)
        return

    with pytest.raises(NotAllowed) as refused:
        state_after(step, state)
    assert refused.value.code is expected
    assert step not in steps_from(state)


@pytest.mark.parametrize("outcome", list(Outcome))
def test_a_case_that_nobody_accepted_cannot_be_judged(outcome: Outcome) -> None:
    for state in (State.ACCEPTED, State.IN_PROGRESS):
        refuse_unless_may_end(state, outcome)

    if outcome in SCREENED_OUT:
        refuse_unless_may_end(State.RECEIVED, outcome)
    else:
        with pytest.raises(NotAllowed):
            refuse_unless_may_end(State.RECEIVED, outcome)


def test_judging_outcomes_are_those_that_say_something_on_the_merits() -> None:
    judging = set(Outcome) - SCREENED_OUT

    assert judging == {Outcome.RESOLVED, Outcome.SUBSTANTIATED, Outcome.UNSUBSTANTIATED}


FURTHER: list[tuple[str, Standing, Step, Code]] = [
    ("a second result", Standing(P, is_proposed=True), Step.COMPLETE,
     Code.RESULT_WAITS_FOR_SECOND_KEY),
    ("forwarding a proposed one", Standing(A, is_proposed=True), Step.FORWARD,
     Code.RESULT_WAITS_FOR_SECOND_KEY),
    ("ending a proposed one as duplicate", Standing(P, is_proposed=True), Step.DUPLICATE,
     Code.RESULT_WAITS_FOR_SECOND_KEY),
    ("ending a proposed one as withdrawn", Standing(P, is_proposed=True), Step.WITHDRAW,
     Code.RESULT_WAITS_FOR_SECOND_KEY),
    ("screening a proposed one", Standing(R, is_proposed=True), Step.SCREEN,
     Code.RESULT_WAITS_FOR_SECOND_KEY),
    ("confirming nothing", Standing(P), Step.CONFIRM, Code.NOTHING_TO_CONFIRM),
    ("answering no objection", Standing(C), Step.OBJECTION, Code.NO_OBJECTION),
    ("reopening past an objection", Standing(C, is_objected=True), Step.REOPEN,
     Code.OBJECTION_IS_OPEN),
    ("reopening too late", Standing(C, may_reopen=False), Step.REOPEN, Code.TOO_LATE_TO_REOPEN),
    ("writing to nobody", Standing(P, has_reporter=False), Step.MESSAGE, Code.NO_REPORTER),
    ("asking nobody", Standing(P, has_reporter=False), Step.ASK, Code.NO_REPORTER),
    ("withdrawing for nobody", Standing(P, has_reporter=False), Step.WITHDRAW, Code.NO_REPORTER),
]  # fmt: skip


@pytest.mark.parametrize(
    ("standing", "step", "why"), [pytest.param(*row[1:], id=row[0]) for row in FURTHER]
)
def test_more_than_the_state_decides_whether_a_step_is_legal(
    standing: Standing, step: Step, why: Code
) -> None:
    with pytest.raises(NotAllowed) as refused:
        refuse_unless_legal(step, standing)

    assert refused.value.code is why
    assert step not in legal_steps(standing)


def test_what_waits_can_be_confirmed_and_what_was_objected_to_answered() -> None:
    assert refuse_unless_legal(Step.CONFIRM, Standing(P, is_proposed=True)) is C
    assert refuse_unless_legal(Step.OBJECTION, Standing(C, is_objected=True)) is C
