"""Recovery by custodians: some of several must come together to have the recovery key.

No secret is cut into shares. For every choice of as many custodians as are
needed, the key is sealed to the last of them, the result to the one before,
and so on: each of the choice opens one envelope, and only together they reach
the middle. Whoever is not in a choice cannot help to open it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from complaints.domain.errors import Broken, Code
from complaints.domain.sealed import Sealed
from complaints.vault.pairs import OpeningPair, SigningPair, seal_to
from complaints.vault.sealed import bound, derive

Choice = tuple[str, ...]


@dataclass(frozen=True)
class RecoveryKey:
    """The private half of a channel's recovery key.

    :ivar seed: 32 bytes; both pairs come from it.
    """

    seed: bytes = field(repr=False)

    @property
    def opening(self) -> OpeningPair:
        """Return the pair to which every case of the channel is sealed."""
        return OpeningPair(self.seed)

    @property
    def signing(self) -> SigningPair:
        """Return the pair that signs what a ceremony decides."""
        return SigningPair(derive(self.seed, "recovery signing"))


@dataclass(frozen=True)
class Envelopes:
    """A recovery key, sealed to every choice of custodians that suffices.

    :ivar custodians: public opening keys by fingerprint.
    :ivar quorum: how many must come together.
    :ivar sealed: nested envelopes by the choice that opens them.
    """

    agency_id: str
    channel: str
    quorum: int
    custodians: dict[str, bytes]
    sealed: dict[Choice, Sealed] = field(repr=False)


def fingerprint_of(public: bytes) -> str:
    """Return what names a public opening key, 32 hexadecimal digits."""
    return hashlib.sha256(public).hexdigest()[:32]


def seal_to_custodians(
    key: RecoveryKey, custodians: Sequence[bytes], quorum: int, *, agency_id: str, channel: str
) -> Envelopes:
    """Seal a recovery key to every choice of ``quorum`` custodians.

    :param custodians: public opening keys, all different.
    :raises ValueError: fewer custodians than are needed, or one of them twice.
    """
    by_name = {fingerprint_of(public): public for public in custodians}
    if not 1 <= quorum <= len(by_name) or len(by_name) != len(custodians):
        raise ValueError("a quorum of different custodians is needed")
    sealed = {
        choice: _nested(key.seed, choice, by_name, (agency_id, channel))
        for choice in combinations(sorted(by_name), quorum)
    }
    return Envelopes(agency_id, channel, quorum, by_name, sealed)


def open_with_custodians(
    envelopes: Envelopes, pairs: Sequence[OpeningPair], expected_public: bytes
) -> RecoveryKey:
    """Open the recovery key with the keys of those who came together.

    :param pairs: pairs of custodians; more than are needed do no harm.
    :param expected_public: the recovery key that stands on the roster.
    :raises Broken: too few of them, or the key inside is not that of the roster.
    """
    present = {fingerprint_of(pair.public): pair for pair in pairs}
    for choice, sealed in envelopes.sealed.items():
        if set(choice) <= set(present):
            key = RecoveryKey(
                _unnested(sealed, choice, present, (envelopes.agency_id, envelopes.channel))
            )
            if key.opening.public != expected_public:
                raise Broken(Code.SEAL_IS_BROKEN)
            return key
    raise Broken(Code.TOO_FEW_CUSTODIANS)


def _nested(
    seed: bytes, choice: Choice, custodians: Mapping[str, bytes], of: tuple[str, str]
) -> Sealed:
    inside = seed
    for place in reversed(range(len(choice))):
        inside = seal_to(custodians[choice[place]], inside, _info(of, choice, place))
    return Sealed(inside)


def _unnested(
    sealed: bytes, choice: Choice, pairs: Mapping[str, OpeningPair], of: tuple[str, str]
) -> bytes:
    inside = sealed
    for place, name in enumerate(choice):
        inside = pairs[name].open(inside, _info(of, choice, place))
    return inside


def _info(of: tuple[str, str], choice: Choice, place: int) -> bytes:
    return bound("custodians", *of, str(place), *choice)
