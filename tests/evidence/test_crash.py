from __future__ import annotations

import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from complaints.evidence import keep, store
from complaints.evidence.ports import FileCipher
from complaints.evidence.store import FolderStore, today_in_bangkok
from tests.evidence.samples import files_below

ROOT = Path(__file__).parents[2]
STEPS = ("files_arrived", *keep.STEPS[:2], *store.STEPS, *keep.STEPS[2:], "told")


def killed_at(step: str, folder: Path) -> list[list[str]]:
    """Return the files that the killed process had told of."""
    ran = subprocess.run(
        [sys.executable, "-m", "tests.evidence.crash_child", str(folder), step],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == -signal.SIGKILL, ran.stderr
    return [line.split() for line in ran.stdout.splitlines()]


@pytest.mark.parametrize("step", STEPS)
def test_a_kill_leaves_nothing_in_clear_and_nothing_that_cannot_be_swept(
    step: str, folder: Path, cipher: FileCipher
) -> None:
    told = killed_at(step, folder)

    left = list(files_below(folder))
    assert left, "the process was killed before anything was there"
    assert all(b"CANARY" not in path.read_bytes() for path in left)
    known = {blob_id for blob_id, _, _ in told}
    later = FolderStore(folder, today=lambda: today_in_bangkok() + timedelta(days=2))
    assert later.missing(known) == set()
    later.sweep(today_in_bangkok() + timedelta(days=1), known)
    assert {path.name for path in files_below(folder)} == known
    for blob_id, key, size in told:
        opened = keep.open_kept(blob_id, bytes.fromhex(key), int(size), store=later, cipher=cipher)
        assert b"CANARY" in b"".join(opened)
    assert len(told) == (2 if step == "told" else 0)
