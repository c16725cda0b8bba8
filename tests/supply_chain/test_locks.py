from __future__ import annotations

import re
import sys
from importlib.metadata import distributions
from pathlib import Path

import pytest
from packaging.version import Version

from deploy.locks import LOCKS, ROOT, Locked, LockRefusedError, read_lock

HASH = "--hash=sha256:" + "0" * 64


def normalised(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def wanted(path: Path) -> dict[str, str]:
    lines = path.read_text().splitlines()
    pins = [line.split("==") for line in lines if line and not line.startswith(("#", "-c "))]
    return {normalised(name.split("[")[0]): version for name, version in pins}


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_a_lock_file_is_nothing_but_pinned_packages_with_hashes(path: Path) -> None:
    locked = read_lock(path)

    assert len(locked) > 20
    assert len({package.name for package in locked}) == len(locked)
    assert not re.search(
        r"://|--(index|extra|find|trusted)|/(home|root|opt|tmp)/", path.read_text()
    )


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_what_is_asked_for_is_what_is_locked(path: Path) -> None:
    locked = {package.name: package.version for package in read_lock(path)}

    assert wanted(path.with_suffix(".in")).items() <= locked.items()


def test_the_two_lock_files_agree_where_they_meet() -> None:
    runtime, dev = ({p.name: p for p in read_lock(path)} for path in LOCKS)

    assert [name for name in runtime.keys() & dev.keys() if runtime[name] != dev[name]] == []


def test_what_runs_here_is_what_is_locked() -> None:
    locked = {package.name: package.version for path in LOCKS for package in read_lock(path)}
    here = [path for path in sys.path if "site-packages" in path]
    installed = {normalised(d.name): Version(d.version) for d in distributions(path=here)}

    wanted_here = {name: Version(version) for name, version in locked.items()}
    assert {name: installed.get(name) for name in locked} == wanted_here


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("flask==3.1.3", id="no hash"),
        pytest.param(f"flask>=3.1.3 {HASH}", id="no pin"),
        pytest.param("flask==3.1.3 --hash=md5:00", id="weak hash"),
        pytest.param(f"flask @ https://files.example/flask.whl {HASH}", id="an address"),
        pytest.param("--extra-index-url https://index.example/", id="another index"),
        pytest.param("--find-links wheels", id="a folder"),
        pytest.param("-e .", id="editable"),
        pytest.param(f"flask==3.1.3 {HASH} --hash=sha256:00", id="a hash cut short"),
    ],
)
def test_anything_else_in_a_lock_file_is_refused(line: str, tmp_path: Path) -> None:
    lock = tmp_path / "requirements.txt"
    lock.write_text(line + "\n")

    with pytest.raises(LockRefusedError):
        read_lock(lock)


def test_a_locked_package_is_read_with_all_its_hashes(tmp_path: Path) -> None:
    lock = tmp_path / "requirements.txt"
    other = HASH.replace("0" * 64, "1" * 64)
    lock.write_text(f"# why\npsycopg[binary]==3.3.9 \\\n    {HASH} \\\n    {other}\n    # via us\n")

    assert read_lock(lock) == [Locked("psycopg", "3.3.9", frozenset({"0" * 64, "1" * 64}))]


def test_the_locks_are_resolved_for_the_oldest_python_that_is_served() -> None:
    assert "--python-version 3.11.2" in (ROOT / "Makefile").read_text()
