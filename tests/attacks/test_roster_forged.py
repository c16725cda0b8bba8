"""The administrator who writes the database: he can change the roster, and is found out.

He may win what is filed until an officer signs in next. From then on the desk
stands still, and nothing that is filed or written opens for him.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from complaints.casework.alarms import standing
from complaints.casework.signing_in import resume, sign_in
from complaints.casework.steps import exclude
from complaints.domain.channel import Channel
from complaints.domain.errors import Broken, Code, IntakeClosed, Refusal
from complaints.intake.registration import is_open
from complaints.jobs.verifying import verify
from complaints.vault.casekeys import RECOVERY
from complaints.vault.officers import OfficerSecrets
from complaints.vault.roster import Change, Entry, Seat
from tests.factories.founding import AGENCY_ID, recovery_key, recovery_pair
from tests.factories.office import AnOffice
from tests.factories.people import PASSPHRASE

DESK = Channel.CORRUPTION
THIEF = OfficerSecrets(b"\x66" * 32, b"\x66" * 20)


def enter(office: AnOffice, key: str) -> str:
    """Sign somebody in and return the cookie; each code serves once."""
    office.clock.pass_seconds(60)
    given = {"name": key, "passphrase": PASSPHRASE, "totp": office.totp(key)}
    return sign_in(office.office, **given).value


def rewrite(office: AnOffice, entries: list[Entry]) -> None:
    """Replace the roster by other entries, signed by people whose keys are the thief's."""
    office.execute(
        "DELETE FROM roster_signatures WHERE entry_id IN"
        " (SELECT id FROM roster_entries WHERE channel = 'corruption')"
    )
    office.execute("DELETE FROM roster_entries WHERE channel = 'corruption'")
    for entry in entries:
        columns: dict[str, Any] = {
            "id": f"{entry.number:032x}", "channel": entry.channel, "number": entry.number,
            "change": entry.change.value, "seat": entry.seat.value, "holder": entry.holder_id,
            "opening": entry.opening_key, "signing": entry.signing_key, "previous": entry.previous,
        }  # fmt: skip
        office.execute(
            'INSERT INTO roster_entries (id, channel, number, "change", seat, holder_id,'
            " opening_key, signing_key, previous, made_on, is_complete) VALUES (:id, :channel,"
            " :number, :change, :seat, :holder, :opening, :signing, :previous, '2026-11-16', true)",
            **columns,
        )
        for signer in entries[1 : max(entry.number, 2)][:2] if entry.number else []:
            office.execute(
                "INSERT INTO roster_signatures (entry_id, signer_id, signature, signed_on)"
                " VALUES (:id, :signer, :signature, '2026-11-16')",
                id=columns["id"],
                signer=signer.holder_id,
                signature=entry.signed("", THIEF.signing).signature,
            )


def forked(
    office: AnOffice, recovery: bytes, length: int, *, spared: str | None = None
) -> list[Entry]:
    """Return a roster behind an entry 0 in which every officer's key is the thief's.

    :param spared: who finds the own keys on it.
    """
    accounts = {row["name"]: row for row in office.rows("officers")}
    holders = [accounts[key]["id"] for key in ("busaba", "chai", "dara", "anan")]
    holders = [RECOVERY, *holders, *(f"{number:032x}" for number in range(length))]
    entries: list[Entry] = []
    for number in range(length):
        opening, signing = THIEF.opening.public, THIEF.signing.public
        if not number:
            opening, signing = recovery, recovery_key(DESK).signing.public
        elif spared and holders[number] == accounts[spared]["id"]:
            opening, signing = accounts[spared]["opening_key"], accounts[spared]["signing_key"]
        entries.append(
            Entry(
                agency_id=AGENCY_ID,
                channel=DESK.value,
                number=number,
                change=Change.ADD,
                seat=Seat.OFFICER if number else Seat.RECOVERY,
                holder_id=holders[number],
                opening_key=opening,
                signing_key=signing,
                previous=entries[-1].digest() if entries else bytes(32),
            )
        )
    return entries


def add_a_key(office: AnOffice) -> None:
    office.execute(
        "INSERT INTO roster_entries SELECT '77777777777777777777777777777777', channel, 5,"
        ' "change", seat, :thief, :opening, :signing, previous, made_on, is_complete'
        " FROM roster_entries WHERE number = 4 AND channel = 'corruption'",
        thief="7" * 32,
        opening=THIEF.opening.public,
        signing=THIEF.signing.public,
    )


def swap_a_key(office: AnOffice) -> None:
    office.execute(
        "UPDATE roster_entries SET opening_key = :opening WHERE number = 1"
        " AND channel = 'corruption'",
        opening=THIEF.opening.public,
    )


def swap_the_accounts_key(office: AnOffice) -> None:
    office.execute(
        "UPDATE officers SET opening_key = :opening WHERE name = 'anan'",
        opening=THIEF.opening.public,
    )


def roll_back(office: AnOffice) -> None:
    office.execute("UPDATE roster_entries SET is_complete = (1 = 0) WHERE number = 4")


def take_over_accounts(office: AnOffice) -> None:
    """Fit the accounts to a forged roster, so that the desk goes on as if nothing were."""
    office.execute(
        "UPDATE officers SET opening_key = :opening, signing_key = :signing"
        " WHERE name IN ('busaba', 'chai', 'dara')",
        opening=THIEF.opening.public,
        signing=THIEF.signing.public,
    )


