"""From the administrator's invitation to a place on the roster."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import date
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest

from complaints.casework import enrolment
from complaints.casework.accounts import close_account, invite, list_accounts, renew_link
from complaints.casework.enrolment import (
    enrol,
    invitation,
    new_totp_secret,
    refuse_weak,
    suggest_passphrase,
)
from complaints.casework.own_secrets import ask_new_key
from complaints.casework.roster import show_roster, sign_entry
from complaints.casework.signing_in import resume, sign_in
from complaints.domain.channel import Channel, Role
from complaints.domain.errors import BadInput, Broken, Code, NotAllowed, NotFound
from complaints.vault import pairs
from complaints.vault.officers import OfficerSecrets
from complaints.vault.totp import totp_at
from complaints.work import Actor
from tests.factories.office import AnOffice
from tests.factories.people import BY_KEY, Cast

MANA = Cast("mana", "นายมานะ มาใหม่", "นิติกรปฏิบัติการ", Role.OFFICER, Channel.CORRUPTION)
SECRET, WORDS = b"s" * 20, "กขคงจฉชซ-abcdefgh-๑๒๓๔"
TWO = ("ของเจ้าตัว-abcdefgh-๑๒", "ของคนอื่น-abcdefgh-๓๔")


def invited(office: AnOffice, person: Cast = MANA, **changes: Any) -> str:
    """Invite somebody and return the token of the link."""
    appointment = replace(person.appointment([f"{0:032x}"]), **changes)
    actor = office.actor("itthi")
    with office.writing(Channel.GRIEVANCE) as work:
        return invite(work, actor, appointment)


def enrol_with(office: AnOffice, token: str, **changes: Any) -> None:
    """Enrol with a link."""
    now = totp_at(SECRET, office.clock().timestamp())
    given = {"passphrase": WORDS, "totp_secret": SECRET, "totp": now, **changes}
    enrol(office.office, link_token=token, **given)


def test_an_officer_enrols_and_waits_for_two_signatures(office: AnOffice) -> None:
    token = invited(office)
    with office.reading(Channel.CORRUPTION) as work:
        assert invitation(work, token).full_name == "นายมานะ มาใหม่"
    enrol_with(office, token)
    office.clock.pass_seconds(60)
    later = totp_at(SECRET, office.clock().timestamp())
    actor = resume(
        office.office, sign_in(office.office, name="mana", passphrase=WORDS, totp=later).value
    )
    assert actor is not None
    assert not actor.person.is_rostered

    for signer in ("anan", "busaba"):
        member = office.actor(signer)
        with office.writing(Channel.CORRUPTION) as work:
            (waiting,) = show_roster(work, member).waiting
            assert (waiting.full_name, waiting.needed) == ("นายมานะ มาใหม่", 2)
            sign_entry(work, member, number=waiting.number)

    with office.reading(Channel.CORRUPTION) as work:
        view = show_roster(work, office.actor("anan"))
    assert "นายมานะ มาใหม่" in {member.full_name for member in view.members}
    office.file_corruption()
    assert office.id_of("mana") in {row["recipient_id"] for row in office.rows("key_wraps")}


def test_until_then_nothing_is_sealed_to_a_newcomer(office: AnOffice) -> None:
    enrol_with(office, invited(office))
    office.file_corruption()
    assert office.id_of("mana") not in {row["recipient_id"] for row in office.rows("key_wraps")}

    member = office.actor("anan")
    with office.writing(Channel.CORRUPTION) as work:
        sign_entry(work, member, number=5)
    with pytest.raises(NotAllowed) as refused, office.writing(Channel.CORRUPTION) as work:
        sign_entry(work, member, number=5)
    office.file_corruption()

    assert refused.value.code is Code.ALREADY_SIGNED
    assert office.id_of("mana") not in {row["recipient_id"] for row in office.rows("key_wraps")}


@pytest.mark.parametrize("who", ["ekachai", "itthi", "jinda", "ladda"])
def test_nobody_else_signs_the_roster_or_sees_it(office: AnOffice, who: str) -> None:
    enrol_with(office, invited(office))
    actor = office.actor(who)

    with pytest.raises(NotFound), office.writing(Channel.CORRUPTION) as work:
        sign_entry(work, actor, number=5)
    with pytest.raises(NotFound), office.reading(Channel.CORRUPTION) as work:
        show_roster(work, actor)


def test_a_newcomer_does_not_sign_for_himself(office: AnOffice) -> None:
    enrol_with(office, invited(office))
    office.clock.pass_seconds(60)
    later = totp_at(SECRET, office.clock().timestamp())
    actor = resume(
        office.office, sign_in(office.office, name="mana", passphrase=WORDS, totp=later).value
    )
    assert actor is not None

    with pytest.raises(NotFound), office.writing(Channel.CORRUPTION) as work:
        sign_entry(work, actor, number=5)


@pytest.mark.parametrize("number", [0, 1, 4, 6, -1])
def test_only_the_line_that_waits_is_signed(office: AnOffice, number: int) -> None:
    enrol_with(office, invited(office))
    actor = office.actor("anan")

    with pytest.raises(NotFound), office.writing(Channel.CORRUPTION) as work:
        sign_entry(work, actor, number=number)


def test_what_is_signed_is_the_key_that_was_compared(office: AnOffice) -> None:
    """The administrator lets another key wait under the same name, once it was compared."""
    enrol_with(office, invited(office))
    signer = office.actor("anan")
    with office.reading(Channel.CORRUPTION) as work:
        (compared,) = show_roster(work, signer).waiting
    with office.writing(Channel.GRIEVANCE) as work:
        again = ask_new_key(work, office.actor("itthi"), officer_id=office.id_of("mana"))
    enrol_with(office, again)
    before = office.rows("roster_signatures")

    with pytest.raises(NotAllowed) as refused, office.writing(Channel.CORRUPTION) as work:
        sign_entry(work, signer, number=compared.number, seen=compared.fingerprint)

    assert refused.value.code is Code.CHANGED_MEANWHILE
    assert office.rows("roster_signatures") == before


@pytest.mark.parametrize("column", ["opening_key", "signing_key"])
def test_a_key_changed_in_the_database_differs_from_that_on_the_own_screen(
    office: AnOffice, column: str
) -> None:
    enrol_with(office, invited(office))
    thief = OfficerSecrets(b"\x66" * 32, b"\x66" * 20)
    key = thief.opening.public if column == "opening_key" else thief.signing.public
    office.execute(f"UPDATE roster_entries SET {column} = :key WHERE number = 5", key=key)  # noqa: S608
    newcomer = signed_in(office)

    with office.reading(Channel.CORRUPTION) as work:
        (own,) = show_roster(work, newcomer).waiting
        (read_out,) = show_roster(work, office.actor("anan")).waiting

    assert own.fingerprint != read_out.fingerprint


@pytest.mark.parametrize("column", ["opening_key", "signing_key"])
def test_somebody_elses_key_in_the_own_place_raises_the_alarm(
    office: AnOffice, column: str
) -> None:
    """Those who sign did not compare; the newcomer's own sign-in does."""
    enrol_with(office, invited(office))
    thief = OfficerSecrets(b"\x66" * 32, b"\x66" * 20)
    key = thief.opening.public if column == "opening_key" else thief.signing.public
    office.execute(f"UPDATE roster_entries SET {column} = :key WHERE number = 5", key=key)  # noqa: S608
    for signer in ("anan", "busaba"):
        member = office.actor(signer)
        with office.writing(Channel.CORRUPTION) as work:
            sign_entry(work, member, number=5)

    with pytest.raises(Broken) as broken:
        signed_in(office)

    assert broken.value.code is Code.ROSTER_IS_BROKEN


