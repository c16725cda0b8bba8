from __future__ import annotations

import json
from pathlib import Path

import pytest

from deploy.bill_of_materials import write_bill
from deploy.locks import LOCKS, read_lock


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_the_bill_names_exactly_what_is_locked(lock: Path, tmp_path: Path) -> None:
    write_bill(lock, tmp_path / "bill.json")

    bill = json.loads((tmp_path / "bill.json").read_text())
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


def test_the_same_locks_give_the_same_bytes(tmp_path: Path) -> None:
    bills = [tmp_path / name for name in ("one.json", "two.json")]
    for bill in bills:
        write_bill(LOCKS[0], bill)

    one, two = (bill.read_bytes() for bill in bills)
    assert one == two
