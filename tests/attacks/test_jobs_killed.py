"""Jobs killed by SIGKILL at each of their steps, and run again: each notice exactly once."""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Callable

import pytest

from complaints.domain.channel import Channel
from complaints.jobs.reminding import remind
from tests.factories.office import AnOffice, an_office

STEPS = ("found", "begun", "told", "written", "committed")
Hook = Callable[[str], None]


def die_at(wanted: str, times: int = 1) -> Hook:
    """Return a hook that kills this very process when it comes to a step for the nth time."""
    seen = Counter[str]()

    def at(step: str) -> None:
        seen[step] += 1
        if (step, seen[step]) == (wanted, times):
            os.kill(os.getpid(), signal.SIGKILL)

    return at


def killed(office: AnOffice, job: Callable[[AnOffice, Hook], object], hook: Hook) -> None:
    """Run a job in a process of its own that dies of a hook."""
    url, folder = office.engine.url.render_as_string(hide_password=False), office.folder
    instant = office.clock.instant
    office.sessions.remove()
    office.engine.dispose()
    child = os.fork()
    if child == 0:
        try:
            own = an_office(url, folder)
            own.clock.instant = instant
            job(own, hook)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "the step was never reached"
    assert os.WTERMSIG(status) == signal.SIGKILL


@pytest.mark.parametrize("times", [1, 3])
@pytest.mark.parametrize("step", STEPS)
def test_a_run_killed_at_any_step_loses_no_reminder_and_repeats_none(
    sqlite_office: AnOffice, step: str, times: int
) -> None:
    office = sqlite_office
    for channel in (Channel.GRIEVANCE, Channel.CORRUPTION):
        for _ in range(2):
            office.file(channel)
    office.clock.pass_days(6)
    for channel in (Channel.GRIEVANCE, Channel.CORRUPTION):
        office.file(channel)
    office.clock.pass_days(8)

    killed(office, lambda own, at: remind(own.office, at), die_at(step, min(times, _most(step))))
    remind(office.office)

    told = Counter((row["case_id"], row["recipient_id"]) for row in office.rows("notices"))
    assert set(told.values()) == {1}
    cases = {row["id"]: row["channel"] for row in office.rows("cases") if row["due_on"]}
    due = [case for case in cases if case in {row["case_id"] for row in office.rows("reminders")}]
    wanted = {Channel.GRIEVANCE: 2, Channel.CORRUPTION: 3}
    assert len(due) == 4, "the two of later are not due yet"
    assert {case: sum(one == case for one, _ in told) for case in due} == {
        case: wanted[Channel(cases[case])] for case in due
    }


def _most(step: str) -> int:
    """Return how often a run comes to a step at least: each channel has one stage here."""
    return 2 if step in {"found", "written", "committed"} else 3
