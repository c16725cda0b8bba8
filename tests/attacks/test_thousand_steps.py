"""Two processes take steps on the same cases at once: nothing is lost, losers are told."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from datetime import date
from itertools import count
from pathlib import Path

from complaints.casework.case_page import read_case
from complaints.casework.endings import complete, reopen
from complaints.casework.ground import refuse_if_changed
from complaints.casework.steps import accept, assign, explain, send_message, write_note
from complaints.domain.channel import Channel
from complaints.domain.entries import EntryKind
from complaints.domain.errors import ChangedMeanwhile, Refusal
from complaints.domain.states import Outcome, Step
from complaints.records.cases import find_case
from complaints.records.journal import first_broken
from complaints.statistics.balancing import refuse_unless_balanced
from complaints.statistics.counting import count_facts
from complaints.work import Actor, Work
from tests.factories.office import AnOffice, an_office
from tests.support.processes import ROOT

UNIT = f"{0:032x}"
STEPS, CASES = 500, 12
"""Steps that each of the two processes makes, a thousand in all; and the cases they share."""
PEOPLE = {Channel.GRIEVANCE: ("ekachai", "fahsai"), Channel.CORRUPTION: ("anan", "busaba")}
"""Who acts in each process, on each desk."""

KINDS = {
    Step.NOTE: EntryKind.NOTE,
    Step.MESSAGE: EntryKind.MESSAGE,
    Step.ACCEPT: EntryKind.ACCEPTED,
    Step.ASSIGN: EntryKind.ASSIGNED,
    Step.EXPLAIN: EntryKind.EXPLANATION,
    Step.COMPLETE: EntryKind.RESULT,
    Step.REOPEN: EntryKind.REOPENED,
}
ROUND = (
    Step.ACCEPT,
    Step.NOTE,
    Step.EXPLAIN,
    Step.MESSAGE,
    Step.COMPLETE,
    Step.REOPEN,
    Step.ASSIGN,
    Step.EXPLAIN,
)
"""What happens to a case again and again; the two are at other places of it, and meet halfway."""


def take_steps(url: str, folder: str, who: str, numbers: list[str], steps: int) -> Counter[str]:
    """Take steps on cases in turn until enough are made; count those, and what was refused."""
    office = an_office(url, Path(folder))
    is_second, came, made = who == "second", Counter[str](), 0
    actors = {channel: office.actor(PEOPLE[channel][is_second]) for channel in Channel}
    numbers, shift = (numbers[::-1], 3) if is_second else (numbers, 0)
    for at in count():
        if made == steps:
            break
        number, step = numbers[at % len(numbers)], ROUND[(at // len(numbers) + shift) % len(ROUND)]
        channel = channel_of(number)
        version = seen(office, number)
        try:
            with office.writing(channel) as work:
                refuse_if_changed(work, number=number, version=version)
                _take(work, step, number, actors[channel], at, is_second)
            came[step.value] += 1
            made += 1
        except ChangedMeanwhile:
            came["changed"] += 1
        except Refusal:
            came["refused"] += 1
    office.close()
    return came


def channel_of(number: str) -> Channel:
    """Return the channel of a case, which its number shows."""
    return Channel.GRIEVANCE if number.startswith("G") else Channel.CORRUPTION


def seen(office: AnOffice, number: str) -> int:
    """Return the version of a case that a form of this moment would carry."""
    with office.reading(channel_of(number)) as work:
        case = find_case(work.session, work.channel, number)
        assert case is not None
        return case.entry_count


def _take(work: Work, step: Step, number: str, actor: Actor, at: int, is_second: bool) -> None:
    if step is Step.NOTE:
        write_note(work, number=number, actor=actor, text=f"{actor.id} {at}")
    elif step is Step.MESSAGE:
        send_message(work, number=number, actor=actor, text=f"{actor.id} {at}")
    elif step is Step.ACCEPT:
        accept(work, number=number, actor=actor, unit_id=UNIT, officer_id=actor.id)
    elif step is Step.ASSIGN:
        assign(work, number=number, actor=actor, unit_id=UNIT, officer_id=actor.id)
    elif step is Step.EXPLAIN:
        day = date.fromordinal(date(2027, 1, 1).toordinal() + 2 * at + is_second)
        explain(work, number=number, actor=actor, reason="รอผล", new_date=day)
    elif step is Step.COMPLETE:
        complete(work, number=number, actor=actor, outcome=Outcome.WITHDRAWN, result=f"{at}")
    else:
        reopen(work, number=number, actor=actor, reason=f"{at}")


def test_two_processes_lose_no_step_and_tell_the_loser(office: AnOffice, office_url: str) -> None:
    prove(office, office_url, STEPS)


def prove(office: AnOffice, url: str, steps: int) -> None:
    """Let two processes take steps on the same cases, and compare the books with their word."""
    receipts = [office.file(channel) for channel in Channel for _ in range(CASES // 2)]
    numbers = [receipt.number for receipt in receipts]
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.attacks.test_thousand_steps", url, str(office.folder),
             who, str(steps), *numbers],
            cwd=ROOT, stdout=subprocess.PIPE, text=True,
        )
        for who in ("first", "second")
    ]  # fmt: skip
    said: Counter[str] = Counter()
    for process in running:
        out, _ = process.communicate(timeout=300)
        assert process.returncode == 0
        said.update({name: int(count) for name, count in
                     (line.split() for line in out.splitlines())})  # fmt: skip

    written: Counter[str] = Counter()
    for receipt in receipts:
        with office.writing(receipt.channel) as work:
            reader = office.actor(PEOPLE[receipt.channel][0])
            page = read_case(work, reader, number=receipt.number)
        assert [entry.position for entry in page.entries] == list(range(1, len(page.entries) + 1))
        written.update(entry.kind.value for entry in page.entries)
    assert sum(said[step.value] for step in KINDS) == 2 * steps
    assert {step: said[step.value] for step in KINDS} == {
        step: written[kind.value] for step, kind in KINDS.items()
    }
    assert said["refused"] > 0
    assert said["changed"] > 0
    for channel in Channel:
        with office.reading(channel) as work:
            assert first_broken(work.session, channel.value) is None
            facts = count_facts(work.session, work.channel, work.today())
            refuse_unless_balanced(work.session, work.channel, facts)


if __name__ == "__main__":
    came = take_steps(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[5:], int(sys.argv[4]))
    sys.stdout.write("\n".join(f"{name} {count}" for name, count in came.items()))
