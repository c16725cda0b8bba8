"""States of a case, and the steps between them."""

from __future__ import annotations

from enum import StrEnum

from complaints.domain.errors import Code, NotAllowed


class State(StrEnum):
    """Where a case stands; published figures fold these into two."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"

    @property
    def is_open(self) -> bool:
        """Say whether the office still owes something."""
        return self is not State.COMPLETED


class Step(StrEnum):
    """What an officer can do with a case."""

    ACCEPT = "accept"
    ASSIGN = "assign"
    MESSAGE = "message"
    NOTE = "note"
    EXPLAIN = "explain"
    COMPLETE = "complete"
    EXCLUDE = "exclude"
    REOPEN = "reopen"


class Outcome(StrEnum):
    """How a case ended."""

    RESOLVED = "resolved"
    SUBSTANTIATED = "substantiated"
    UNSUBSTANTIATED = "unsubstantiated"
    FORWARDED = "forwarded"
    OTHER_LAW = "other_law"
    NOT_ACCEPTED = "not_accepted"
    WITHDRAWN = "withdrawn"
    DUPLICATE = "duplicate"


SCREENED_OUT = frozenset(
    {
        Outcome.FORWARDED,
        Outcome.OTHER_LAW,
        Outcome.NOT_ACCEPTED,
        Outcome.WITHDRAWN,
        Outcome.DUPLICATE,
    }
)
"""Outcomes with which a case may end without ever being accepted."""

AFTER: dict[Step, dict[State, State]] = {
    Step.ACCEPT: {State.RECEIVED: State.ACCEPTED},
    Step.ASSIGN: {
        State.ACCEPTED: State.ACCEPTED,
        State.IN_PROGRESS: State.IN_PROGRESS,
    },
    Step.MESSAGE: {
        State.RECEIVED: State.RECEIVED,
        State.ACCEPTED: State.IN_PROGRESS,
        State.IN_PROGRESS: State.IN_PROGRESS,
        State.COMPLETED: State.COMPLETED,
    },
    Step.NOTE: {state: state for state in State},
    Step.EXPLAIN: {
        State.RECEIVED: State.RECEIVED,
        State.ACCEPTED: State.IN_PROGRESS,
        State.IN_PROGRESS: State.IN_PROGRESS,
    },
    Step.COMPLETE: {
        State.RECEIVED: State.COMPLETED,
        State.ACCEPTED: State.COMPLETED,
        State.IN_PROGRESS: State.COMPLETED,
    },
    Step.EXCLUDE: {state: state for state in State},
    Step.REOPEN: {State.COMPLETED: State.IN_PROGRESS},
}
"""The state after each step; a pair that is not here is illegal."""

_WHY_NOT: dict[Step, Code] = {
    Step.ACCEPT: Code.CASE_IS_NOT_RECEIVED,
    Step.ASSIGN: Code.CASE_IS_NOT_ACCEPTED,
    Step.REOPEN: Code.CASE_IS_NOT_COMPLETED,
}


def state_after(step: Step, state: State) -> State:
    """Return the state in which a step leaves a case.

    :raises NotAllowed: the step is illegal in this state; its code says why.
    """
    try:
        return AFTER[step][state]
    except KeyError:
        why = _WHY_NOT.get(step, Code.CASE_IS_COMPLETED)
        raise NotAllowed(Code.CASE_IS_COMPLETED if not state.is_open else why) from None


def refuse_unless_may_end(state: State, outcome: Outcome) -> None:
    """Refuse to end a case on its merits that nobody has accepted.

    :raises NotAllowed: the case is only received, and the outcome judges it.
    """
    if state is State.RECEIVED and outcome not in SCREENED_OUT:
        raise NotAllowed(Code.CASE_IS_NOT_ACCEPTED, "outcome")


def steps_from(state: State) -> tuple[Step, ...]:
    """Return the steps that are legal in a state, in the order of ``Step``."""
    return tuple(step for step in Step if state in AFTER[step])
