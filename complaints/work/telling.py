"""What an opened case tells its reader, reporter or officer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from complaints.domain.case_work import Decision
from complaints.domain.channel import Channel, Kind
from complaints.domain.checklist import Trace
from complaints.domain.deadlines import DueArithmetic, Urgency, explain_due, urgency, work_by
from complaints.domain.entries import Entry, EntryKind, Side
from complaints.domain.errors import NotFound
from complaints.domain.states import Outcome, State
from complaints.records.agency import holidays_between
from complaints.records.officers import find_officer
from complaints.work.opened import OpenedCase
from complaints.work.rating_slips import answer_by_slip

_LONGEST_HOLIDAYS = timedelta(days=20)
_TAKES_ON = (EntryKind.ACCEPTED, EntryKind.ASSIGNED)
_ANSWERS_A_WISH = frozenset(
    {EntryKind.MESSAGE, EntryKind.EXPLANATION, EntryKind.RESULT, EntryKind.REOPENED}
)


@dataclass(frozen=True)
class Told:
    """A case as its reporter may read it.

    :ivar account: what was reported; the first entry.
    :ivar timeline: every shared entry in order.
    :ivar due: how the first promise was computed; None where no clock runs.
    :ivar work_by: the last working day on or before the day that counts now.
    :ivar is_answered_for: an officer is named whose appointment runs.
    """

    number: str
    channel: Channel
    kind: Kind
    state: State
    received_on: date
    due: DueArithmetic | None
    new_due_on: date | None
    urgency: Urgency
    account: Entry
    timeline: list[Entry]
    is_code_handed_out: bool
    waiting_since: date | None = None
    waited_days: int = 0
    proposed_on: date | None = None
    objection_due_on: date | None = None
    has_reporter: bool = True
    work_by: date | None = None
    is_answered_for: bool = False

    def of_kind(self, *kinds: EntryKind) -> list[Entry]:
        """Return the shared entries of some kinds, in order."""
        return [entry for entry in self.timeline if entry.kind in kinds]

    @property
    def entered_on(self) -> date | None:
        """Return the day on which an officer entered what had come before; else None."""
        said = self.account.content.get("entered_on")
        return date.fromisoformat(said) if said else None

    @property
    def acknowledged_on(self) -> date:
        """Return the day on which the office confirmed that it has the matter."""
        return self.entered_on or self.received_on

    @property
    def messages(self) -> list[Entry]:
        """Return what reporter and office wrote to each other."""
        return self.of_kind(EntryKind.MESSAGE, EntryKind.DETRIMENT, EntryKind.PROTECTED)

    @property
    def explanations(self) -> list[Entry]:
        """Return why it took longer, oldest first."""
        return self.of_kind(EntryKind.EXPLANATION)

    @property
    def outcome(self) -> Outcome | None:
        """Return how the case ended, while it is completed."""
        result = self._result()
        return Outcome(result.content["outcome"]) if result else None

    @property
    def result(self) -> str | None:
        """Return the words of the result, while the case is completed."""
        result = self._result()
        return result.text if result else None

    @property
    def ending(self) -> dict[str, Any]:
        """Return what stands beside the words of the result: body, law, number."""
        result = self._result()
        return result.content if result else {}

    @property
    def has_objected(self) -> bool:
        """Say whether the reporter has objected to the result that stands."""
        kinds = {EntryKind.RESULT, EntryKind.OBJECTION}
        last = self.of_kind(*kinds)
        return self.state is State.COMPLETED and bool(last) and last[-1].kind is EntryKind.OBJECTION

    @property
    def wants_to_withdraw(self) -> bool:
        """Say whether the reporter asked that the case be ended, and waits for a word on it.

        Whatever the office writes after the wish answers it, and so does a result.
        """
        said = [
            entry.kind
            for entry in self.timeline
            if entry.kind is EntryKind.WITHDRAWAL
            or (entry.by is Side.OFFICE and entry.kind in _ANSWERS_A_WISH)
        ]
        return self.state.is_open and said[-1:] == [EntryKind.WITHDRAWAL]

    @property
    def taken_on(self) -> list[Entry]:
        """Return when this desk named who answers for the case; what the other named is over."""
        moves = self.of_kind(EntryKind.MOVED)
        since = moves[-1].position if moves else 0
        return [entry for entry in self.timeline if entry.position > since and _takes_on(entry)]

    @property
    def was_accepted(self) -> bool:
        """Say whether this desk ever named who answers for the case."""
        return bool(self.taken_on)

    @property
    def left_out(self) -> tuple[State, ...]:
        """Return the states before the present one in which the case never was."""
        if self.was_accepted or self.state in {State.RECEIVED, State.ACCEPTED}:
            return ()
        was_in_progress = self.state.is_open or bool(self.of_kind(EntryKind.REOPENED))
        return (State.ACCEPTED,) if was_in_progress else (State.ACCEPTED, State.IN_PROGRESS)

    @property
    def is_taken_up_again(self) -> bool:
        """Say whether the case goes on after it had a result."""
        return self.state.is_open and bool(self.of_kind(EntryKind.RESULT))

    @property
    def trace(self) -> Trace:
        """Return the days that the checklist looks at."""
        result = self._result()
        told = [
            entry
            for entry in self.of_kind(EntryKind.MESSAGE, EntryKind.EXPLANATION)
            if entry.by is Side.OFFICE
        ]
        taken_on = self.taken_on
        is_left = self.state.is_open and not self.is_answered_for
        explained = self.explanations
        return Trace(
            received_on=self.received_on,
            acknowledged_on=self.acknowledged_on,
            due_on=self.due.due_on if self.due else None,
            assigned_on=taken_on[0].on if taken_on and not is_left else None,
            told_on=told[0].on if told else None,
            explained_on=explained[0].on if explained else None,
            result_on=result.on if result else None,
            has_reporter=self.has_reporter,
        )

    @property
    def rating(self) -> int | None:
        """Return the reporter's score, 1 to 5, if there is one."""
        given = self.of_kind(EntryKind.RATING)
        return int(given[-1].content["score"]) if given else None

    @property
    def may_rate(self) -> bool:
        """Say whether the reporter can rate now."""
        return self.state is State.COMPLETED and self.rating is None

    @property
    def unit(self) -> dict[str, str] | None:
        """Return the names of the responsible unit, by language."""
        unit = self._assigned("unit")
        return {str(key): str(name) for key, name in unit.items()} if unit else None

    @property
    def officer(self) -> str | None:
        """Return the name of the responsible officer, until that one is relieved or leaves."""
        if self.state.is_open and not self.is_answered_for:
            return None
        relieved = [
            one for one in self.of_kind(EntryKind.RELIEVED) if not one.content.get("acting")
        ]
        is_over = relieved and self.taken_on and relieved[-1].position > self.taken_on[-1].position
        if is_over:
            return None
        assigned = self._assigned("officer")
        return str(assigned) if assigned else None

    @property
    def has_identity(self) -> bool:
        """Say whether an identity is sealed apart."""
        return bool(self.account.content.get("has_identity"))

    @property
    def read_outside_by(self) -> str | None:
        """Return who reads the case when everybody of the desk is shut out."""
        handed_out = self.of_kind(EntryKind.READ_OUTSIDE)
        if handed_out:
            return str(handed_out[-1].content["who"])
        who = self.account.content.get("read_outside_by")
        return str(who) if who else None

    def _result(self) -> Entry | None:
        results = self.of_kind(EntryKind.RESULT)
        return results[-1] if results and self.state is State.COMPLETED else None

    def _assigned(self, field: str) -> Any:
        named = (entry.content.get(field) for entry in reversed(self.taken_on))
        return next(filter(None, named), None)


