"""Signing in: every failure looks the same, a code serves once, an appointment ends a session."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from complaints.casework import signing_in
from complaints.casework.own_secrets import change_passphrase
from complaints.casework.signing_in import resume, sign_in, sign_out
from complaints.domain.channel import Channel
from complaints.domain.errors import Broken, Code, Refusal
from complaints.records.journal import JournalHead
from complaints.tracking.visits import enter as visit
from complaints.tracking.visits import resume as visitor_of
from complaints.vault.officers import open_secrets
from tests.factories.founding import AGENCY_ID
from tests.factories.office import AnOffice
from tests.factories.people import PASSPHRASE, owned_by, sealing_key


def enter(office: AnOffice, key: str = "anan", **changes: str) -> str:
    """Sign a person in and return the cookie."""
    given = {"name": key, "passphrase": PASSPHRASE, "totp": office.totp(key), **changes}
    return sign_in(office.office, **given).value


@pytest.mark.parametrize("key", ["anan", "dara", "hathai", "itthi", "jinda", "kasem", "ladda"])
def test_everybody_with_an_appointment_signs_in(office: AnOffice, key: str) -> None:
    actor = resume(office.office, enter(office, key))

    assert actor is not None
    assert actor.id == office.id_of(key)
    assert actor.owned is not None
    assert actor.owned.master == owned_by(key).master


@pytest.mark.parametrize("key", ["anan", "itthi"])
def test_who_signs_in_while_the_passphrase_is_changed_does_not_bring_the_old_one_back(
    office: AnOffice, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The thief of a passphrase signs in at the moment at which its owner replaces it."""
    spend, new = signing_in._spend_and_compare, "ใหม่-abcdefgh-๑๒๓๔๕"

    def spend_and_be_overtaken(*given: Any) -> None:
        spend(*given)
        change_passphrase(office.office, office.actor(key), current=PASSPHRASE, new=new)

    monkeypatch.setattr(signing_in, "_spend_and_compare", spend_and_be_overtaken)
    with pytest.raises(Refusal) as refused:
        enter(office, key)
    monkeypatch.undo()

    assert refused.value.code is Code.SIGN_IN_FAILED
    assert not office.rows("sessions")
    office.clock.pass_seconds(60)
    assert resume(office.office, enter(office, key, passphrase=new)) is not None


def test_a_name_may_be_typed_in_capitals_with_spaces_around(office: AnOffice) -> None:
    assert resume(office.office, enter(office, "anan", name=" ANAN ")) is not None


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"name": "nobody"}, id="unknown name"),
        pytest.param({"name": ""}, id="no name"),
        pytest.param({"name": "anan\x00"}, id="NUL in the name"),
        pytest.param({"name": "\ud800"}, id="surrogate in the name"),
        pytest.param({"name": "busaba"}, id="another's telephone"),
        pytest.param({"passphrase": "wrong-wrong-wrong"}, id="wrong passphrase"),
        pytest.param({"passphrase": ""}, id="no passphrase"),
        pytest.param({"passphrase": "\ud800\x00"}, id="garbage as passphrase"),
        pytest.param({"totp": "000000"}, id="wrong digits"),
        pytest.param({"totp": ""}, id="no digits"),
        pytest.param({"totp": "ก" * 6}, id="letters as digits"),
        pytest.param({"totp": "\ud800"}, id="garbage as digits"),
    ],
)
def test_every_failure_is_the_same_failure(office: AnOffice, changes: dict[str, str]) -> None:
    with pytest.raises(Refusal) as refused:
        enter(office, **changes)

    assert (type(refused.value), refused.value.code, refused.value.field) == (
        Refusal, Code.SIGN_IN_FAILED, None
    )  # fmt: skip
    assert office.rows("sessions") == []


def test_a_code_serves_once(office: AnOffice) -> None:
    code = office.totp("anan")
    enter(office, totp=code)

    with pytest.raises(Refusal) as refused:
        enter(office, totp=code)

    assert refused.value.code is Code.SIGN_IN_FAILED
    office.clock.pass_seconds(30)
    assert enter(office)


