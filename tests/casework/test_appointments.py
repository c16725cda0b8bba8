"""Orders on appointments: entered by the administrator, signed by the desk."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from complaints.casework.appointments import (
    Order,
    ask_change,
    show_appointment,
    sign_change,
    waiting_changes,
    withdraw_change,
)
from complaints.casework.roster import show_roster
from complaints.domain.channel import Channel
from complaints.domain.errors import BadInput, Code, NotAllowed, NotFound
from complaints.jobs.appointments import tell_ended
from complaints.records.officers import Officer
from complaints.vault.roster import Change
from tests.factories.office import AnOffice

DESK = Channel.CORRUPTION
LATER = date(2027, 9, 30)
LONGER = Order(order_number="99/2569", from_on=date(2026, 10, 1), until_on=LATER)


def ask(office: AnOffice, key: str = "chai", order: Order = LONGER) -> bool:
    """Let the administrator enter an order."""
    with office.writing(Channel.GRIEVANCE) as work:
        return ask_change(work, office.actor("itthi"), officer_id=office.id_of(key), order=order)


def sign(office: AnOffice, key: str) -> bool:
    """Sign the only order that waits."""
    with office.writing(DESK) as work:
        (order,) = waiting_changes(work, actor := office.actor(key))
        return sign_change(work, actor, order_id=order.id)


def term(office: AnOffice, key: str = "chai") -> tuple[str, date, date | None]:
    """Return order and days of an account."""
    account: Officer = office.account(key)
    return account.order_number, account.appointed_on, account.ends_on


def test_two_of_the_desk_sign_before_an_appointment_is_longer(office: AnOffice) -> None:
    before = term(office)

    assert not ask(office)
    assert not sign(office, "anan")
    assert term(office) == before
    assert sign(office, "busaba")

    assert term(office) == ("99/2569", date(2026, 10, 1), LATER)
    events = [row["event"] for row in office.rows("journal") if "appointment" in row["event"]]
    assert sorted(events) == [
        "appointment_asked", "appointment_changed", "appointment_signed", "appointment_signed",
    ]  # fmt: skip


def test_nobody_signs_twice_nor_his_own(sqlite_office: AnOffice) -> None:
    office = sqlite_office
    ask(office)
    sign(office, "anan")

    for key in ("anan", "chai"):
        with pytest.raises(NotAllowed):
            sign(office, key)
    assert term(office)[0] == "1/2569"


@pytest.mark.parametrize("key", ["ekachai", "itthi", "ladda"])
def test_nobody_of_another_desk_or_of_none_signs(sqlite_office: AnOffice, key: str) -> None:
    office = sqlite_office
    ask(office)

    with pytest.raises(NotFound):
        sign(office, key)


def test_a_signature_that_somebody_wrote_into_the_database_does_not_count(
    sqlite_office: AnOffice,
) -> None:
    office = sqlite_office
    ask(office)
    (order,) = office.rows("appointment_orders")
    office.execute(
        "INSERT INTO appointment_signatures (order_id, signer_id, signature, signed_on)"
        " VALUES (:order, :signer, :signature, '2026-11-16')",
        order=order["id"],
        signer=office.id_of("dara"),
        signature=bytes(64),
    )

    assert not sign(office, "anan")
    assert term(office)[0] == "1/2569"


def test_an_order_that_was_changed_after_one_had_signed_it_wants_both_again(
    sqlite_office: AnOffice,
) -> None:
    office = sqlite_office
    ask(office)
    sign(office, "anan")
    office.execute("UPDATE appointment_orders SET until_on = '2099-01-01'")

    assert not sign(office, "busaba")
    assert term(office)[0] == "1/2569"


def test_a_new_order_takes_the_place_of_one_that_waits(sqlite_office: AnOffice) -> None:
    office = sqlite_office
    ask(office)
    sign(office, "anan")

    ask(office, order=Order(order_number="100/2569", from_on=date(2026, 10, 1)))

    with office.reading(DESK) as work:
        (waiting,) = waiting_changes(work, office.actor("busaba"))
    assert (waiting.order_number, waiting.signed_by, waiting.needed) == ("100/2569", [], 2)
    with office.writing(Channel.GRIEVANCE) as work:
        withdraw_change(work, office.actor("itthi"), officer_id=office.id_of("chai"))
    assert office.rows("appointment_orders") == office.rows("appointment_signatures") == []


def test_whoever_belongs_to_no_desk_needs_no_signature(sqlite_office: AnOffice) -> None:
    office = sqlite_office

    assert ask(office, "ladda")
    assert term(office, "ladda")[2] == LATER


def test_an_appointment_that_is_over_and_goes_on_keeps_its_place_on_the_roster(
    office: AnOffice,
) -> None:
    office.file_corruption()
    office.execute("UPDATE officers SET ends_on = '2026-11-16' WHERE name = 'chai'")
    office.clock.pass_days(1)
    tell_ended(office.office)
    with office.reading(DESK) as work:
        (leaving,) = show_roster(work, office.actor("anan")).waiting
    assert leaving.change is Change.REMOVE

    ask(office)
    sign(office, "anan")
    sign(office, "busaba")

    with office.reading(DESK) as work:
        assert show_roster(work, office.actor("anan")).waiting == []
    assert office.actor("chai").person.is_appointed
    assert office.actor("chai").person.is_rostered
    filed = office.case(office.file_corruption())
    held = {row["case_id"] for row in office.rows("key_wraps")
            if row["recipient_id"] == office.id_of("chai")}  # fmt: skip
    assert held == {filed.id}, "what comes from now on, and nothing that was taken"


def test_whoever_acts_for_a_colleague_does_so_from_the_first_day_to_the_last(
    sqlite_office: AnOffice,
) -> None:
    office = sqlite_office
    order = Order("12/2570", date(2026, 11, 17), date(2026, 11, 18), office.id_of("anan"))
    before = term(office)

    assert not ask(office, order=order)
    sign(office, "busaba")
    assert sign(office, "dara"), "the alternate stands on the roster too"

    assert term(office) == before, "the own appointment stays as it was"
    with office.reading(Channel.GRIEVANCE) as work:
        view = show_appointment(work, office.actor("itthi"), officer_id=office.id_of("chai"))
    assert [(one.acting_for, one.is_complete) for one in view.orders] == [("นายอนันต์ ใจดี", True)]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        pytest.param({"until_on": date(2026, 9, 30)}, "until_on", id="ends before it begins"),
        pytest.param({"acting_for_id": "nobody"}, "acting_for", id="for nobody"),
        pytest.param({"order_number": " "}, "order_number", id="no order"),
        pytest.param({"order_number": "9" * 61}, "order_number", id="too long"),
    ],
)
def test_what_cannot_be_is_refused(
    sqlite_office: AnOffice, changes: dict[str, Any], field: str
) -> None:
    order = Order(**{**LONGER.__dict__, **changes})

    with pytest.raises(BadInput) as refused:
        ask(sqlite_office, order=order)

    assert refused.value.field == field
    assert sqlite_office.rows("appointment_orders") == []


def test_acting_for_somebody_has_an_end_and_stays_on_the_desk(sqlite_office: AnOffice) -> None:
    office = sqlite_office
    endless = Order("12/2570", date(2026, 11, 17), None, office.id_of("anan"))
    elsewhere = Order("12/2570", date(2026, 11, 17), LATER, office.id_of("ekachai"))

    with pytest.raises(BadInput) as refused:
        ask(office, order=endless)
    assert refused.value.code is Code.FIELD_IS_EMPTY
    with pytest.raises(BadInput):
        ask(office, order=elsewhere)


@pytest.mark.parametrize("key", ["anan", "dara", "ladda", "kasem"])
def test_nobody_but_the_administrator_enters_an_order(sqlite_office: AnOffice, key: str) -> None:
    office = sqlite_office

    with office.writing(Channel.GRIEVANCE) as work, pytest.raises(NotFound):
        ask_change(work, office.actor(key), officer_id=office.id_of("chai"), order=LONGER)
