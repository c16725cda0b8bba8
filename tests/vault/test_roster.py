from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from complaints.domain.errors import Broken
from complaints.vault.pairs import OpeningPair, SigningPair
from complaints.vault.roster import (
    Change,
    Entry,
    Roster,
    Seat,
    Signature,
    is_complete,
    read_roster,
)

AGENCY, CHANNEL = "a" * 32, "corruption"
NAMES = ("anan", "busaba", "chai", "dara")
OPENING = {name: OpeningPair(bytes([n]) * 32).public for n, name in enumerate(NAMES, 1)}
SIGNING = {name: SigningPair(bytes([n]) * 32) for n, name in enumerate(NAMES, 1)}
STRANGER = SigningPair(b"\x63" * 32)


def read(entries: Sequence[Entry]) -> Roster:
    """Read a list of entries as the roster of the test channel."""
    return read_roster(entries, agency_id=AGENCY, channel=CHANNEL)


def recovery() -> Entry:
    """Return entry 0."""
    public = OpeningPair(b"\x00" * 32).public
    return Entry(AGENCY, CHANNEL, 0, Change.ADD, Seat.RECOVERY, "recovery", public, b"", bytes(32))


def entry(
    before: Entry,
    holder: str,
    *signers: str,
    change: Change = Change.ADD,
    seat: Seat = Seat.OFFICER,
) -> Entry:
    """Return the entry that follows another, signed by some."""
    unsigned = Entry(
        AGENCY, CHANNEL, before.number + 1, change, seat, holder,
        OPENING[holder], SIGNING[holder].public, before.digest(),
    )  # fmt: skip
    signatures = tuple(unsigned.signed(name, SIGNING[name]) for name in signers)
    return replace(unsigned, signatures=signatures)


def five() -> list[Entry]:
    """Return a roster of three officers, an alternate and the recovery key."""
    entries = [recovery()]
    for holder, signers, seat in (
        ("anan", ["anan"], Seat.OFFICER),
        ("busaba", ["anan"], Seat.OFFICER),
        ("chai", ["anan", "busaba"], Seat.OFFICER),
        ("dara", ["chai", "busaba"], Seat.ALTERNATE),
    ):
        entries.append(entry(entries[-1], holder, *signers, seat=seat))
    return entries


def test_rightly_signed_entries_make_a_roster() -> None:
    entries = five()

    roster = read(entries)

    assert set(roster.members) == {"recovery", *NAMES}
    assert [member.holder_id for member in roster.of(Seat.ALTERNATE)] == ["dara"]
    assert roster.recovery is not None
    assert roster.first_fingerprint == entries[0].digest().hex()
    assert (roster.number, roster.head) == (4, entries[-1].digest())
    assert roster.signatures_needed == 2


def test_a_removal_takes_somebody_off_but_his_old_signatures_stay_known() -> None:
    entries = five()
    entries.append(entry(entries[-1], "anan", "busaba", "chai", change=Change.REMOVE))

    roster = read(entries)

    assert "anan" not in roster.members
    assert SIGNING["anan"].public in roster.signer_keys


def _resigned(entries: list[Entry], at: int, *signers: str) -> list[Entry]:
    changed = entry(entries[at - 1], entries[at].holder_id, *signers, seat=entries[at].seat)
    return [*entries[:at], changed, *entries[at + 1 :]]


def _edited(entries: list[Entry], at: int, **changes: object) -> list[Entry]:
    return [*entries[:at], replace(entries[at], **changes), *entries[at + 1 :]]  # type: ignore[arg-type]


def _self_invited(entries: list[Entry]) -> list[Entry]:
    mine = Entry(
        AGENCY, CHANNEL, 5, Change.ADD, Seat.OFFICER, "intruder",
        OPENING["anan"], STRANGER.public, entries[-1].digest(),
    )  # fmt: skip
    return [*entries, replace(mine, signatures=(mine.signed("intruder", STRANGER),))]


def _named(unsigned: Entry, holder: str) -> Entry:
    """Return an entry about another holder, rightly signed by two."""
    renamed = replace(unsigned, holder_id=holder)
    signatures = tuple(renamed.signed(name, SIGNING[name]) for name in ("anan", "busaba"))
    return replace(renamed, signatures=signatures)


def _twice_by_one(entries: list[Entry]) -> list[Entry]:
    third = entry(entries[2], "chai", "anan")
    twice = replace(third, signatures=third.signatures * 2)
    return [*entries[:3], twice]


def _under_anothers_name(entries: list[Entry]) -> list[Entry]:
    third = entry(entries[2], "chai", "anan")
    borrowed = Signature("busaba", third.signatures[0].signature)
    return [*entries[:3], replace(third, signatures=(*third.signatures, borrowed))]


