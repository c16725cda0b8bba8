"""What the steps of a case share: where it stands, outcomes, follow-ups, the journal."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from complaints.domain.calendar import half_of
from complaints.domain.channel import Channel
from complaints.domain.entries import Entry, EntryKind
from complaints.domain.errors import ChangedMeanwhile
from complaints.domain.events import Event
from complaints.domain.states import Standing, State, Step, refuse_unless_legal
from complaints.records import cases, journal
from complaints.work import Actor, Work
from complaints.work.opened import OpenedCase


def standing_of(opened: OpenedCase) -> Standing:
    """Return where a case stands, in all that decides which steps are legal."""
    case, work = opened.case, opened.work
    last_day = case.completed_on and case.completed_on + timedelta(days=work.agency.reopen_days)
    return Standing(
        state=State(case.state),
        is_proposed=case.proposed_on is not None,
        is_objected=case.objection_due_on is not None,
        may_reopen=last_day is None or work.today() <= last_day,
        has_reporter=case.reporter_key_sealed is not None,
    )


def refuse_unless_legal_now(opened: OpenedCase, step: Step) -> None:
    """Refuse an illegal step before anything is changed.

    :raises NotAllowed: its code says why.
    """
    refuse_unless_legal(step, standing_of(opened))


def take_step(opened: OpenedCase, step: Step) -> None:
    """Move a case to the state after a step; of a grievance the day of the first one is kept.

    :raises NotAllowed: the step is illegal now.
    """
    case, after = opened.case, refuse_unless_legal(step, standing_of(opened))
    is_beginning = (State(case.state), after) == (State.ACCEPTED, State.IN_PROGRESS)
    if is_beginning and opened.work.channel is Channel.GRIEVANCE:
        case.begun_on = opened.work.today()
    case.state = after.value


def refuse_if_changed(work: Work, *, number: str, version: int | None) -> None:
    """Refuse when a case is not any more what its reader saw; hold it until the end.

    Every change of a case writes a row of it, so the number of rows tells.

    :param version: rows that the reader saw; None when the form did not say.
    :raises ChangedMeanwhile: somebody else wrote in between.
    """
    case = cases.find_case(work.session, work.channel, number) if version is not None else None
    if case is None:
        return
    cases.lock_case(work.session, case)
    if case.entry_count != version:
        raise ChangedMeanwhile


def keep_outcome(opened: OpenedCase, outcome: str) -> None:
    """Keep the outcome: in the row of a grievance, in a counter for corruption."""
    if opened.work.channel is Channel.GRIEVANCE:
        opened.case.outcome = outcome
    else:
        count(opened, f"outcome:{outcome}", 1)


def take_back_outcome(opened: OpenedCase, entries: list[Entry]) -> None:
    """Forget how a case ended, because it is taken up again."""
    keep_follow_up(opened, None)
    if opened.work.channel is Channel.GRIEVANCE:
        opened.case.outcome = None
        return
    results = [entry for entry in entries if entry.kind is EntryKind.RESULT]
    count(opened, f"outcome:{results[-1].content['outcome']}", -1)
    closing = last_closing(entries)
    if closing.get("discipline"):
        count(opened, f"discipline:{closing['discipline']}", -1)


def last_closing(entries: list[Entry]) -> dict[str, Any]:
    """Return what officers alone keep of the newest result; nothing when there is none."""
    kinds = {EntryKind.RESULT, EntryKind.CLOSING}
    ends = [entry for entry in entries if entry.kind in kinds]
    return ends[-1].content if ends and ends[-1].kind is EntryKind.CLOSING else {}


def count(opened: OpenedCase, measure: str, by: int) -> None:
    """Count a measure of the half-year in which a case came."""
    half = half_of(opened.case.received_on)
    cases.add_to_tally(opened.work.session, opened.work.channel, half.start, measure, by)


def keep_follow_up(opened: OpenedCase, on: date | None) -> None:
    """Keep the day of the next follow-up.

    For corruption it is sealed with the heading: in clear it would tell the outcome.
    """
    if opened.work.channel is Channel.GRIEVANCE:
        opened.case.follow_up_on = on
    elif on is not None or opened.heading().get("follow_up_on"):
        opened.change_heading(follow_up_on=on.isoformat() if on else None)


def follow_up_of(opened: OpenedCase) -> date | None:
    """Return the day of the next follow-up, if there is one."""
    if opened.work.channel is Channel.GRIEVANCE:
        return opened.case.follow_up_on
    kept = opened.heading().get("follow_up_on")
    return date.fromisoformat(kept) if kept else None


def record(opened: OpenedCase, event: Event, actor: Actor, **fields: str) -> None:
    """Write down what an officer did with a case."""
    work = opened.work
    journal.write(
        work.session,
        event,
        channel=work.channel,
        on=work.today(),
        actor_id=actor.id,
        case_id=opened.case.id,
        fields=fields,
    )
