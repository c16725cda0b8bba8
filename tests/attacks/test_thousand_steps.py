"""Two processes take steps on the same cases at once: nothing is lost, losers are told."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

from complaints.casework.case_page import read_case
from complaints.casework.endings import complete, reopen
from complaints.casework.ground import refuse_if_changed
from complaints.casework.steps import accept, assign, explain, send_message, write_note
from complaints.domain.channel import Channel
from complaints.domain.entries import EntryKind
from complaints.domain.errors import ChangedMeanwhile, Refusal
from complaints.domain.states import Outcome, Step
from complaints.records.journal import first_broken
from complaints.statistics.balancing import refuse_unless_balanced
from complaints.statistics.counting import count_facts
from complaints.work import Actor, Work
from tests.factories.office import AnOffice, an_office
from tests.support.processes import ROOT

UNIT = f"{0:032x}"
STEPS = 200
"""Steps of each of the two processes, 400 in all; with 500 the same test makes a thousand."""

KINDS = {
    Step.NOTE: EntryKind.NOTE,
    Step.MESSAGE: EntryKind.MESSAGE,
    Step.ACCEPT: EntryKind.ACCEPTED,
    Step.ASSIGN: EntryKind.ASSIGNED,
    Step.EXPLAIN: EntryKind.EXPLANATION,
    Step.COMPLETE: EntryKind.RESULT,
    Step.REOPEN: EntryKind.REOPENED,
}


def take_steps(url: str, folder: str, who: str, numbers: list[str], steps: int) -> Counter[str]:
    """Take steps on cases in turn, each seen first; count what was done and what refused."""
    office = an_office(url, Path(folder))
    actor, came = office.actor(who), Counter[str]()
    order = list(KINDS)
    shift = 3 if who == "fahsai" else 0
    for at in range(steps):
        number, step = numbers[at % len(numbers)], order[(at * 5 + at // 7 + shift) % len(order)]
        with office.writing(Channel.GRIEVANCE) as work:
            version = read_case(work, actor, number=number).version
        try:
            with office.writing(Channel.GRIEVANCE) as work:
                refuse_if_changed(work, number=number, version=version)
                _take(work, step, number, actor, at)
            came[step.value] += 1
        except ChangedMeanwhile:
            came["changed"] += 1
        except Refusal:
            came["refused"] += 1
    office.close()
    return came


def _take(work: Work, step: Step, number: str, actor: Actor, at: int) -> None:
    if step is Step.NOTE:
        write_note(work, number=number, actor=actor, text=f"{actor.id} {at}")
    elif step is Step.MESSAGE:
        send_message(work, number=number, actor=actor, text=f"{actor.id} {at}")
    elif step is Step.ACCEPT:
        accept(work, number=number, actor=actor, unit_id=UNIT, officer_id=actor.id)
    elif step is Step.ASSIGN:
        assign(work, number=number, actor=actor, unit_id=UNIT, officer_id=actor.id)
    elif step is Step.EXPLAIN:
        day = date.fromordinal(date(2027, 1, 1).toordinal() + 2 * at + (actor.full_name[0] == "น"))
        explain(work, number=number, actor=actor, reason="รอผล", new_date=day)
    elif step is Step.COMPLETE:
        complete(work, number=number, actor=actor, outcome=Outcome.WITHDRAWN, result=f"{at}")
    else:
        reopen(work, number=number, actor=actor, reason=f"{at}")


def test_two_processes_lose_no_step_and_tell_the_loser(office: AnOffice, office_url: str) -> None:
    prove(office, office_url, STEPS)


def prove(office: AnOffice, url: str, steps: int) -> None:
    """Let two processes take steps on the same six cases, and compare the books with their word."""
    receipts = [office.file_grievance() for _ in range(6)]
    numbers = [receipt.number for receipt in receipts]
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.attacks.test_thousand_steps", url, str(office.folder),
             who, str(steps), *numbers],
            cwd=ROOT, stdout=subprocess.PIPE, text=True,
        )
        for who in ("ekachai", "fahsai")
    ]  # fmt: skip
    said: Counter[str] = Counter()
    for process in running:
        out, _ = process.communicate(timeout=300)
        assert process.returncode == 0
        said.update({name: int(count) for name, count in
                     (line.split() for line in out.splitlines())})  # fmt: skip

    written: Counter[str] = Counter()
    for receipt in receipts:
        with office.writing(Channel.GRIEVANCE) as work:
            page = read_case(work, office.actor("ekachai"), number=receipt.number)
        assert [entry.position for entry in page.entries] == list(range(1, len(page.entries) + 1))
        written.update(entry.kind.value for entry in page.entries)
    assert sum(said.values()) == 2 * steps
    assert {step: said[step.value] for step in KINDS} == {
        step: written[kind.value] for step, kind in KINDS.items()
    }
    assert said["refused"] > 0
    with office.reading(Channel.GRIEVANCE) as work:
        assert first_broken(work.session, Channel.GRIEVANCE.value) is None
        facts = count_facts(work.session, work.channel, work.today())
        refuse_unless_balanced(work.session, work.channel, facts)


if __name__ == "__main__":
    came = take_steps(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[5:], int(sys.argv[4]))
    sys.stdout.write("\n".join(f"{name} {count}" for name, count in came.items()))