@pytest.mark.parametrize("who", ["anan", "itthi"])
def test_of_two_who_use_one_code_at_the_same_moment_one_enters(
    office: AnOffice, who: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, both_are_believed = office.totp(who), Barrier(2)
    spend = signing_in._spend_and_compare

    def spend_together(*given: Any) -> None:
        both_are_believed.wait(timeout=30)
        spend(*given)

    monkeypatch.setattr(signing_in, "_spend_and_compare", spend_together)

    def try_it(_: int) -> bool:
        try:
            enter(office, name=who, totp=code)
        except Refusal:
            return False
        finally:
            office.sessions.remove()
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(try_it, range(2))) == [False, True]


@pytest.mark.parametrize(
    "how",
    [
        pytest.param("UPDATE officers SET ends_on = '2026-11-15'", id="it ended"),
        pytest.param("UPDATE officers SET appointed_on = '2026-11-17'", id="it has not begun"),
        pytest.param("UPDATE officers SET closed_on = '2026-11-16'", id="the account is closed"),
    ],
)
def test_without_an_appointment_nobody_enters_and_an_open_session_ends(
    office: AnOffice, how: str
) -> None:
    cookie = enter(office)
    assert resume(office.office, cookie) is not None
    office.execute(how)
    office.clock.pass_seconds(60)

    with pytest.raises(Refusal) as refused:
        enter(office)

    assert refused.value.code is Code.SIGN_IN_FAILED
    assert resume(office.office, cookie) is None


def test_a_session_is_worth_nothing_after_sign_out(office: AnOffice) -> None:
    cookie = enter(office)

    sign_out(office.office, cookie)

    assert resume(office.office, cookie) is None
    assert office.rows("sessions") == []


def test_a_session_idles_out_but_lives_on_while_it_is_used(office: AnOffice) -> None:
    cookie = enter(office)
    for _ in range(4):
        office.clock.pass_seconds(20 * 60)
        assert resume(office.office, cookie) is not None

    office.clock.pass_seconds(31 * 60)
    assert resume(office.office, cookie) is None


def test_a_session_ends_after_a_working_day_however_busy(office: AnOffice) -> None:
    cookie = enter(office)
    for _ in range(12 * 3 - 1):
        office.clock.pass_seconds(20 * 60)
        assert resume(office.office, cookie) is not None

    office.clock.pass_seconds(20 * 60)
    assert resume(office.office, cookie) is None


def test_a_reporters_cookie_is_no_officers_cookie(office: AnOffice) -> None:
    reporter = visit(office.office, office.file_corruption().code or "").value

    assert resume(office.office, reporter) is None
    assert visitor_of(office.office, enter(office)) is None


def test_the_row_of_a_session_opens_nothing(office: AnOffice) -> None:
    enter(office)

    (row,) = office.rows("sessions")
    assert owned_by("anan").master.hex().encode() not in bytes(row["payload_sealed"])
    assert owned_by("anan").master not in bytes(row["payload_sealed"])


def test_each_sign_in_remembers_roster_and_journal(office: AnOffice) -> None:
    enter(office)

    account = office.account("anan")
    kept = open_secrets(
        sealing_key()[1], account.secrets_sealed or b"", agency_id=AGENCY_ID, officer_id=account.id
    )
    with office.reading(Channel.CORRUPTION) as work:
        head = work.session.get_one(JournalHead, "corruption")
    assert kept.pins.roster_number == 4
    assert (kept.pins.journal_number, kept.pins.journal_head) == (head.number, head.digest.hex())


@pytest.mark.parametrize(
    "harm",
    [
        pytest.param(
            ["DELETE FROM roster_signatures", "DELETE FROM roster_entries"],
            id="another roster, without entries",
        ),
        pytest.param(
            ["UPDATE roster_entries SET is_complete = (1 = 0) WHERE number = 4"],
            id="the roster set back by one entry",
        ),
        pytest.param(
            ["UPDATE journal SET digest = previous WHERE book = 'corruption'"],
            id="the journal rewritten",
        ),
        pytest.param(
            ["DELETE FROM journal WHERE book = 'corruption'"], id="the journal emptied"
        ),
    ],
)  # fmt: skip
def test_an_officer_notices_what_was_set_back(office: AnOffice, harm: list[str]) -> None:
    enter(office)
    for statement in harm:
        office.execute(statement)
    office.clock.pass_seconds(60)

    with pytest.raises(Broken):
        enter(office)
    assert len(office.rows("sessions")) == 1
