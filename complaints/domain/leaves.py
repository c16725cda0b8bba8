"""How a release proves which cases it counts, without naming one.

Each case has a secret token that only its holders know. A release publishes,
for every passage of a case that it counts, one line: the state in which it
counts it, and a hash of token, number, release, passage and state. Whoever
holds the token finds the line; to everybody else it is a random number, and
two releases have no line in common. The lines, in order, are the leaves of a
Merkle tree whose root is in what the publisher signs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Final

LEAF: Final = "complaints-leaf-1"
DIGEST_BYTES: Final = hashlib.sha256().digest_size
_LEAF_SIDE, _NODE_SIDE = b"\x00", b"\x01"


class LeafState(StrEnum):
    """How a release counts a passage of a case."""

    COMPLETED = "completed"
    IN_PROGRESS = "in_progress"


def release_name(channel: str, fiscal_year_be: int, number: int) -> str:
    """Return by what name a release stands in its leaves."""
    return f"{channel}/{fiscal_year_be}/r{number}"


def leaf_of(token: bytes, number: str, release: str, passage: int, state: LeafState) -> str:
    """Return the line by which a release counts one passage of a case.

    The number of the case is in it, so that two cases never share a line even
    where a server gave both the same token.

    :param token: the secret of the case, 32 bytes.
    :param number: the case number.
    :param release: its name, as :func:`release_name` gives it.
    :param passage: which stay of the case in hand, from 1; a reopening begins another.
    :return: the state, a space, 64 hexadecimal digits.
    """
    return line_of(state, digest_of(token, number, release, passage, state))


def digest_of(token: bytes, number: str, release: str, passage: int, state: LeafState) -> bytes:
    """Return the hash in the line of a passage, 32 bytes; digests sort as their lines do."""
    text = "\n".join((LEAF, token.hex(), number, release, str(passage), state.value))
    return hashlib.sha256(text.encode()).digest()


def line_of(state: LeafState, digest: bytes) -> str:
    """Return the line with a hash."""
    return f"{state.value} {digest.hex()}"


def root_of(leaves: Iterable[bytes]) -> bytes:
    """Return the root of the Merkle tree over leaves in their order, 32 bytes.

    No leaf at all has a root too: that of the empty tree.

    :source: RFC 9162, 2.1.1 (leaves and nodes are hashed under different first bytes).
    """
    waiting: list[tuple[int, bytes]] = []  # roots of full trees, the widest first
    for leaf in leaves:
        width, node = 1, _leaf_hash(leaf)
        while waiting and waiting[-1][0] == width:
            width, node = 2 * width, _node_hash(waiting.pop()[1], node)
        waiting.append((width, node))
    if not waiting:
        return hashlib.sha256().digest()
    _, root = waiting.pop()
    while waiting:
        root = _node_hash(waiting.pop()[1], root)
    return root


def path_to(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Return the hashes that lead from a leaf to the root, the nearest first.

    :param index: place of the leaf, from 0.
    :source: RFC 9162, 2.1.3.1.
    """
    path = []
    first, last = 0, len(leaves)
    while last - first > 1:
        middle = first + _widest_below(last - first)
        if index < middle:
            path.append(root_of(leaves[middle:last]))
            last = middle
        else:
            path.append(root_of(leaves[first:middle]))
            first = middle
    return path[::-1]


def leads_to_root(leaf: bytes, index: int, count: int, path: Sequence[bytes], root: bytes) -> bool:
    """Say whether a leaf stands at a place of the tree that has a root.

    :param count: how many leaves the tree has.
    :param path: as :func:`path_to` gives it.
    :source: RFC 9162, 2.1.3.2.
    """
    if not 0 <= index < count:
        return False
    place, last, node = index, count - 1, _leaf_hash(leaf)
    for beside in path:
        if last == 0:
            return False
        if place % 2 or place == last:
            node = _node_hash(beside, node)
            while place % 2 == 0 and place:
                place, last = place // 2, last // 2
        else:
            node = _node_hash(node, beside)
        place, last = place // 2, last // 2
    return last == 0 and node == root


def _widest_below(count: int) -> int:
    """Return the greatest power of two that is smaller than a count of 2 or more."""
    return 1 << (count - 1).bit_length() - 1


def _leaf_hash(leaf: bytes) -> bytes:
    return hashlib.sha256(_LEAF_SIDE + leaf).digest()


def _node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(_NODE_SIDE + left + right).digest()