def fork_as_long(office: AnOffice) -> None:
    rewrite(office, forked(office, recovery_pair(DESK).public, 5))
    take_over_accounts(office)
    assert is_open(office.office, DESK)


def fork_longer(office: AnOffice) -> None:
    rewrite(office, forked(office, recovery_pair(DESK).public, 8))
    take_over_accounts(office)
    assert is_open(office.office, DESK)


def fork_around_him(office: AnOffice) -> None:
    rewrite(office, forked(office, recovery_pair(DESK).public, 8, spared="anan"))
    take_over_accounts(office)
    assert is_open(office.office, DESK)


def replace_the_recovery_key(office: AnOffice) -> None:
    rewrite(office, forked(office, THIEF.opening.public, 6))


def swap_two_names(office: AnOffice) -> None:
    """Let whoever ticks one of two officers shut out the other."""
    office.execute(
        "UPDATE officers SET full_name = CASE name"
        " WHEN 'busaba' THEN (SELECT full_name FROM officers WHERE name = 'chai')"
        " ELSE (SELECT full_name FROM officers WHERE name = 'busaba') END"
        " WHERE name IN ('busaba', 'chai')"
    )


def rename_a_post(office: AnOffice) -> None:
    office.execute("UPDATE officers SET position = 'ที่ปรึกษา' WHERE name = 'chai'")


DEEDS: dict[str, Callable[[AnOffice], None]] = {
    "adds a key": add_a_key,
    "swaps a key on the roster": swap_a_key,
    "swaps a key of an account": swap_the_accounts_key,
    "rolls the roster back": roll_back,
    "writes another roster behind the first line, as long": fork_as_long,
    "writes another roster behind the first line, longer": fork_longer,
    "writes another roster that spares him who signs in": fork_around_him,
    "replaces the recovery key": replace_the_recovery_key,
    "swaps the names of two officers": swap_two_names,
    "gives an officer another post": rename_a_post,
}


@pytest.mark.parametrize("words", DEEDS)
def test_the_next_sign_in_raises_the_alarm_and_the_desk_stands_still(
    sqlite_office: AnOffice, words: str
) -> None:
    office = sqlite_office
    open_session = enter(office, "anan")

    DEEDS[words](office)
    with pytest.raises(Broken):
        enter(office, "anan")

    with office.reading(DESK) as work:
        (alarm,) = standing(work)
    assert (alarm.raised_by, alarm.raised_on) == ("นายอนันต์ ใจดี", office.clock().date())
    assert not is_open(office.office, DESK)
    with pytest.raises(IntakeClosed):
        office.file_corruption()
    assert office.rows("cases") == []
    assert resume(office.office, open_session) is None
    assert any("stopped" in check.said for check in verify(office.office) if not check.is_sound)
    assert is_open(office.office, Channel.GRIEVANCE)
    assert "alarm_raised" in {row["event"] for row in office.rows("journal")}


def test_the_alarm_ends_when_he_who_raised_it_finds_everything_in_place(
    office: AnOffice,
) -> None:
    enter(office, "anan")
    roll_back(office)
    with pytest.raises(Broken):
        enter(office, "anan")
    office.execute("UPDATE roster_entries SET is_complete = (1 = 1) WHERE number = 4")

    with pytest.raises(Broken) as stopped:
        enter(office, "busaba")
    assert stopped.value.code is Code.DESK_IS_STOPPED
    assert enter(office, "anan")

    assert is_open(office.office, DESK)
    assert enter(office, "busaba")
    assert "alarm_lifted" in {row["event"] for row in office.rows("journal")}


def test_when_he_is_not_appointed_any_more_a_colleague_ends_it(sqlite_office: AnOffice) -> None:
    office = sqlite_office
    enter(office, "anan")
    roll_back(office)
    with pytest.raises(Broken):
        enter(office, "anan")
    office.execute("UPDATE roster_entries SET is_complete = (1 = 1) WHERE number = 4")
    office.execute("UPDATE officers SET ends_on = '2026-11-01' WHERE name = 'anan'")

    assert enter(office, "busaba")

    assert is_open(office.office, DESK)


def test_a_code_typed_into_an_alarm_is_spent(sqlite_office: AnOffice) -> None:
    office = sqlite_office
    enter(office, "anan")
    roll_back(office)
    with pytest.raises(Broken):
        enter(office, "anan")
    office.execute("UPDATE roster_entries SET is_complete = (1 = 1) WHERE number = 4")

    with pytest.raises(Refusal) as refused:
        sign_in(office.office, name="anan", passphrase=PASSPHRASE, totp=office.totp("anan"))

    assert refused.value.code is Code.SIGN_IN_FAILED


def test_a_reporters_key_that_was_replaced_is_never_sealed_to(sqlite_office: AnOffice) -> None:
    office = sqlite_office
    ours, other = office.file_corruption(), office.file_corruption()
    office.execute(
        "UPDATE cases SET reporter_key_sealed = (SELECT reporter_key_sealed FROM cases"
        " WHERE number = :other) WHERE number = :ours",
        ours=ours.number,
        other=other.number,
    )
    anan = office.actor("anan")

    with office.writing(DESK) as work, pytest.raises(Broken):
        exclude(work, number=ours.number, actor=anan, officer_id=office.id_of("busaba"))

    assert {row["key_number"] for row in office.rows("key_wraps")} == {1}
