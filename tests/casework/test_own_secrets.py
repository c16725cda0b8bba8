"""An officer's passphrase and telephone: changed by himself, replaced with a second person."""

from __future__ import annotations

import pytest

from complaints.casework import own_secrets
from complaints.casework.enrolment import enrol, invitation
from complaints.casework.own_secrets import (
    ask_new_key,
    ask_new_phone,
    change_passphrase,
    replace_phone,
)
from complaints.casework.signing_in import resume, sign_in
from complaints.domain.channel import Channel
from complaints.domain.errors import BadInput, ChangedMeanwhile, Code, NotAllowed, NotFound, Refusal
from complaints.vault import officers
from complaints.vault.totp import totp_at
from tests.casework.test_signing_in import enter
from tests.factories.office import AnOffice
from tests.factories.people import PASSPHRASE, owned_by

NEW, SECRET = "ใหม่-กขคงจฉ-abcdefgh", b"z" * 20
DESK = Channel.CORRUPTION


def test_a_changed_passphrase_opens_the_same_keys_and_ends_every_session(
    office: AnOffice,
) -> None:
    cookie = enter(office, "anan")
    anan = office.actor("anan")

    change_passphrase(office.office, anan, current=PASSPHRASE, new=NEW)

    assert resume(office.office, cookie) is None
    office.clock.pass_seconds(60)
    with pytest.raises(Refusal):
        enter(office, "anan")
    actor = resume(office.office, enter(office, "anan", passphrase=NEW))
    assert actor is not None
    assert actor.owned is not None
    assert actor.owned.master == owned_by("anan").master


@pytest.mark.parametrize(
    ("current", "new", "code"),
    [
        pytest.param("wrong-wrong-wrong", NEW, Code.PASSPHRASE_IS_WRONG, id="not the current one"),
        pytest.param(PASSPHRASE, "short", Code.PASSPHRASE_IS_WEAK, id="too short"),
    ],
)
def test_a_passphrase_is_not_changed_by_somebody_at_an_open_screen(
    sqlite_office: AnOffice, current: str, new: str, code: Code
) -> None:
    anan = sqlite_office.actor("anan")

    with pytest.raises(BadInput) as refused:
        change_passphrase(sqlite_office.office, anan, current=current, new=new)

    assert refused.value.code is code
    assert enter(sqlite_office, "anan")


def vouched(office: AnOffice, by: str, key: str) -> str:
    """Let somebody vouch for a colleague whose telephone is lost; return the token."""
    actor, officer_id = office.actor(by), office.id_of(key)
    with office.writing(actor.person.desk or Channel.GRIEVANCE) as work:
        return ask_new_phone(work, actor, officer_id=officer_id)


def replaced(office: AnOffice, token: str, passphrase: str = PASSPHRASE) -> None:
    """Set up another telephone."""
    now = totp_at(SECRET, office.clock().timestamp())
    replace_phone(
        office.office, link_token=token, passphrase=passphrase, totp_secret=SECRET, totp=now
    )


def test_a_lost_telephone_takes_a_colleague_and_the_own_passphrase(office: AnOffice) -> None:
    cookie = enter(office, "anan")
    token = vouched(office, "busaba", "anan")

    with pytest.raises(BadInput):
        replaced(office, token, "wrong-wrong-wrong")
    replaced(office, token)

    assert resume(office.office, cookie) is None
    office.clock.pass_seconds(60)
    with pytest.raises(Refusal):
        enter(office, "anan")
    later = totp_at(SECRET, office.clock().timestamp())
    cookie = sign_in(office.office, name="anan", passphrase=PASSPHRASE, totp=later).value
    assert resume(office.office, cookie) is not None
    with pytest.raises(NotAllowed):
        replaced(office, token)


@pytest.mark.parametrize(("by", "key"), [("busaba", "anan"), ("itthi", "jinda")])
def test_a_passphrase_changed_while_the_telephone_is_replaced_brings_no_old_one_back(
    office: AnOffice, by: str, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The finder of the telephone knows the passphrase and hurries."""
    token, new_salt = vouched(office, by, key), officers.new_salt

    def salt_after_being_overtaken() -> bytes:
        replaced(office, token)
        return new_salt()

    monkeypatch.setattr(own_secrets, "new_salt", salt_after_being_overtaken)
    with pytest.raises(ChangedMeanwhile):
        change_passphrase(office.office, office.actor(key), current=PASSPHRASE, new=NEW)
    monkeypatch.undo()

    office.clock.pass_seconds(60)
    with pytest.raises(Refusal):
        enter(office, key)
    later = totp_at(SECRET, office.clock().timestamp())
    cookie = sign_in(office.office, name=key, passphrase=PASSPHRASE, totp=later).value
    assert resume(office.office, cookie) is not None


@pytest.mark.parametrize(
    ("by", "key"),
    [
        pytest.param("anan", "anan", id="himself"),
        pytest.param("ekachai", "anan", id="somebody of the other desk"),
        pytest.param("itthi", "anan", id="the administrator for a desk"),
        pytest.param("ladda", "jinda", id="the auditor"),
    ],
)
def test_nobody_else_vouches_for_a_telephone(sqlite_office: AnOffice, by: str, key: str) -> None:
    with pytest.raises(NotFound):
        vouched(sqlite_office, by, key)


def test_the_administrator_vouches_for_those_of_no_desk(sqlite_office: AnOffice) -> None:
    replaced(sqlite_office, vouched(sqlite_office, "itthi", "jinda"))


def test_a_link_serves_for_what_it_was_given(sqlite_office: AnOffice) -> None:
    office = sqlite_office
    phone = vouched(office, "busaba", "anan")
    with office.reading(DESK) as work, pytest.raises(NotAllowed):
        invitation(work, phone)
    now = totp_at(SECRET, office.clock().timestamp())
    with pytest.raises(NotAllowed):
        enrol(office.office, link_token=phone, passphrase=NEW, totp_secret=SECRET, totp=now)

    itthi, anan = office.actor("itthi"), office.id_of("anan")
    with office.writing(Channel.GRIEVANCE) as work:
        key = ask_new_key(work, itthi, officer_id=anan)
    with pytest.raises(NotAllowed):
        replaced(office, key)


def test_only_the_administrator_gives_a_link_for_a_new_key(sqlite_office: AnOffice) -> None:
    office = sqlite_office
    for key in ("anan", "busaba", "ladda", "jinda"):
        actor = office.actor(key)
        with office.writing(DESK) as work, pytest.raises(NotFound):
            ask_new_key(work, actor, officer_id=office.id_of("chai"))
