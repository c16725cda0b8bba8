"""Many at the same moment: nothing is lost, nothing is counted twice, no key is made twice."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from complaints.casework.case_page import read_case
from complaints.casework.steps import accept, exclude, write_note
from complaints.domain.channel import Channel
from complaints.domain.errors import Refusal
from complaints.records.journal import first_broken
from complaints.tracking.following import change_code, look
from tests.factories.office import AnOffice

BOTH = pytest.mark.parametrize("channel", list(Channel))


def at_once(office: AnOffice, deeds: list[Callable[[], Any]]) -> list[Any]:
    """Begin all deeds at the same moment, each with a session of its own; return what came."""
    start = Barrier(len(deeds))

    def begin(deed: Callable[[], Any]) -> Any:
        start.wait()
        try:
            return deed()
        except Refusal as refused:
            return refused
        finally:
            office.sessions.remove()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(begin, deeds))


@BOTH
def test_sixteen_reports_at_once_are_sixteen_cases(office: AnOffice, channel: Channel) -> None:
    parts = [office.part(channel, f"หลักฐาน {n}".encode()) for n in range(16)]

    receipts = at_once(
        office,
        [
            lambda n=n: office.file(channel, details=f"เรื่อง {n}", parts=[parts[n]])  # type: ignore[misc]
            for n in range(16)
        ],
    )

    assert len({receipt.code for receipt in receipts}) == 16
    assert len({receipt.number for receipt in receipts}) == 16
    assert len(office.rows("cases")) == len(office.rows("blobs")) == 16
    seen = set()
    for receipt in receipts:
        with office.reading(channel) as work:
            seen.add(look(work, office.visitor(receipt)).account.content["details"])
    assert seen == {f"เรื่อง {n}" for n in range(16)}
    if channel is Channel.GRIEVANCE:
        runs = sorted(int(receipt.number[6:11]) for receipt in receipts)
        assert runs == list(range(1, 17))
    else:
        counts = {row["measure"]: row["count"] for row in office.rows("tallies")}
        assert counts["kind:complaint"] == 16
    with office.reading(channel) as work:
        assert first_broken(work.session, channel.value) is None


@BOTH
def test_a_form_sent_eight_times_at_once_is_one_case(office: AnOffice, channel: Channel) -> None:
    receipts = at_once(office, [lambda: office.file(channel, form_token="one form")] * 8)

    assert len({(receipt.code, receipt.number) for receipt in receipts}) == 1
    assert sorted(receipt.is_repeated for receipt in receipts) == [False] + [True] * 7
    assert len(office.rows("cases")) == 1


def test_the_first_cases_of_a_year_can_come_at_once(office: AnOffice) -> None:
    """The row of the number series, the tallies and the book do not exist yet."""
    office.clock.pass_days(400)

    receipts = at_once(office, [office.file_grievance] * 8)

    assert sorted(int(receipt.number[6:11]) for receipt in receipts) == list(range(1, 9))


@BOTH
def test_two_officers_who_write_at_once_both_succeed(office: AnOffice, channel: Channel) -> None:
    pair = ("anan", "busaba") if channel is Channel.CORRUPTION else ("ekachai", "fahsai")
    receipt, actors = office.file(channel), [office.actor(key) for key in pair]

    def note(who: int, number: int) -> None:
        with office.writing(channel) as work:
            write_note(work, number=receipt.number, actor=actors[who], text=f"{pair[who]} {number}")

    came = at_once(
        office,
        [lambda w=w, n=n: note(w, n) for w in range(2) for n in range(5)],  # type: ignore[misc]
    )

    assert came == [None] * 10
    with office.writing(channel) as work:
        page = read_case(work, actors[0], number=receipt.number)
    assert {entry.text for entry in page.notes} == {f"{who} {n}" for who in pair for n in range(5)}
    assert [entry.position for entry in page.entries] == list(range(1, 12))


@BOTH
def test_of_two_who_accept_at_once_one_is_told_that_it_was_done(
    office: AnOffice, channel: Channel
) -> None:
    pair = ("anan", "busaba") if channel is Channel.CORRUPTION else ("ekachai", "fahsai")
    receipt, actors = office.file(channel), [office.actor(key) for key in pair]

    def take(who: int) -> str:
        with office.writing(channel) as work:
            accept(
                work, number=receipt.number, actor=actors[who], unit_id=f"{0:032x}",
                officer_id=actors[who].id,
            )  # fmt: skip
        return actors[who].id

    came = at_once(office, [lambda: take(0), lambda: take(1)])

    (winner,) = [one for one in came if isinstance(one, str)]
    (loser,) = [one for one in came if isinstance(one, Refusal)]
    assert loser.code.value == "case_is_not_received"
    assert office.case(receipt).officer_id == winner


def test_two_who_exclude_each_other_at_once_do_not_both_succeed(office: AnOffice) -> None:
    receipt = office.file_corruption()
    anan, busaba = office.actor("anan"), office.actor("busaba")

    def cut(one: Any, other: Any) -> str:
        with office.writing(Channel.CORRUPTION) as work:
            exclude(work, number=receipt.number, actor=one, officer_id=other.id)
        return str(one.id)

    came = at_once(office, [lambda: cut(anan, busaba), lambda: cut(busaba, anan)])

    assert len([one for one in came if isinstance(one, str)]) == 1
    assert [one.code.value for one in came if isinstance(one, Refusal)] == ["not_found"]
    assert office.case(receipt).key_number == 2


def test_of_two_changes_of_a_code_one_counts(office: AnOffice) -> None:
    receipt = office.file_corruption()
    visitor = office.visitor(receipt)

    came = at_once(office, [lambda: change_code(office.office, visitor)] * 3)

    (code,) = [one[0] for one in came if isinstance(one, tuple)]
    assert len([one for one in came if isinstance(one, Refusal)]) == 2
    assert office.visitor_of(code).case_id == office.case(receipt).id
