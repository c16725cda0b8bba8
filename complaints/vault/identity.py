"""The identity of a confidential reporter: two people must act to open it.

The identity has a key of its own. For every ordered pair of recipients that
key is sealed to the second person and the result to the first, so that the
first opens an envelope that only the second can open further. Where custodians
hold the recovery key, it gets a nest of its own, twice: no fewer than a quorum
of them opens it, and what comes out goes into nests for two officers again.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from itertools import permutations

from complaints.domain.sealed import Sealed
from complaints.vault.casekeys import RECOVERY, CaseRef
from complaints.vault.pairs import OpeningPair, seal_to
from complaints.vault.sealed import Place, bound, open_text, seal_text

Nests = dict[tuple[str, str], Sealed]
"""The key of one identity, by first and second holder."""


def seal_identity(
    case: CaseRef,
    row: str,
    identity: str,
    recipients: Mapping[str, bytes],
    *,
    custodians: bytes | None = None,
) -> tuple[Sealed, Nests]:
    """Seal an identity, and its key in a nest for each pair of recipients.

    :param row: id of the row in which the sealed identity will stand.
    :param recipients: public opening keys by holder; at least two.
    :param custodians: the recovery key, where no fewer than two people open it.
    :return: the sealed identity, and nests by (first, second) holder.
    """
    key = os.urandom(32)
    nests = _nests(case, row, key, recipients)
    if custodians is not None:
        quorum = (RECOVERY, custodians)
        nests[RECOVERY, RECOVERY] = _nest(case, row, key, quorum, quorum)
    return seal_text(key, identity, _place(case, row)), nests


def nests_from_recovery(
    case: CaseRef, row: str, nest: bytes, pair: OpeningPair, recipients: Mapping[str, bytes]
) -> Nests:
    """Hand the key of an identity from the recovery key to two people or more, in nests.

    The identity itself is not opened; for one person alone there is no nest.

    :param nest: what stands for the recovery key twice.
    :raises Broken: not sealed to this recovery key, or changed.
    """
    both = (RECOVERY, RECOVERY)
    inner = open_outer(case, row, nest, both, pair)
    key = pair.open(inner, _info(case, row, *both, "inner"))
    return _nests(case, row, key, recipients)


def open_outer(
    case: CaseRef, row: str, nest: bytes, holders: tuple[str, str], pair: OpeningPair
) -> bytes:
    """Open the first person's envelope; what comes out is still sealed.

    :param holders: first and second holder of this nest.
    :raises Broken: not this person's, or changed.
    """
    return pair.open(nest, _info(case, row, *holders, "outer"))


def open_identity(
    case: CaseRef,
    row: str,
    sealed: bytes,
    inner: bytes,
    holders: tuple[str, str],
    pair: OpeningPair,
) -> str:
    """Open, as the second person, what the first person handed over.

    :param inner: what :func:`open_outer` returned.
    :raises Broken: not this person's, or changed.
    """
    key = pair.open(inner, _info(case, row, *holders, "inner"))
    return open_text(key, sealed, _place(case, row))


def hand_to(
    case: CaseRef,
    row: str,
    inner: bytes,
    holders: tuple[str, str],
    pair: OpeningPair,
    first_key: bytes,
) -> Sealed:
    """Hand the key of an identity, as the second person, to the first alone.

    The nest that comes out is of the first person twice: only that person opens it.

    :param inner: what :func:`open_outer` returned.
    :param first_key: the first person's public opening key.
    :raises Broken: not this person's, or changed.
    """
    first = (holders[0], first_key)
    key = pair.open(inner, _info(case, row, *holders, "inner"))
    return _nest(case, row, key, first, first)


def _nests(case: CaseRef, row: str, key: bytes, recipients: Mapping[str, bytes]) -> Nests:
    return {
        (first[0], second[0]): _nest(case, row, key, first, second)
        for first, second in permutations(sorted(recipients.items()), 2)
    }


def _nest(
    case: CaseRef, row: str, key: bytes, first: tuple[str, bytes], second: tuple[str, bytes]
) -> Sealed:
    """Return the key of an identity, sealed to the second holder and that to the first."""
    within = seal_to(second[1], key, _info(case, row, first[0], second[0], "inner"))
    return Sealed(seal_to(first[1], within, _info(case, row, first[0], second[0], "outer")))


def _info(case: CaseRef, row: str, first: str, second: str, layer: str) -> bytes:
    return bound("identity", case.agency_id, case.channel, case.case_id, row, first, second, layer)


def _place(case: CaseRef, row: str) -> Place:
    return Place(case.agency_id, case.channel, case.case_id, "identities", "identity_sealed", row)
