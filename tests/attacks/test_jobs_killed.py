"""Jobs killed by SIGKILL at each of their steps, and run again: each notice exactly once."""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from complaints.casework.steps import send_message
from complaints.domain.channel import Channel
from complaints.jobs.delivering import LEASE, deliver
from complaints.jobs.mail_key import mail_pairs
from complaints.jobs.reminding import remind
from complaints.notices.sending import SmtpSender
from tests.factories.office import AnOffice, an_office
from tests.support.mail_server import mail_server

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


SENDING = ("claimed", "sent", "noted")


@pytest.mark.parametrize("step", SENDING)
@pytest.mark.parametrize("times", [1, 3])
def test_a_run_killed_while_sending_loses_no_mail_and_sends_none_under_two_names(
    sqlite_office: AnOffice, tmp_path: Path, step: str, times: int
) -> None:
    office = sqlite_office
    mail_pairs(office.office)
    receipts = [
        office.file_grievance(email=f"r{at}@example.org", wants_mail=True) for at in range(4)
    ]
    with office.writing(Channel.GRIEVANCE) as work:
        for receipt in receipts:
            actor = office.actor("ekachai")
            send_message(work, number=receipt.number, actor=actor, text="เรียนท่าน")
    with mail_server(tmp_path / "mail") as (box, server):
        sender = SmtpSender(server)
        killed(office, lambda own, at: deliver(own.office, sender, at), die_at(step, times))
        deliver(office.office, sender)
        office.clock.pass_seconds(LEASE.total_seconds() + 1)
        deliver(office.office, sender)

        names = Counter(mail["Message-ID"] for mail in box.mails)
        assert len(names) == 4, "each notice, and each under one name"
        # Between the server's word and our note a mail goes out again, under the same name.
        assert sum(names.values()) == 4 + (step == "sent")
        assert set(box.recipients) == {f"r{at}@example.org" for at in range(4)}
    assert {row["mail"] for row in office.rows("notices")} == {"sent"}


def test_a_run_killed_while_another_sends_takes_nothing_of_its(
    sqlite_office: AnOffice, tmp_path: Path
) -> None:
    office = sqlite_office
    mail_pairs(office.office)
    receipt = office.file_grievance(email="r@example.org", wants_mail=True)
    with office.writing(Channel.GRIEVANCE) as work:
        send_message(work, number=receipt.number, actor=office.actor("ekachai"), text="เรียนท่าน")
    with mail_server(tmp_path / "mail") as (box, server):
        sender = SmtpSender(server)
        killed(office, lambda own, at: deliver(own.office, sender, at), die_at("claimed"))

        assert deliver(office.office, sender).sent == 0, "the lease of the dead one still runs"
        assert box.mails == []
