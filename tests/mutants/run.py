"""Take each measure of safety away, one at a time, in a copy; its test must fail.

A patch begins with two lines of words: ``Measure:`` what it takes away, and ``Test:`` the
one test that must notice. A test that passes all the same protects nothing: the mutant has
survived, and the run ends with status 1. Names given as arguments run those alone.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parents[1]
COPIED = (
    "complaints", "migrations", "templates", "static", "tests", "translations", "deploy",
    "config.py", "pyproject.toml",
)  # fmt: skip
SECONDS = 300
CAUGHT, SURVIVED, USELESS = "caught", "SURVIVED", "USELESS"


@dataclass(frozen=True)
class Mutant:
    """One patch.

    :ivar measure: what it takes away, in words.
    :ivar test: the test that must fail, as pytest names it.
    """

    name: str
    measure: str
    test: str
    patch: Path


class NotAMutant(Exception):
    """A patch that says nothing, does not apply, or whose test does not run."""


def mutants() -> list[Mutant]:
    """Return every mutant, by name."""
    return [read_mutant(path) for path in sorted(FOLDER.glob("*.patch"))]


def read_mutant(path: Path) -> Mutant:
    """Return the mutant of a file.

    :raises NotAMutant: it does not say what it takes away, or which test must notice.
    """
    head = path.read_text().splitlines()[:2]
    words = dict(line.split(": ", 1) for line in head if ": " in line)
    if set(words) != {"Measure", "Test"}:
        raise NotAMutant(path.name)
    return Mutant(path.stem, words["Measure"], words["Test"], path)


def applies(mutant: Mutant, tree: Path, *, only_check: bool = False) -> bool:
    """Apply a patch to a tree, or only say whether it could be."""
    how = ["--check"] if only_check else []
    command = ["git", "apply", "-C1", *how, str(mutant.patch)]
    return subprocess.run(command, cwd=tree, capture_output=True, check=False).returncode == 0


def copy_tree(target: Path) -> None:
    """Copy what the tests need; the tools are the ones of this tree."""
    unwanted = shutil.ignore_patterns("__pycache__")
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=unwanted)
        elif source.exists():
            shutil.copy2(source, target / name)
    (target / ".venv").symlink_to(ROOT / ".venv")


def survives(mutant: Mutant, tree: Path) -> bool:
    """Say whether the test of a mutant passes although its measure is gone.

    :raises NotAMutant: the patch does not apply, or its test is not there or does not end.
    """
    if not applies(mutant, tree):
        raise NotAMutant(f"{mutant.name} does not apply")
    command = [sys.executable, "-m", "pytest", "-q", "-x", mutant.test]
    try:
        ran = subprocess.run(
            command, cwd=tree, capture_output=True, text=True, check=False, timeout=SECONDS
        )
    except subprocess.TimeoutExpired as expired:
        raise NotAMutant(f"{mutant.name}: no answer within {SECONDS} s") from expired
    if ran.returncode not in {0, 1}:
        raise NotAMutant(f"{mutant.name}: {(ran.stdout + ran.stderr)[-800:]}")
    return ran.returncode == 0


def judge(clean: Path, mutant: Mutant) -> str:
    """Return in one word how a mutant fared in a copy of a clean tree."""
    tree = clean.parent / mutant.name
    shutil.copytree(clean, tree, symlinks=True)
    try:
        return SURVIVED if survives(mutant, tree) else CAUGHT
    except NotAMutant as useless:
        sys.stdout.write(f"{useless}\n")
        return USELESS
    finally:
        shutil.rmtree(tree)


def main(names: Sequence[str]) -> int:
    """Run the mutants, one on each processor, and say which survive; return 1 if any does."""
    wanted = [mutant for mutant in mutants() if not names or mutant.name in names]
    alive = []
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(os.cpu_count()) as pool:
        clean = Path(folder) / "a clean tree"
        clean.mkdir()
        copy_tree(clean)
        for mutant, verdict in zip(wanted, pool.map(partial(judge, clean), wanted), strict=True):
            alive += [] if verdict == CAUGHT else [mutant]
            sys.stdout.write(f"{verdict:9} {mutant.name}: {mutant.measure}\n")
            sys.stdout.flush()
    sys.stdout.write(f"{len(wanted) - len(alive)} of {len(wanted)} mutants caught\n")
    return 1 if alive or not wanted else 0