def _takes_on(entry: Entry) -> bool:
    """Say whether an entry names who answers for a case from then on."""
    is_taken_up = entry.content.get("decision") == Decision.TAKEN_UP_AGAIN
    return entry.kind in _TAKES_ON or (entry.kind is EntryKind.OBJECTION_ANSWERED and is_taken_up)


def tell(opened: OpenedCase, entries: Sequence[Entry]) -> Told:
    """Return what the shared entries of a case say.

    :raises NotFound: the account is not among them.
    """
    case, work = opened.case, opened.work
    shared = [*(entry for entry in entries if entry.is_shared), *answer_by_slip(opened)]
    if not shared or shared[0].kind is not EntryKind.ACCOUNT:
        raise NotFound
    account = shared[0]
    kind, state = Kind(account.content["kind"]), State(case.state)
    due_on = case.due_on if kind.has_clock else None
    new_due_on, due = case.new_due_on if due_on else None, _due(opened, due_on)
    return Told(
        number=case.number,
        channel=Channel(case.channel),
        kind=kind,
        state=state,
        received_on=case.received_on,
        due=due,
        new_due_on=new_due_on,
        urgency=urgency(
            due_on=due_on,
            new_due_on=case.new_due_on,
            is_open=state.is_open,
            today=work.today(),
        ),
        account=account,
        timeline=shared,
        is_code_handed_out=case.is_code_handed_out,
        waiting_since=case.waiting_since,
        waited_days=_waited(case.waiting_since, case.waited_days, work.today()),
        proposed_on=case.proposed_on,
        objection_due_on=case.objection_due_on,
        has_reporter=case.reporter_key_sealed is not None,
        work_by=_work_by(opened, new_due_on) if new_due_on else due.work_by if due else None,
        is_answered_for=_is_answered_for(opened),
    )


def _is_answered_for(opened: OpenedCase) -> bool:
    """Say whether the responsible officer's appointment runs."""
    work, officer_id = opened.work, opened.case.officer_id
    account = find_officer(work.session, officer_id) if officer_id else None
    return account is not None and account.is_appointed(work.today())


def _work_by(opened: OpenedCase, promised: date) -> date:
    holidays = holidays_between(opened.work.session, promised - _LONGEST_HOLIDAYS, promised)
    return work_by(promised, holidays)


def _waited(since: date | None, before: int, today: date) -> int:
    """Return how many days the office has waited for the reporter in all."""
    return before + ((today - since).days if since else 0)


def _due(opened: OpenedCase, due_on: date | None) -> DueArithmetic | None:
    """Return the arithmetic of the promise that was made, not of today's settings."""
    if due_on is None:
        return None
    received_on = opened.case.received_on
    holidays = holidays_between(opened.work.session, due_on - _LONGEST_HOLIDAYS, due_on)
    return explain_due(received_on, holidays, (due_on - received_on).days)
