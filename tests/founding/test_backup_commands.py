"""Backup and restore as the operator types them, on a new server in the old one's stead."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.founding.test_commands import Run, init, instance, run, stick

__all__ = ["instance", "run", "stick"]


@pytest.fixture
def backup(run: Run, instance: Path, stick: Path, tmp_path: Path) -> dict[str, Path]:
    """A backup of a founded agency, unlocked, with its last signed heads."""
    init(run, stick)
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    for words in (("jobs", "run"), ("backup", str(shelf)), ("jobs", "run")):
        assert run(*words).exit_code == 0
    (head,) = shelf.glob("heads-*.json")
    content, keys = sorted(shelf.glob("*.tar"))
    unlocked = shelf / "unlocked.json"
    files = [word for path in stick.iterdir() for word in ("--key", str(path))]
    result = run("unlock", str(keys), str(unlocked), *files)
    assert result.exit_code == 0, result.output
    assert unlocked.stat().st_mode & 0o777 == 0o600
    return {"content": content, "keys": keys, "unlocked": unlocked, "head": head}


def restore(run: Run, backup: dict[str, Path]) -> tuple[int, str]:
    result = run("restore", *(w for name, path in backup.items() for w in (f"--{name}", str(path))))
    return result.exit_code, result.output


def test_a_new_server_takes_the_old_ones_place(
    run: Run,
    backup: dict[str, Path],
    instance: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fresh = tmp_path / "new-server"
    monkeypatch.setenv("INSTANCE_DIR", str(fresh))

    status, said = restore(run, backup)

    assert (status, "Traceback" in said) == (0, False), said
    old, new = (json.loads((place / "secrets.json").read_text()) for place in (instance, fresh))
    assert {name: new[name] for name in new} == {name: old[name] for name in new}
    assert (fresh / "secrets.json").stat().st_mode & 0o777 == 0o600
    assert "ear" in run("officers", "list").output
    verified = run("verify")
    assert verified.exit_code == 0, verified.output
    again, said = restore(run, backup)
    assert again == 1
    assert "There is an agency here already" in said


def test_a_restore_over_an_agency_is_refused(run: Run, backup: dict[str, Path]) -> None:
    status, said = restore(run, backup)

    assert status == 1
    assert "There is an agency here already" in said


def test_a_refused_restore_leaves_no_secrets_behind(
    run: Run, backup: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INSTANCE_DIR", str(tmp_path / "new-server"))
    backup["keys"].write_bytes(b"no archive")

    status, said = restore(run, backup)

    assert (status, "Traceback" in said) == (1, False)
    assert not (tmp_path / "new-server" / "secrets.json").exists()
