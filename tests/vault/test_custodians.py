"""Some of several custodians open the recovery key together; fewer open nothing."""

from __future__ import annotations

from itertools import combinations

import pytest

from complaints.domain.errors import Broken, Code
from complaints.domain.sealed import Sealed
from complaints.vault.custodians import (
    Envelopes,
    RecoveryKey,
    _info,
    fingerprint_of,
    open_with_custodians,
    seal_to_custodians,
)
from complaints.vault.pairs import OpeningPair

KEY = RecoveryKey(b"r" * 32)
PEOPLE = [OpeningPair(bytes([number]) * 32) for number in range(1, 6)]
OF = {"agency_id": "a" * 32, "channel": "corruption"}


def sealed(quorum: int = 3) -> Envelopes:
    return seal_to_custodians(KEY, [one.public for one in PEOPLE], quorum, **OF)


def test_any_three_of_five_open_the_key_and_no_two_do() -> None:
    envelopes = sealed()

    assert len(envelopes.sealed) == 10
    for three in combinations(PEOPLE, 3):
        assert open_with_custodians(envelopes, three, KEY.opening.public).seed == KEY.seed
    assert open_with_custodians(envelopes, PEOPLE, KEY.opening.public).seed == KEY.seed
    for two in combinations(PEOPLE, 2):
        with pytest.raises(Broken) as refused:
            open_with_custodians(envelopes, two, KEY.opening.public)
        assert refused.value.code is Code.TOO_FEW_CUSTODIANS


def test_the_first_of_a_choice_finds_another_envelope_inside_and_no_key() -> None:
    by_name = {fingerprint_of(one.public): one for one in PEOPLE}
    for choice, outside in sealed().sealed.items():
        inside = bytes(outside)
        for place, name in enumerate(choice):
            assert KEY.seed not in inside
            for stranger in PEOPLE:
                if stranger is not by_name[name]:
                    with pytest.raises(Broken):
                        stranger.open(inside, _info(("a" * 32, "corruption"), choice, place))
            inside = by_name[name].open(inside, _info(("a" * 32, "corruption"), choice, place))

        assert inside == KEY.seed


def test_a_key_that_is_not_the_one_on_the_roster_is_refused() -> None:
    with pytest.raises(Broken):
        open_with_custodians(sealed(), PEOPLE, OpeningPair(b"x" * 32).public)


def test_envelopes_of_another_channel_stay_shut() -> None:
    ours = sealed()
    moved = Envelopes("a" * 32, "grievance", ours.quorum, ours.custodians, ours.sealed)

    with pytest.raises(Broken):
        open_with_custodians(moved, PEOPLE, KEY.opening.public)


def test_an_envelope_that_was_changed_stays_shut() -> None:
    ours = sealed(quorum=5)
    ((choice, inside),) = ours.sealed.items()
    changed = {choice: Sealed(inside[:-1] + bytes([inside[-1] ^ 1]))}

    with pytest.raises(Broken):
        open_with_custodians(
            Envelopes(**OF, quorum=5, custodians=ours.custodians, sealed=changed),
            PEOPLE,
            KEY.opening.public,
        )


@pytest.mark.parametrize(
    ("publics", "quorum"),
    [
        pytest.param([one.public for one in PEOPLE], 6, id="more needed than there are"),
        pytest.param([one.public for one in PEOPLE], 0, id="nobody needed"),
        pytest.param([PEOPLE[0].public] * 3, 3, id="one person thrice"),
    ],
)
def test_a_quorum_that_can_be_none_is_refused(publics: list[bytes], quorum: int) -> None:
    with pytest.raises(ValueError, match="quorum"):
        seal_to_custodians(KEY, publics, quorum, **OF)
