"""States of a case, and the steps between them."""

from __future__ import annotations

from dataclasses import dataclass
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

    SCREEN = "screen"
    ACCEPT = "accept"
    ASSIGN = "assign"
    ACT = "act"
    MESSAGE = "message"
    ASK = "ask"
    NOTE = "note"
    RELATE = "relate"
    EXPLAIN = "explain"
    FORWARD = "forward"
    DUPLICATE = "duplicate"
    WITHDRAW = "withdraw"
    COMPLETE = "complete"
    CONFIRM = "confirm"
    OBJECTION = "objection"
    FOLLOW_UP = "follow_up"
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

_ENDS = {
    State.RECEIVED: State.COMPLETED,
    State.ACCEPTED: State.COMPLETED,
    State.IN_PROGRESS: State.COMPLETED,
}
_HANDED_ON = {
    State.ACCEPTED: State.ACCEPTED,
    State.IN_PROGRESS: State.IN_PROGRESS,
}

AFTER: dict[Step, dict[State, State]] = {
    Step.SCREEN: {State.RECEIVED: State.RECEIVED},
    Step.ACCEPT: {State.RECEIVED: State.ACCEPTED},
    Step.ASSIGN: _HANDED_ON,
    Step.ACT: _HANDED_ON,
    Step.MESSAGE: {
        State.RECEIVED: State.RECEIVED,
        State.ACCEPTED: State.IN_PROGRESS,
        State.IN_PROGRESS: State.IN_PROGRESS,
        State.COMPLETED: State.COMPLETED,
    },
    Step.ASK: {
        State.RECEIVED: State.RECEIVED,
        State.ACCEPTED: State.IN_PROGRESS,
        State.IN_PROGRESS: State.IN_PROGRESS,
    },
    Step.NOTE: {state: state for state in State},
    Step.RELATE: {state: state for state in State},
    Step.EXPLAIN: {
        State.RECEIVED: State.RECEIVED,
        State.ACCEPTED: State.IN_PROGRESS,
        State.IN_PROGRESS: State.IN_PROGRESS,
    },
    Step.FORWARD: _ENDS,
    Step.DUPLICATE: _ENDS,
    Step.WITHDRAW: _ENDS,
    Step.COMPLETE: _ENDS,
    Step.CONFIRM: _ENDS,
    Step.OBJECTION: {State.COMPLETED: State.COMPLETED},
    Step.FOLLOW_UP: {State.COMPLETED: State.COMPLETED},
    Step.EXCLUDE: {state: state for state in State},
    Step.REOPEN: {State.COMPLETED: State.IN_PROGRESS},
}
"""The state after each step; a pair that is not here is illegal."""

_WHY_NOT: dict[Step, Code] = {
    Step.SCREEN: Code.CASE_IS_NOT_RECEIVED,
    Step.ACCEPT: Code.CASE_IS_NOT_RECEIVED,
    Step.ASSIGN: Code.CASE_IS_NOT_ACCEPTED,
    Step.ACT: Code.CASE_IS_NOT_ACCEPTED,
    Step.OBJECTION: Code.CASE_IS_NOT_COMPLETED,
    Step.FOLLOW_UP: Code.CASE_IS_NOT_COMPLETED,
    Step.REOPEN: Code.CASE_IS_NOT_COMPLETED,
}

ENDINGS = frozenset({Step.SCREEN, Step.FORWARD, Step.DUPLICATE, Step.WITHDRAW, Step.COMPLETE})
"""Steps that can give a result; not while another result waits for its second key."""


TO_A_REPORTER = frozenset({Step.MESSAGE, Step.ASK, Step.WITHDRAW})
"""Steps that somebody with a lookup code reads or wished for."""


@dataclass(frozen=True)
class Standing:
    """Where a case stands, in all that decides which steps are legal.

    :ivar is_proposed: a result waits for the second key.
    :ivar is_objected: the reporter's objection waits for its answer.
    :ivar may_reopen: the time in which a completed case can be taken up again still runs.
    :ivar has_reporter: somebody holds a lookup code of the case.
    """

    state: State
    is_proposed: bool = False
    is_objected: bool = False
    may_reopen: bool = True
    has_reporter: bool = True


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


def refuse_unless_legal(step: Step, standing: Standing) -> State:
    """Refuse a step that a case's standing does not allow; return the state after it.

    :raises NotAllowed: its code says why, in words that say what to do instead.
    """
    after = state_after(step, standing.state)
    why = _what_forbids(step, standing)
    if why is not None:
        raise NotAllowed(why)
    return after


def legal_steps(standing: Standing) -> tuple[Step, ...]:
    """Return the steps that are legal where a case stands, in the order of ``Step``."""
    return tuple(step for step in steps_from(standing.state) if not _what_forbids(step, standing))


def _what_forbids(step: Step, standing: Standing) -> Code | None:
    forbidden = {
        Code.RESULT_WAITS_FOR_SECOND_KEY: standing.is_proposed and step in ENDINGS,
        Code.NOTHING_TO_CONFIRM: step is Step.CONFIRM and not standing.is_proposed,
        Code.NO_OBJECTION: step is Step.OBJECTION and not standing.is_objected,
        Code.OBJECTION_IS_OPEN: step is Step.REOPEN and standing.is_objected,
        Code.TOO_LATE_TO_REOPEN: step is Step.REOPEN and not standing.may_reopen,
        Code.NO_REPORTER: step in TO_A_REPORTER and not standing.has_reporter,
    }
    return next((code for code, holds in forbidden.items() if holds), None)