BREAKS: dict[str, Callable[[list[Entry]], list[Entry]]] = {
    "unsigned": lambda e: _edited(e, 3, signatures=()),
    "one signature where two are needed": lambda e: _resigned(e, 3, "anan"),
    "the same signature twice": _twice_by_one,
    "one signature under two names": _under_anothers_name,
    "signed by himself and one more": lambda e: _resigned(e, 3, "anan", "chai"),
    "signed by nobody on the roster": _self_invited,
    "wrong hash of the entry before": lambda e: _edited(e, 3, previous=bytes(32)),
    "reordered": lambda e: [e[0], e[1], e[3], e[2], e[4]],
    "an entry taken out": lambda e: [*e[:2], *e[3:]],
    "the first entry taken out": lambda e: e[1:],
    "an entry twice": lambda e: [*e, e[-1]],
    "another opening key": lambda e: _edited(e, 2, opening_key=OPENING["dara"]),
    "another signing key": lambda e: _edited(e, 2, signing_key=STRANGER.public),
    "another holder": lambda e: _edited(e, 2, holder_id="intruder"),
    "another seat": lambda e: _edited(e, 4, seat=Seat.OFFICER),
    "of another agency": lambda e: _edited(e, 0, agency_id="b" * 32),
    "of the other channel": lambda e: _edited(e, 0, channel="grievance"),
    "another recovery key": lambda e: _edited(e, 0, opening_key=OPENING["dara"]),
    "a second recovery key": lambda e: [
        *e, entry(e[-1], "anan", "anan", "busaba", seat=Seat.RECOVERY)
    ],
    "the recovery key removed": lambda e: [
        *e,
        entry(e[-1], "anan", "anan", "busaba", seat=Seat.RECOVERY, change=Change.REMOVE),
    ],
    "removal by one where two are needed": lambda e: [
        *e, entry(e[-1], "anan", "busaba", change=Change.REMOVE)
    ],
    "removal of somebody who is not there": lambda e: [
        *e[:2], entry(e[1], "dara", "anan", change=Change.REMOVE)
    ],
    "the recovery key removed as if it were an officer": lambda e: [
        *e, _named(entry(e[-1], "anan", change=Change.REMOVE), "recovery")
    ],
    "the recovery key replaced as if it were an officer": lambda e: [
        *e, _named(entry(e[-1], "anan"), "recovery")
    ],
    "somebody added who stands there already": lambda e: [
        *e, entry(e[-1], "dara", "anan", "busaba")
    ],
    "removed from another seat": lambda e: [
        *e, entry(e[-1], "dara", "anan", "busaba", change=Change.REMOVE)
    ],
    "no recovery key first": lambda e: [
        replace(entry(e[0], "anan", "anan"), number=0, previous=bytes(32))
    ],
}  # fmt: skip


@pytest.mark.parametrize("break_it", [pytest.param(f, id=words) for words, f in BREAKS.items()])
def test_a_roster_that_somebody_touched_is_broken(
    break_it: Callable[[list[Entry]], list[Entry]],
) -> None:
    entries = five()
    read(entries)

    with pytest.raises(Broken):
        read(break_it(entries))


def test_a_removed_officer_signs_nothing_any_more() -> None:
    entries = five()
    entries.append(entry(entries[-1], "anan", "busaba", "chai", change=Change.REMOVE))
    back = entry(entries[-1], "anan", "anan", "busaba")

    assert not is_complete(read(entries), back)
    with pytest.raises(Broken):
        read([*entries, back])


def test_nobody_signs_for_himself_when_all_are_gone() -> None:
    """Otherwise the administrator could invite himself to a desk that its last officer left."""
    entries = five()[:2]
    entries.append(entry(entries[-1], "anan", "anan", change=Change.REMOVE))
    himself = entry(entries[-1], "busaba", "busaba")

    assert not read(entries).signers
    assert not is_complete(read(entries), himself)
    with pytest.raises(Broken):
        read([*entries, himself])


def test_an_entry_is_complete_with_the_second_signature() -> None:
    entries = five()
    roster = read(entries)
    removal = entry(entries[-1], "dara", "chai", change=Change.REMOVE, seat=Seat.ALTERNATE)

    assert not is_complete(roster, removal)
    both = replace(
        removal, signatures=(*removal.signatures, removal.signed("anan", SIGNING["anan"]))
    )
    assert is_complete(roster, both)


def test_the_first_officer_must_sign_for_himself() -> None:
    assert not is_complete(read([recovery()]), entry(recovery(), "anan"))
    assert not is_complete(read([recovery()]), entry(recovery(), "anan", "busaba"))
    assert is_complete(read([recovery()]), entry(recovery(), "anan", "anan"))
