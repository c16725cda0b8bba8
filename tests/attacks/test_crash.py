"""Killed at each labelled step of filing: no code without a case, no case without its files.

The process is killed by SIGKILL, so nothing of it runs afterwards, no handler and no
``finally``. What a power cut adds depends on the disk; see the README of the vault.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from complaints.domain.channel import Channel, Kind
from complaints.evidence.store import FolderStore
from complaints.intake.corruption import file_corruption
from complaints.intake.grievance import file_grievance
from complaints.intake.reports import CorruptionReport, GrievanceReport
from complaints.tracking.following import look, read_file
from tests.factories.office import AnOffice, an_office

FILING = (
    "files", "files_examined", "files_cleaned", "files_kept", "seals", "commit", "before_commit",
    "committed",
)  # fmt: skip
BLOBS = ("blob_synced", "blob_renamed", "blob_kept")
BODY, TOKEN = "หลักฐาน".encode() * 5000, "the form that was being sent"
BOTH = pytest.mark.parametrize("channel", list(Channel))


def die_at(wanted: str) -> Callable[[str], None]:
    """Return a hook that kills this very process at a step."""

    def at(step: str) -> None:
        if step == wanted:
            os.kill(os.getpid(), signal.SIGKILL)

    return at


def file_with(
    office: AnOffice, channel: Channel, at: Callable[[str], None] = lambda _: None
) -> Any:
    """File a report with a file in it."""
    parts = [office.part(channel, BODY)]
    if channel is Channel.CORRUPTION:
        report = CorruptionReport(Kind.COMPLAINT, "ก่อนถูกตัด")
        return file_corruption(office.office, form_token=TOKEN, report=report, parts=parts, at=at)
    grievance = GrievanceReport(Kind.GRIEVANCE, "ก่อนถูกตัด")
    return file_grievance(office.office, form_token=TOKEN, report=grievance, parts=parts, at=at)


def killed_while_filing(office: AnOffice, channel: Channel, step: str) -> str:
    """File in a process of its own that is killed at a step; return the code it showed."""
    url, folder = str(office.engine.url.render_as_string(hide_password=False)), office.folder
    office.sessions.remove()
    office.engine.dispose()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            own = an_office(url, folder)
            if step in BLOBS:
                store = own.office.stores[channel]
                assert isinstance(store, FolderStore)
                store._at = die_at(step)
            receipt = file_with(own, channel, die_at(step))
            os.write(writing, (receipt.code or "").encode())
        finally:
            os._exit(1)
    os.close(writing)
    _, status = os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as shown:
        code = shown.read().decode()
    assert os.WIFSIGNALED(status), "the step was never reached"
    assert os.WTERMSIG(status) == signal.SIGKILL
    return code


def blobs_on_disk(office: AnOffice, channel: Channel) -> set[str]:
    """Return the names of every sealed file of a channel, kept or arriving."""
    folder = office.folder / "evidence" / channel.value
    return {path.name for path in folder.rglob("*") if path.is_file()}


@BOTH
@pytest.mark.parametrize("step", [*FILING, *BLOBS])
def test_a_killed_filing_leaves_nothing_half(office: AnOffice, channel: Channel, step: str) -> None:
    code = killed_while_filing(office, channel, step)

    assert code == ""  # nobody was shown a code
    cases, known = office.rows("cases"), {row["id"] for row in office.rows("blobs")}
    assert len(cases) == (1 if step == "committed" else 0)
    store = office.office.stores[channel]
    assert store.missing(known) == set()
    assert len(known) == len(cases)
    tables = ("case_entries", "key_wraps", "case_keys")
    assert all(bool(office.rows(table)) == bool(cases) for table in tables)

    # The reporter sends the same form again, as the browser offers, and now gets the code.
    receipt = file_with(office, channel)
    office.uploads.pop().discard()
    assert receipt.is_repeated is bool(cases)
    assert len(office.rows("cases")) == 1
    visitor = office.visitor(receipt)
    with office.reading(channel) as work:
        (record,) = look(work, visitor).account.files
        file = read_file(work, visitor, blob_id=record["blob_id"])
        assert b"".join(file.chunks) == BODY

    # Two days later the sweeper removes what the dead process left, and nothing else.
    known = {row["id"] for row in office.rows("blobs")}
    later = _days_later(office, channel, 2)
    later.sweep(office.clock().date() + timedelta(days=1), known)
    assert blobs_on_disk(office, channel) == known


def _days_later(office: AnOffice, channel: Channel, days: int) -> FolderStore:
    folder = office.folder / "evidence" / channel.value
    for path in folder.rglob("*"):  # a dead process leaves the time of its last write
        os.utime(path, (office.clock().timestamp(), office.clock().timestamp()))
    today = office.clock().date() + timedelta(days=days)
    return FolderStore(folder, today=lambda: today)


@BOTH
def test_the_steps_of_filing_are_those_of_this_test(
    sqlite_office: AnOffice, channel: Channel
) -> None:
    seen: list[str] = []

    file_with(sqlite_office, channel, seen.append)

    assert tuple(seen) == FILING


class Losing(Session):
    """A session whose connection breaks before the answer to the commit comes."""

    def commit(self) -> None:
        super().commit()
        raise ConnectionError


def test_a_commit_whose_answer_was_lost_keeps_its_files(sqlite_office: AnOffice) -> None:
    """A broken connection does not say whether the commit was made; so the files stay."""
    with Losing(sqlite_office.engine, expire_on_commit=False) as session:
        losing = replace(
            sqlite_office, office=replace(sqlite_office.office, session=lambda: session)
        )
        with pytest.raises(ConnectionError):
            file_with(losing, Channel.CORRUPTION)

    known = {row["id"] for row in sqlite_office.rows("blobs")}
    assert len(known) == 1
    assert sqlite_office.office.stores[Channel.CORRUPTION].missing(known) == set()
