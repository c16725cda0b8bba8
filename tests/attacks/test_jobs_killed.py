"""Jobs killed by SIGKILL at each of their steps, and run again: each notice exactly once."""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from complaints.casework.reminding import change_own_address
from complaints.casework.steps import accept, send_message
from complaints.domain.channel import Channel
from complaints.domain.reminders import Stage
from complaints.jobs.delivering import LEASE, deliver
from complaints.jobs.digest import queue_digest
from complaints.jobs.mail_key import mail_pairs
from complaints.jobs.reminding import remind
from complaints.notices.sending import SmtpSender
from tests.factories.office import AnOffice, an_office
from tests.support.mail_server import mail_server

STEPS = ("found", "begun", "told", "written", "committed")
BOTH_DATABASES = pytest.mark.parametrize(
    ("shelf", "times"),
    [("sqlite", 1), ("sqlite", 3), pytest.param("postgresql", 2, marks=pytest.mark.postgres)],
    indirect=["shelf"],
)
"""On which database a run dies, and at which passing of the step."""
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


@BOTH_DATABASES
@pytest.mark.parametrize("step", STEPS)
def test_a_run_killed_at_any_step_loses_no_reminder_and_repeats_none(
    office: AnOffice, step: str, times: int
) -> None:
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


def with_mail(office: AnOffice, *keys: str) -> None:
    """Let officers give an address."""
    mail_pairs(office.office)
    for key in keys:
        actor = office.actor(key)
        with office.writing(actor.person.desk or Channel.GRIEVANCE) as work:
            change_own_address(work, actor, typed=f"{key}@example.org")


def told_to(office: AnOffice, kind: str) -> Counter[tuple[str, str | None]]:
    """Return how often each person was told of each case, or of the day."""
    names = {row["id"]: row["name"] for row in office.rows("officers")}
    return Counter(
        (names[row["recipient_id"]], row["case_id"])
        for row in office.rows("notices")
        if row["kind"] == kind
    )


@pytest.mark.parametrize("step", STEPS)
def test_an_escalation_killed_at_any_step_is_told_once_to_each_and_mailed_once(
    office: AnOffice, tmp_path: Path, step: str
) -> None:
    heard = ("ekachai", "hathai")
    with_mail(office, *heard)
    for _ in range(2):
        receipt = office.file_grievance()
        with office.writing(Channel.GRIEVANCE) as work:
            unit, officer = office.account("hathai").unit_id, office.actor("ekachai")
            assert unit is not None
            accept(
                work,
                number=receipt.number,
                actor=officer,
                unit_id=unit,
                officer_id=officer.id,
            )
    corrupt = [office.file_corruption(exclude=(office.id_of("chai"),)) for _ in range(2)]
    office.clock.pass_days(16)

    killed(office, lambda own, at: remind(own.office, at), die_at(step, 2))
    remind(office.office)

    stages = {row["stage"] for row in office.rows("reminders")}
    assert stages == {Stage.LATE}
    told = told_to(office, "reminder")
    assert set(told.values()) == {1}
    channels = {row["id"]: row["channel"] for row in office.rows("cases")}
    assert Counter((who, channels[str(case)]) for who, case in told) == {
        **dict.fromkeys(((who, "grievance") for who in heard), 2),
        **dict.fromkeys(((who, "corruption") for who in ("anan", "busaba")), len(corrupt)),
    }
    with mail_server(tmp_path / "mail") as (box, server):
        office.clock.pass_days(1)
        deliver(office.office, SmtpSender(server))
    assert sorted(box.recipients) == [f"{who}@example.org" for who in heard]


@pytest.mark.parametrize(("step", "times"), [("due", 1), ("queued", 1), ("queued", 2),
                                             ("committed", 1)])  # fmt: skip
def test_a_digest_killed_at_any_step_goes_once_to_everybody_of_the_desk(
    office: AnOffice, tmp_path: Path, step: str, times: int
) -> None:
    desk = ("anan", "busaba")
    with_mail(office, *desk)
    office.clock.instant = office.clock.instant.replace(hour=9)

    killed(office, lambda own, at: queue_digest(own.office, at), die_at(step, times))
    queue_digest(office.office)
    with mail_server(tmp_path / "mail") as (box, server):
        sender = SmtpSender(server)
        killed(office, lambda own, at: deliver(own.office, sender, at), die_at("noted", 1))
        office.clock.pass_seconds(LEASE.total_seconds() + 1)
        deliver(office.office, sender)
        queue_digest(office.office)
        deliver(office.office, sender)

    assert told_to(office, "digest") == dict.fromkeys(((who, None) for who in desk), 1)
    assert sorted(box.recipients) == [f"{who}@example.org" for who in desk]


SENDING = ("claimed", "sent", "noted")


@pytest.mark.parametrize("step", SENDING)
@BOTH_DATABASES
def test_a_run_killed_while_sending_loses_no_mail_and_sends_none_under_two_names(
    office: AnOffice, tmp_path: Path, step: str, times: int
) -> None:
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
    office: AnOffice, tmp_path: Path
) -> None:
    mail_pairs(office.office)
    receipt = office.file_grievance(email="r@example.org", wants_mail=True)
    with office.writing(Channel.GRIEVANCE) as work:
        send_message(work, number=receipt.number, actor=office.actor("ekachai"), text="เรียนท่าน")
    with mail_server(tmp_path / "mail") as (box, server):
        sender = SmtpSender(server)
        killed(office, lambda own, at: deliver(own.office, sender, at), die_at("claimed"))

        assert deliver(office.office, sender).sent == 0, "the lease of the dead one still runs"
        assert box.mails == []
