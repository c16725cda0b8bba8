"""What nobody may do alone: asked for by one, confirmed by a second, used once."""

from __future__ import annotations

from typing import Any

import pytest

from complaints.casework.steps import exclude
from complaints.domain.channel import Channel
from complaints.domain.errors import Broken, Code, NotAllowed, NotFound
from complaints.domain.two_people import REQUEST_DAYS, Deed, Standing
from complaints.intake.registration import Receipt
from complaints.work.two_people import (
    Asked,
    ask,
    confirm,
    read_request,
    requests_for,
    second_people,
    take_confirmed,
    withdraw,
)
from tests.factories.office import AnOffice

DESK, REASON = Channel.CORRUPTION, "ศาลมีหมายเรียกพยาน"


@pytest.fixture
def receipt(office: AnOffice) -> Receipt:
    """A corruption report that all officers of the desk can open."""
    return office.file_corruption()


def asked(office: AnOffice, receipt: Receipt, who: str = "anan", **changes: Any) -> str:
    """Ask for an identity and return the id of the request."""
    actor, case = office.actor(who), office.case(receipt)
    with office.writing(DESK) as work:
        seconds = second_people(work, actor, changes.pop("shut_out", ()))
        return ask(
            work,
            actor,
            Deed.OPEN_IDENTITY,
            case_id=case.id,
            particulars={"reason": REASON},
            seconds=seconds,
        )


def confirmed(office: AnOffice, request_id: str, who: str) -> Asked:
    """Confirm a request as somebody."""
    actor = office.actor(who)
    with office.writing(DESK) as work:
        return confirm(work, actor, request_id)


def taken(office: AnOffice, receipt: Receipt, request_id: str, who: str = "anan") -> Asked:
    """Use a request as somebody."""
    actor, case = office.actor(who), office.case(receipt)
    with office.writing(DESK) as work:
        return take_confirmed(work, actor, request_id, Deed.OPEN_IDENTITY, case_id=case.id)


def seen(office: AnOffice, who: str) -> list[Asked]:
    """Return the requests that somebody finds."""
    actor = office.actor(who)
    with office.reading(DESK) as work:
        return requests_for(work, actor)


def test_one_asks_a_second_confirms_and_it_serves_once(office: AnOffice, receipt: Receipt) -> None:
    request_id = asked(office, receipt)
    (found,) = seen(office, "busaba")
    assert (found.standing, found.particulars) == (Standing.WAITING, {"reason": REASON})

    confirmed(office, request_id, "busaba")
    used = taken(office, receipt, request_id)

    assert (used.asked_by, used.confirmed_by) == (office.id_of("anan"), office.id_of("busaba"))
    assert used.particulars == {"reason": REASON}
    assert office.rows("two_person_requests") == office.rows("two_person_wraps") == []
    with pytest.raises(NotFound):
        taken(office, receipt, request_id)
    events = [row["event"] for row in office.rows("journal") if row["case_id"]]
    assert {"confirmation_asked", "confirmation_given"} <= set(events)


def test_nobody_confirms_his_own_request_nor_uses_an_unconfirmed_one(
    office: AnOffice, receipt: Receipt
) -> None:
    request_id = asked(office, receipt)

    with pytest.raises(NotAllowed) as alone:
        confirmed(office, request_id, "anan")
    with pytest.raises(NotAllowed):
        taken(office, receipt, request_id)

    assert alone.value.code is Code.NEEDS_ANOTHER_PERSON
    confirmed(office, request_id, "busaba")
    with pytest.raises(NotAllowed):
        confirmed(office, request_id, "chai")


def test_somebody_who_is_shut_out_and_a_stranger_find_nothing(
    office: AnOffice, receipt: Receipt
) -> None:
    request_id = asked(office, receipt, shut_out={office.id_of("chai")})

    for who in ("chai", "ekachai", "itthi", "jinda", "ladda"):
        actor = office.actor(who)
        with office.reading(DESK) as work, pytest.raises(NotFound):
            read_request(work, actor, request_id)
    assert seen(office, "chai") == []


def test_who_is_excluded_later_loses_what_he_asked_for_and_could_confirm(
    office: AnOffice, receipt: Receipt
) -> None:
    own, other = asked(office, receipt, "chai"), asked(office, receipt, "anan")
    chai, anan = office.id_of("chai"), office.actor("anan")

    with office.writing(DESK) as work:
        exclude(work, number=receipt.number, actor=anan, officer_id=chai)

    assert seen(office, "chai") == []
    assert [one.id for one in seen(office, "busaba")] == [other]
    assert own not in {row["id"] for row in office.rows("two_person_requests")}


def test_a_request_ends_after_its_last_day(office: AnOffice, receipt: Receipt) -> None:
    request_id = asked(office, receipt)
    office.clock.pass_days(REQUEST_DAYS)
    assert [one.id for one in seen(office, "busaba")] == [request_id]
    confirmed(office, request_id, "busaba")

    office.clock.pass_days(1)

    assert seen(office, "busaba") == []
    with pytest.raises(NotFound):
        taken(office, receipt, request_id)
    asked(office, receipt)
    assert len(office.rows("two_person_requests")) == 1


def test_only_the_one_who_asked_withdraws(office: AnOffice, receipt: Receipt) -> None:
    request_id = asked(office, receipt)
    busaba, anan = office.actor("busaba"), office.actor("anan")
    with office.writing(DESK) as work, pytest.raises(NotFound):
        withdraw(work, busaba, request_id)

    with office.writing(DESK) as work:
        withdraw(work, anan, request_id)

    assert office.rows("two_person_requests") == []


def test_a_desk_of_one_can_do_nothing_that_takes_two(office: AnOffice, receipt: Receipt) -> None:
    everybody = {office.id_of(who) for who in ("busaba", "chai", "dara")}

    with pytest.raises(NotAllowed) as alone:
        asked(office, receipt, shut_out=everybody)

    assert alone.value.code is Code.NOBODY_CAN_CONFIRM


FORGED = {
    "another deed": "UPDATE two_person_requests SET deed = 'erase_early'",
    "another case": "UPDATE two_person_requests SET case_id = (SELECT id FROM cases WHERE"
    " id <> case_id)",
    "a later end": "UPDATE two_person_requests SET expires_on = '2027-01-01'",
    "somebody else who asked": "UPDATE two_person_requests SET asked_by = :chai",
    "somebody else who confirmed": "UPDATE two_person_requests SET confirmed_by = :chai",
    "a confirmation out of nothing": "UPDATE two_person_requests SET confirmed_by = :chai,"
    " confirmed_on = asked_on, confirmed_signature = asked_signature",
}


@pytest.mark.parametrize("words", FORGED)
def test_a_request_that_the_database_was_made_to_say_is_refused(
    office: AnOffice, receipt: Receipt, words: str
) -> None:
    office.file_corruption()
    request_id = asked(office, receipt)
    if words != "a confirmation out of nothing":
        confirmed(office, request_id, "busaba")

    statement = FORGED[words]
    office.execute(statement, **({"chai": office.id_of("chai")} if ":chai" in statement else {}))

    with pytest.raises((Broken, NotFound)):
        taken(office, receipt, request_id)
    assert seen(office, "busaba") == []
