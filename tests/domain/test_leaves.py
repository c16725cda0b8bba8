"""The leaves of a release: lines that only a holder knows, and the tree over them."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.domain.leaves import (
    LeafState,
    leads_to_root,
    leaf_of,
    path_to,
    release_name,
    root_of,
)

# Leaves and roots of the reference implementation of Certificate Transparency (RFC 9162 hashes
# as RFC 6962 does): trees of 0 to 8 leaves.
CT_LEAVES = [
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
]  # fmt: skip
CT_ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


@pytest.mark.parametrize("count", range(9))
def test_the_tree_is_the_one_of_the_standard(count: int) -> None:
    leaves = [bytes.fromhex(leaf) for leaf in CT_LEAVES[:count]]

    assert root_of(leaves).hex() == CT_ROOTS[count]


@given(count=st.integers(1, 70), at=st.integers(0, 69), data=st.data())
def test_a_path_leads_from_its_leaf_to_the_root_and_from_no_other(
    count: int, at: int, data: st.DataObject
) -> None:
    leaves = [f"leaf {number}".encode() for number in range(count)]
    index, root = at % count, root_of(leaves)
    path = path_to(leaves, index)

    assert leads_to_root(leaves[index], index, count, path, root)
    assert not leads_to_root(b"another", index, count, path, root)
    assert not leads_to_root(leaves[index], index, count, path, bytes(32))
    assert not leads_to_root(leaves[index], index, count, [*path, bytes(32)], root)
    assert not leads_to_root(leaves[index], count, count, path, root)
    other = data.draw(st.integers(0, count - 1))
    if other != index:
        assert not leads_to_root(leaves[index], other, count, path, root)


def test_a_node_is_never_taken_for_a_leaf() -> None:
    left, right = (hashlib.sha256(b"\x00" + leaf).digest() for leaf in (b"one", b"two"))

    assert root_of([left + right]) != root_of([b"one", b"two"])


def test_a_line_can_be_computed_by_hand() -> None:
    release = release_name("grievance", 2569, 1)
    text = f"complaints-leaf-1\n{'ab' * 32}\nG-1\ngrievance/2569/r1\n1\nin_progress"

    line = leaf_of(b"\xab" * 32, "G-1", release, 1, LeafState.IN_PROGRESS)

    assert line == f"in_progress {hashlib.sha256(text.encode()).hexdigest()}"


def test_no_line_returns_in_another_release_or_for_another_case() -> None:
    token = bytes(32)
    lines = {
        leaf_of(token, number, release, passage, state).split()[1]
        for number in ("A", "B")
        for release in ("grievance/2569/r1", "grievance/2569/r2")
        for passage in (1, 2)
        for state in LeafState
    }

    assert len(lines) == 16
