"""`deploy/prepare` in a copy of what it reads; nothing here installs anything."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from deploy.locks import ROOT

PO = "complaints/translations/th/LC_MESSAGES/messages.po"
HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
BROKEN = '#, python-format\nmsgid "%(days)s days"\nmsgstr "%(dayz)s วัน"\n'


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone whose environment is this one, and whose stamps say that all is installed."""
    for name in ("deploy/prepare", "requirements.txt", "requirements-dev.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    programs = tmp_path / ".venv/bin"
    programs.mkdir(parents=True)
    for name in ("python", "pybabel"):
        (programs / name).symlink_to(Path(sys.executable).parent / name)
    po = tmp_path / PO
    po.parent.mkdir(parents=True)
    po.write_text(HEADER + 'msgid "Track"\nmsgstr "ติดตาม"\n')
    locks = b"".join((ROOT / f"requirements{kind}.txt").read_bytes() for kind in ("", "-dev"))
    for name, read in {"run": (ROOT / "requirements.txt").read_bytes(), "test": locks}.items():
        hashed = subprocess.run(
            ["/usr/bin/sha256sum"], input=read, capture_output=True, check=True
        ).stdout
        (tmp_path / f".venv/.prepared-{name}").write_bytes(hashed)
    return tmp_path


def prepare(clone: Path, *words: str, path: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [clone / "deploy/prepare", *words],
        env={**os.environ, "PATH": path or os.environ["PATH"]},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_catalogue_is_compiled_once_and_again_when_it_changes(clone: Path) -> None:
    po, mo = clone / PO, (clone / PO).with_suffix(".mo")

    assert prepare(clone, "test").returncode == 0
    assert "ติดตาม".encode() in mo.read_bytes()

    first = mo.stat().st_mtime_ns
    assert prepare(clone, "test").stderr == ""
    assert mo.stat().st_mtime_ns == first

    po.write_text(po.read_text().replace("ติดตาม", "ติดตามเรื่อง"))
    os.utime(po, ns=(first + 10**9, first + 10**9))
    assert prepare(clone, "test").returncode == 0
    assert "ติดตามเรื่อง".encode() in mo.read_bytes()


def test_nothing_to_do_takes_no_time(clone: Path) -> None:
    prepare(clone, "test")

    took = []
    for _ in range(3):
        began = time.perf_counter()
        assert prepare(clone, "test").returncode == 0
        took.append(time.perf_counter() - began)
    assert min(took) < 0.3


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        pytest.param("fuzzy", "fuzzy", id="a catalogue that Babel would skip"),
        pytest.param("broken", "does not compile", id="a translation that would fail on a page"),
        pytest.param("missing", "is missing", id="no catalogue"),
    ],
)
def test_a_catalogue_that_cannot_be_used_ends_it(clone: Path, spoil: str, words: str) -> None:
    po = clone / PO
    texts = {"fuzzy": "#, fuzzy\n" + po.read_text(), "broken": HEADER + BROKEN}
    if spoil == "missing":
        po.unlink()
    else:
        po.write_text(texts[spoil])

    ended = prepare(clone, "run")

    assert ended.returncode == 1
    assert words in ended.stderr
    assert not po.with_suffix(".mo").exists()


def test_a_package_that_is_missing_is_named_where_nothing_can_install_it(
    clone: Path, tmp_path: Path
) -> None:
    """A machine with neither dpkg nor apt: all that prepare itself calls, and no more."""
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("bash", "env", "flock", "dirname", "cat", "sha256sum", "grep", "mv"):
        (tools / name).symlink_to(str(shutil.which(name)))

    ended = prepare(clone, "run", path=str(tools))

    assert ended.returncode == 1
    assert "there is no apt-get here" in ended.stderr
    assert "libpango-1.0-0" in ended.stderr


def test_it_must_be_told_what_for(clone: Path) -> None:
    assert "usage" in prepare(clone).stderr
    assert prepare(clone).returncode == 1
