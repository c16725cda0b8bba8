"""What is published stays as it was: when cases go on, and when they are erased."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import pytest

from complaints.casework.erasing import erase_due, finish_erasing
from complaints.casework.steps import accept, complete, reopen
from complaints.domain.channel import Channel
from complaints.domain.states import Outcome
from complaints.intake.registration import Receipt
from complaints.jobs.verifying import verify
from complaints.statistics.words import Words
from tests.factories.office import AnOffice
from tests.statistics.offices import PlainPress, release_all_the_way

HANDLER = {Channel.CORRUPTION: "anan", Channel.GRIEVANCE: "ekachai"}
YEARS = {Channel.CORRUPTION: 10, Channel.GRIEVANCE: 5}


def finish(office: AnOffice, receipt: Receipt) -> None:
    """Accept a case and complete it."""
    actor = office.actor(HANDLER[receipt.channel])
    with office.writing(receipt.channel) as work:
        accept(work, number=receipt.number, actor=actor, unit_id=f"{0:032x}", officer_id=actor.id)
        complete(work, number=receipt.number, actor=actor, outcome=Outcome.RESOLVED, result="แก้แล้ว")


def publish(office: AnOffice, channel: Channel, year: int) -> None:
    """Publish the figures of a fiscal year up to today."""
    actor = office.actor(HANDLER[channel])
    assert actor.owned is not None
    release_all_the_way(
        office.office, channel, publisher=actor, signer=actor.owned.signing, press=PlainPress(),
        fiscal_year_be=year, as_of=office.office.today(), reason=Words("", ""),
    )  # fmt: skip


def published(office: AnOffice) -> tuple[list[Any], list[Any]]:
    """Return every byte of the releases and of their files, by where it stands."""
    parts = sorted(office.rows("release_parts"), key=lambda part: part["number"])
    files = [
        (row["release_id"], row["form"], b"".join([row["content"], *further]), row["sha256"])
        for row in office.rows("release_files")
        for further in [[part["content"] for part in parts if _is_of(part, row)]]
    ]
    assert all(sha256(content).hexdigest() == digest for _, _, content, digest in files)
    return [sorted(row.items()) for row in office.rows("releases")], sorted(files)


def _is_of(part: dict[str, Any], file: dict[str, Any]) -> bool:
    return (part["release_id"], part["form"]) == (file["release_id"], file["form"])


@pytest.mark.parametrize("channel", list(Channel))
def test_no_byte_of_a_release_moves_when_cases_go_on_or_are_erased(
    office: AnOffice, channel: Channel
) -> None:
    ended, running = office.file(channel), office.file(channel)
    office.clock.pass_days(300)
    finish(office, ended)
    office.clock.pass_days(66)
    publish(office, channel, 2570)
    before = published(office)

    finish(office, running)
    with office.writing(channel) as work:
        reopen(work, number=ended.number, actor=office.actor(HANDLER[channel]), reason="ยังไม่เสร็จ")
    after_work = published(office)
    with office.writing(channel) as work:
        complete(
            work, number=ended.number, actor=office.actor(HANDLER[channel]),
            outcome=Outcome.RESOLVED, result="แก้แล้ว",
        )  # fmt: skip
    office.clock.instant = office.clock.instant.replace(
        year=office.clock.instant.year + YEARS[channel] + 1
    )
    erased = erase_due(office.office)
    finish_erasing(office.office)

    assert before[0]
    assert before[1]
    assert before == after_work
    assert erased == 2
    assert published(office) == before


def test_a_changed_byte_of_a_further_part_is_found(office: AnOffice) -> None:
    office.file_grievance()
    office.clock.pass_days(366)
    publish(office, Channel.GRIEVANCE, 2570)
    whole = [check.said for check in verify(office.office) if not check.is_sound]
    parts = office.rows("release_parts")
    assert parts

    office.execute(
        "UPDATE release_parts SET content = :content WHERE form = :form AND number = :number",
        content=bytes(len(parts[-1]["content"])), form=parts[-1]["form"],
        number=parts[-1]["number"],
    )  # fmt: skip

    assert whole == []
    found = [check.said for check in verify(office.office) if not check.is_sound]
    assert "Releases of grievance: the chain breaks at release 1." in found
