"""The identity of a confidential reporter: two people must act to open it.

The identity has a key of its own. For every ordered pair of recipients that
key is sealed to the second person and the result to the first, so that the
first opens an envelope that only the second can open further.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from itertools import permutations

from complaints.domain.sealed import Sealed
from complaints.vault.casekeys import CaseRef
from complaints.vault.pairs import OpeningPair, seal_to
from complaints.vault.sealed import Place, bound, open_text, seal_text


def seal_identity(
    case: CaseRef, row: str, identity: str, recipients: Mapping[str, bytes]
) -> tuple[Sealed, dict[tuple[str, str], Sealed]]:
    """Seal an identity, and its key in a nest for each pair of recipients.

    :param row: id of the row in which the sealed identity will stand.
    :param recipients: public opening keys by holder; at least two.
    :return: the sealed identity, and nests by (first, second) holder.
    """
    key = os.urandom(32)
    nests = {
        (first, second): Sealed(
            seal_to(
                recipients[first],
                seal_to(recipients[second], key, _info(case, row, first, second, "inner")),
                _info(case, row, first, second, "outer"),
            )
        )
        for first, second in permutations(sorted(recipients), 2)
    }
    return seal_text(key, identity, _place(case, row)), nests


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
    first = holders[0]
    key = pair.open(inner, _info(case, row, *holders, "inner"))
    within = seal_to(first_key, key, _info(case, row, first, first, "inner"))
    return Sealed(seal_to(first_key, within, _info(case, row, first, first, "outer")))


def _info(case: CaseRef, row: str, first: str, second: str, layer: str) -> bytes:
    return bound("identity", case.agency_id, case.channel, case.case_id, row, first, second, layer)


def _place(case: CaseRef, row: str) -> Place:
    return Place(case.agency_id, case.channel, case.case_id, "identities", "identity_sealed", row)