def signed_in(office: AnOffice) -> Actor:
    """Sign the newcomer in."""
    office.clock.pass_seconds(60)
    later = totp_at(SECRET, office.clock().timestamp())
    cookie = sign_in(office.office, name="mana", passphrase=WORDS, totp=later)
    actor = resume(office.office, cookie.value)
    assert actor is not None
    return actor


def test_a_link_serves_once(office: AnOffice) -> None:
    token = invited(office)
    enrol_with(office, token)

    with pytest.raises(NotAllowed) as refused:
        enrol_with(office, token)

    assert refused.value.code is Code.LINK_IS_SPENT
    assert token.encode() not in bytes(str(office.rows("officers")).encode())


def test_of_two_who_use_a_link_at_the_same_moment_one_makes_keys(
    office: AnOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever intercepted the link hurries; both have found it good before either writes."""
    token, new_seed, both = invited(office), pairs.new_seed, Barrier(2)

    def seed_when_both_are_there() -> bytes:
        with suppress(BrokenBarrierError):
            both.wait(0.5)
        return new_seed()

    def try_it(words: str) -> bool:
        try:
            enrol_with(office, token, passphrase=words)
        except NotAllowed:
            return False
        finally:
            office.sessions.remove()
        return True

    monkeypatch.setattr(enrolment, "new_seed", seed_when_both_are_there)
    with ThreadPoolExecutor(2) as pool:
        done = dict(zip(TWO, pool.map(try_it, TWO), strict=True))
    monkeypatch.undo()

    assert sorted(done.values()) == [False, True]
    office.clock.pass_seconds(60)
    later = totp_at(SECRET, office.clock().timestamp())
    winner = next(words for words in TWO if done[words])
    cookie = sign_in(office.office, name="mana", passphrase=winner, totp=later).value
    assert resume(office.office, cookie) is not None
    mana = office.id_of("mana")
    seats = [row for row in office.rows("roster_entries") if row["holder_id"] == mana]
    assert len(seats) == 1


@pytest.mark.parametrize("token", ["", "x", "\x00", "\ud800", "ก" * 500])
def test_what_is_no_link_invites_nobody(sqlite_office: AnOffice, token: str) -> None:
    with pytest.raises(NotAllowed), sqlite_office.reading(Channel.GRIEVANCE) as work:
        invitation(work, token)


def test_a_link_is_too_old_after_a_week_and_can_be_renewed(office: AnOffice) -> None:
    token = invited(office)
    office.clock.pass_days(7)
    with office.reading(Channel.CORRUPTION) as work:
        assert invitation(work, token).name == "mana"
    office.clock.pass_days(1)
    with pytest.raises(NotAllowed):
        enrol_with(office, token)

    actor, officer_id = office.actor("itthi"), office.id_of("mana")
    with office.writing(Channel.GRIEVANCE) as work:
        fresh = renew_link(work, actor, officer_id=officer_id)

    with pytest.raises(NotAllowed):
        enrol_with(office, token)
    enrol_with(office, fresh)
    with pytest.raises(NotFound), office.writing(Channel.GRIEVANCE) as work:
        renew_link(work, actor, officer_id=officer_id)


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        pytest.param({"passphrase": ""}, Code.PASSPHRASE_IS_WEAK, "passphrase", id="none"),
        pytest.param({"passphrase": "a1B!c2D@e3F#g4"}, Code.PASSPHRASE_IS_WEAK, "passphrase",
                     id="14 characters, however mixed"),
        pytest.param({"passphrase": "aaaaaaaaaaaaaaaaaaaa"}, Code.PASSPHRASE_IS_WEAK, "passphrase",
                     id="one letter many times"),
        pytest.param({"passphrase": "AbAbAbAbAbAbAbAbAb"}, Code.PASSPHRASE_IS_WEAK, "passphrase",
                     id="two letters many times"),
        pytest.param({"totp": "000000"}, Code.SIGN_IN_FAILED, "totp", id="wrong digits"),
        pytest.param({"totp": "ก๑"}, Code.SIGN_IN_FAILED, "totp", id="no digits"),
    ],
)  # fmt: skip
def test_what_would_not_protect_is_refused_and_the_link_stays_good(
    sqlite_office: AnOffice, changes: dict[str, str], code: Code, field: str
) -> None:
    token = invited(sqlite_office)

    with pytest.raises(BadInput) as refused:
        enrol_with(sqlite_office, token, **changes)

    assert (refused.value.code, refused.value.field) == (code, field)
    assert not sqlite_office.account("mana").is_enrolled
    enrol_with(sqlite_office, token)


def test_what_the_service_suggests_is_strong_enough() -> None:
    refuse_weak(suggest_passphrase())
    assert len(new_totp_secret()) == 20
    assert new_totp_secret() != new_totp_secret()


def test_the_very_first_officer_of_a_desk_signs_for_himself(office: AnOffice) -> None:
    office.execute(
        "DELETE FROM roster_signatures WHERE entry_id IN "
        "(SELECT id FROM roster_entries WHERE channel = 'corruption')"
    )
    office.execute("DELETE FROM roster_entries WHERE channel = 'corruption' AND number > 0")

    enrol_with(office, invited(office))

    office.file_corruption()
    assert office.id_of("mana") in {row["recipient_id"] for row in office.rows("key_wraps")}


def test_an_administrator_without_a_desk_gets_on_no_roster(office: AnOffice) -> None:
    before = len(office.rows("roster_entries"))

    enrol_with(office, invited(office, Cast("nop", "นายนพ", "ผู้ดูแล", Role.ADMINISTRATOR)))

    assert len(office.rows("roster_entries")) == before


def test_a_closed_account_loses_its_sessions_and_its_seat_once_two_have_signed(
    office: AnOffice,
) -> None:
    actor, chai = office.actor("itthi"), office.id_of("chai")

    with office.writing(Channel.GRIEVANCE) as work:
        close_account(work, actor, officer_id=chai)
    receipt = office.file_corruption()
    assert chai not in {row["recipient_id"] for row in office.rows("key_wraps")}
    for signer in ("anan", "busaba"):
        member = office.actor(signer)
        with office.writing(Channel.CORRUPTION) as work:
            sign_entry(work, member, number=5)

    with office.reading(Channel.CORRUPTION) as work:
        view = show_roster(work, office.actor("anan"))
    assert "นายชัย มั่นคง" not in {member.full_name for member in view.members}
    assert office.visitor(receipt).case_id == office.case(receipt).id
    with pytest.raises(NotFound), office.writing(Channel.GRIEVANCE) as work:
        close_account(work, actor, officer_id=chai)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        pytest.param({"name": "anan"}, "name", id="a name that is taken"),
        pytest.param({"name": "Ana n"}, "name", id="a name with a space"),
        pytest.param({"name": "ก"}, "name", id="a name in Thai"),
        pytest.param({"name": ""}, "name", id="no name"),
        pytest.param({"full_name": " "}, "full_name", id="nobody"),
        pytest.param({"position": "\x00"}, "position", id="NUL in the post"),
        pytest.param({"channel": None}, "channel", id="an officer of no desk"),
        pytest.param({"unit_id": "0"}, "unit", id="a unit that is none"),
    ],
)
def test_an_appointment_that_cannot_be_is_refused(
    sqlite_office: AnOffice, changes: dict[str, Any], field: str
) -> None:
    before = len(sqlite_office.rows("officers"))

    with pytest.raises(BadInput) as refused:
        invited(sqlite_office, **changes)

    assert refused.value.field == field
    assert len(sqlite_office.rows("officers")) == before


@pytest.mark.parametrize("who", [key for key in BY_KEY if key != "itthi"])
def test_nobody_but_the_administrator_manages_accounts(sqlite_office: AnOffice, who: str) -> None:
    actor, anan = sqlite_office.actor(who), sqlite_office.id_of("anan")
    with pytest.raises(NotFound), sqlite_office.writing(Channel.GRIEVANCE) as work:
        invite(work, actor, MANA.appointment([]))
    with pytest.raises(NotFound), sqlite_office.reading(Channel.GRIEVANCE) as work:
        list_accounts(work, actor)
    with pytest.raises(NotFound), sqlite_office.writing(Channel.GRIEVANCE) as work:
        renew_link(work, actor, officer_id=anan)
    with pytest.raises(NotFound), sqlite_office.writing(Channel.GRIEVANCE) as work:
        close_account(work, actor, officer_id=anan)
    assert date(2026, 11, 16) not in {row["closed_on"] for row in sqlite_office.rows("officers")}


def test_a_line_that_waits_goes_with_its_account_and_frees_the_next(office: AnOffice) -> None:
    second = replace(MANA, key="manee", full_name="นางมานี มาทีหลัง")
    enrol_with(office, invited(office))
    enrol_with(office, invited(office, second))
    office.clock.pass_seconds(60)
    admin, anan = office.actor("itthi"), office.actor("anan")
    with office.reading(Channel.CORRUPTION) as work:
        mana_id = next(row.id for row in list_accounts(work, admin) if row.name == "mana")
    with office.writing(Channel.CORRUPTION) as work:
        first = show_roster(work, anan).waiting[0]
        sign_entry(work, anan, number=first.number)

    with office.writing(Channel.GRIEVANCE) as work:
        close_account(work, admin, officer_id=mana_id)

    with office.writing(Channel.CORRUPTION) as work:
        (waiting,) = show_roster(work, anan).waiting
        assert waiting.full_name == second.full_name
        assert (waiting.number, waiting.is_next, waiting.signed_by) == (first.number, True, [])
        sign_entry(work, anan, number=waiting.number)
    with office.writing(Channel.CORRUPTION) as work:
        sign_entry(work, office.actor("busaba"), number=first.number)
    with office.reading(Channel.CORRUPTION) as work:
        assert second.full_name in {one.full_name for one in show_roster(work, anan).members}
