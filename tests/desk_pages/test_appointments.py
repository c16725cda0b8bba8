"""An order on an appointment, from the administrator's form to the desk's signatures."""

from __future__ import annotations

from datetime import date

from tests.desk_pages.conftest import Desks

ORDER = {"order_number": "99/2569", "from_on": "2569-10-01", "until_on": "2570-09-30"}
ROSTER = "/desk/corruption/roster"


def address(desks: Desks, key: str) -> str:
    """Return where the appointment of a person is changed."""
    return f"/admin/accounts/{desks.office.id_of(key)}/appointment"


def test_an_order_goes_from_the_administrator_through_two_of_the_desk(desks: Desks) -> None:
    administrator = desks.at("itthi")

    administrator.send(address(desks, "chai"), **ORDER)
    assert "99/2569" in administrator.look(address(desks, "chai")).words
    for key in ("anan", "busaba"):
        officer = desks.at(key)
        roster = officer.look("/desk/corruption/roster?lang=en")
        assert "An order on an appointment waits for signatures" in roster.words
        officer.send(str(roster.one("form[action*='/orders/']")["action"]), ROSTER)

    account = desks.office.account("chai")
    assert (account.order_number, account.ends_on) == ("99/2569", date(2027, 9, 30))
    assert "99/2569" not in desks.at("anan").look("/desk/corruption/roster").words


def test_whose_appointment_it_is_finds_no_button(desks: Desks) -> None:
    desks.at("itthi").send(address(desks, "chai"), **ORDER)

    page = desks.at("chai").look("/desk/corruption/roster?lang=en")

    assert "It is your own appointment" in page.words
    assert page.soup.select("form[action*='/orders/']") == []


def test_what_waits_is_taken_back(desks: Desks) -> None:
    administrator = desks.at("itthi")
    administrator.send(address(desks, "chai"), **ORDER)

    withdraw = f"{address(desks, 'chai')}/withdraw"
    administrator.send(withdraw, address(desks, "chai"))

    assert desks.office.rows("appointment_orders") == []


def test_bad_input_keeps_what_was_typed_and_stores_nothing(desks: Desks) -> None:
    administrator = desks.at("itthi")

    answer = administrator.send(
        address(desks, "chai"), **{**ORDER, "from_on": "2570-10-01", "until_on": "2569-10-01"}
    )

    assert answer.status == 422
    assert answer.value("order_number") == "99/2569"
    assert desks.office.rows("appointment_orders") == []


def test_nobody_else_sees_the_page(desks: Desks) -> None:
    for key in ("anan", "dara", "ladda", "kasem"):
        assert desks.at(key).look(address(desks, "chai")).status == 404
    assert desks.at("itthi").look("/admin/accounts/nobody/appointment").status == 404
