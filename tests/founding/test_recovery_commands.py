"""Custodians from set-up to the ceremony, as people type it on two machines."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from complaints.domain.paper import on_paper
from tests.founding.test_commands import instance, run, stick

__all__ = ["instance", "run", "stick"]

Run = Callable[..., Result]


def custodian(run: Run, folder: Path, name: str) -> Path:
    """Make a custodian's key and return the path of its public half."""
    before = set(folder.iterdir())
    result = run("recovery", "key", str(folder), f"--name={name}")
    assert result.exit_code == 0, result.output
    return next(path for path in set(folder.iterdir()) - before if path.suffix == ".json")


@pytest.fixture
def founded(run: Run, stick: Path) -> dict[str, list[Path]]:
    """An agency that began with custodians; their key files by channel."""
    keys: dict[str, list[Path]] = {}
    words: list[str] = []
    for channel in ("corruption", "grievance"):
        publics = [custodian(run, stick, f"{channel} {number}") for number in range(3)]
        keys[channel] = [Path(str(one).replace(".public.json", ".key")) for one in publics]
        for public in publics:
            words += ["--custodian", channel, str(public)]
    result = run(
        "init",
        "--name-th=เทศบาลตำบลสมมติ",
        "--name-en=Sommut Municipality",
        "--administrator=admin; นายสมมติ ดูแล; ผู้ดูแลระบบ",
        "--officer=corruption; clean; นายสมมติ ซื่อตรง; นิติกร",
        "--quorum=2",
        *words,
    )
    assert result.exit_code == 0, result.output
    return keys


def test_a_key_is_made_where_there_is_no_server_and_comes_back_from_its_sheet(
    run: Run, instance: Path, stick: Path, tmp_path: Path
) -> None:
    public = custodian(run, stick, "นางผู้ถือ กุญแจ <หนึ่ง>")
    file = Path(str(public).replace(".public.json", ".key"))
    seed = bytes.fromhex(json.loads(file.read_text())["custodian_seed"])
    sheet = Path(str(public).replace(".public.json", ".html")).read_text()

    lines = re.findall("<li>(.+)</li>", sheet)
    back = tmp_path / "back"
    back.mkdir()
    typed = "\n".join([lines[0], "ABC ABC ABC", *lines[1:]]) + "\n"
    result = run("recovery", "retype", str(back), "--name=นางผู้ถือ", typed=typed)

    assert tuple(lines) == on_paper(seed)
    assert "&lt;หนึ่ง&gt;" in sheet
    assert result.exit_code == 0, result.output
    assert "mistyped" in result.output
    assert json.loads((back / file.name).read_text())["custodian_seed"] == seed.hex()
    assert {path.stat().st_mode & 0o777 for path in stick.iterdir()} == {0o600}
    assert not instance.exists()
    assert seed.hex() not in result.output


def test_with_custodians_no_single_file_holds_a_recovery_key(
    run: Run, stick: Path, founded: dict[str, list[Path]]
) -> None:
    result = run("recovery", "custodians", "corruption")

    assert all(f"corruption {number}" in result.output for number in range(3))
    assert not list(stick.glob("recovery-*"))
    assert run("verify").exit_code == 0


def test_the_ceremony_says_plainly_when_too_few_have_come(
    run: Run, tmp_path: Path, founded: dict[str, list[Path]]
) -> None:
    export = tmp_path / "export.jsonl"
    assert run("recovery", "export", "corruption", str(export)).exit_code == 0
    again = run("recovery", "export", "corruption", str(export))
    assert "already" in again.output

    one = str(founded["corruption"][0])
    words = ["recovery", "custodians", "corruption", "--quorum=2", "--key", one]
    for key in founded["corruption"]:
        words += ["--public", str(key).replace(".key", ".public.json")]
    result = run(*words)

    assert result.exit_code == 1
    assert result.output.strip().startswith("Error: Too few custodians")


def test_custodians_are_replaced_by_those_who_hold_the_key(
    run: Run, stick: Path, founded: dict[str, list[Path]]
) -> None:
    fresh = [custodian(run, stick, f"ใหม่ {number}") for number in range(3)]
    words = ["recovery", "custodians", "corruption", "--quorum=2"]
    for public in fresh:
        words += ["--public", str(public)]
    for key in founded["corruption"][:2]:
        words += ["--key", str(key)]

    result = run(*words)

    assert result.exit_code == 0, result.output
    shown = run("recovery", "custodians", "corruption").output
    assert "ใหม่ 2" in shown
    assert "corruption 0" not in shown


def test_one_person_cannot_be_a_quorum_of_a_real_agency(
    run: Run, stick: Path, instance: Path
) -> None:
    words: list[str] = []
    for channel in ("corruption", "grievance"):
        words += ["--custodian", channel, str(custodian(run, stick, channel))]

    result = run(
        "init",
        "--name-th=ก",
        "--name-en=A",
        "--administrator=admin; นายสมมติ; ผู้ดูแลระบบ",
        "--quorum=1",
        *words,
    )

    assert result.exit_code == 1
    assert "Too few custodians" in result.output
