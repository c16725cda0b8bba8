"""Pages for what is lost and who comes later: passphrase, telephone, key, old cases."""

from __future__ import annotations

import re

import pytest

from complaints.casework.signing_in import sign_in
from complaints.domain.channel import Channel
from complaints.vault.totp import totp_at
from tests.casework.test_handovers import lose_passphrase, sign_everything
from tests.desk_pages.conftest import Desks
from tests.factories.people import PASSPHRASE

NEW = "กขคงจฉชซ-abcdefgh-๑๒๓๔"
ROSTER = "/desk/corruption/roster"


def test_an_officer_changes_the_own_passphrase(desks: Desks) -> None:
    browser = desks.at("anan")
    typed = {"current": PASSPHRASE, "passphrase": NEW, "passphrase_again": NEW}

    for wrong in ({"current": "wrong-wrong-wrong"}, {"passphrase_again": "x"}, {"current": ""}):
        page = browser.send("/desk/account/passphrase", **{**typed, **wrong})
        assert page.status == 422
        assert page.errors
        assert NEW not in page.response.get_data(as_text=True)
    done = browser.send("/desk/account/passphrase", **typed)

    assert done.leads_to == "/desk/sign-in"
    assert browser.look("/desk/account").leads_to == "/desk/sign-in"
    totp = desks.office.totp("anan")
    assert sign_in(desks.office.office, name="anan", passphrase=NEW, totp=totp).value


def test_a_colleague_vouches_and_the_link_takes_another_telephone(desks: Desks) -> None:
    address = f"{ROSTER}/{desks.office.id_of('anan')}/phone"
    colleague = desks.at("busaba")
    assert colleague.look(address).status == 200
    shown = colleague.send(address)
    link = shown.one("#phone-link").get_text(strip=True)
    way = "/desk/phone/" + link.rsplit("/", 1)[-1]

    nobody = desks.nobody()
    page = nobody.look(way)
    secret = bytes.fromhex("00" * 20)
    assert page.status == 200
    assert "นายอนันต์ ใจดี" in page.words
    wrong = nobody.send(way, passphrase="wrong-wrong-wrong", totp="000000")
    assert wrong.status == 422
    now = totp_at(secret, desks.office.clock().timestamp())
    done = nobody.send(way, passphrase=PASSPHRASE, totp=now, totp_secret="A" * 32)

    assert done.leads_to == "/desk/sign-in"
    assert nobody.look(way).status == 404


@pytest.mark.parametrize("key", ["anan", "ekachai", "itthi", "ladda", "jinda"])
def test_nobody_vouches_for_himself_or_from_outside_the_roster(desks: Desks, key: str) -> None:
    address = f"{ROSTER}/{desks.office.id_of('anan')}/phone"

    assert desks.at(key).look(address).status == 404


def test_the_administrator_gives_a_link_for_a_new_key_and_colleagues_hand_over(
    desks: Desks,
) -> None:
    office = desks.office
    office.file_corruption()
    chai = office.id_of("chai")
    shown = desks.at("itthi").send(f"/admin/accounts/{chai}/new-key")
    assert re.search(r"/desk/enrol/\S{20,}", shown.one("#enrolment-link").get_text())
    assert desks.at("anan").look(f"/admin/accounts/{chai}/new-key").status == 404

    lose_passphrase(office, "chai")
    browser = desks.at("anan")
    assert "นายชัย มั่นคง" in browser.look(ROSTER).one(f"#handover-{chai}").get_text()
    sign_everything(office, "anan", "busaba")
    done = browser.post(
        f"{ROSTER}/{chai}/hand-over", **browser.look(ROSTER).hidden(f"{ROSTER}/{chai}/hand-over")
    )

    assert done.leads_to == ROSTER
    assert office.rows("handovers") == []
    assert chai in {row["recipient_id"] for row in office.rows("key_wraps")}


def test_a_later_officer_is_let_into_one_case(desks: Desks) -> None:
    office = desks.office
    receipt = office.file_corruption()
    busaba = office.id_of("busaba")
    office.execute("DELETE FROM key_wraps WHERE recipient_id = :who", who=busaba)
    address = f"/desk/corruption/cases/{receipt.number}/hand-over"
    browser = desks.at("anan")
    assert address in browser.look(address.removesuffix("/hand-over")).response.text

    page = browser.look(address)
    assert browser.send(address, officer="").status == 422
    done = browser.send(address, officer=page.option("officer", "บุษบา"))

    assert done.leads_to == address.removesuffix("/hand-over")
    assert desks.at("busaba").look(done.leads_to).status == 200
    for key in ("ekachai", "itthi", "dara"):
        stranger = desks.at(key)
        assert stranger.look(address).status == 404


def test_a_stopped_desk_says_so_at_the_sign_in_page(desks: Desks) -> None:
    office = desks.office
    assert "หยุดทำงาน" not in desks.nobody().look("/desk/sign-in").words

    office.execute(
        "INSERT INTO alarms (id, channel, reason, raised_by, raised_on) VALUES"
        " ('a', 'corruption', 'roster_is_broken', :anan, '2026-11-16')",
        anan=office.id_of("anan"),
    )

    assert "นายอนันต์ ใจดี" in desks.nobody().look("/desk/sign-in").words
    assert desks.at("busaba").look("/desk/corruption/cases").leads_to == "/desk/sign-in"
    assert desks.at("ekachai").look(f"/desk/{Channel.GRIEVANCE}/cases").status == 200
