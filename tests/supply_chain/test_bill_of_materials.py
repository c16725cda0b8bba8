from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from deploy.bill_of_materials import write_bill
from deploy.locks import LOCKS, read_lock


@pytest.fixture(scope="module")
def bill_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    """Return the bill of a lock; the generator takes seconds, so each is written once."""
    folder = tmp_path_factory.mktemp("bills")

    @cache
    def written(lock: Path) -> Path:
        write_bill(lock, folder / f"{lock.name}.json")
        return folder / f"{lock.name}.json"

    return written


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_the_bill_names_exactly_what_is_locked(lock: Path, bill_of: Callable[[Path], Path]) -> None:
    bill = json.loads(bill_of(lock).read_text())
    listed = {
        (part["name"], part["version"]): {
            found["content"]
            for reference in part["externalReferences"]
            for found in reference.get("hashes", [])
        }
        for part in bill["components"]
    }
    assert listed == {(p.name, p.version): p.hashes for p in read_lock(lock)}
    assert bill["metadata"]["component"]["name"] == "complaints"
    assert bill["metadata"]["component"]["licenses"][0]["license"]["id"] == "EUPL-1.2"


def test_the_same_locks_give_the_same_bytes(
    tmp_path: Path, bill_of: Callable[[Path], Path]
) -> None:
    write_bill(LOCKS[0], tmp_path / "again.json")

    assert (tmp_path / "again.json").read_bytes() == bill_of(LOCKS[0]).read_bytes()
