"""The commands of the console, as the operator types them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import FlaskGroup

from complaints.assembly import assemble
from complaints.records.database import db
from complaints.records.guards import GUARDED, lay_guards, lift_guards
from config import SECRET_NAMES

Run = Callable[..., Result]
COMMANDS = (
    "backup", "database", "demo", "erase", "init", "jobs", "officers", "record", "recovery",
    "release",
    "restore", "unlock", "verify",
)  # fmt: skip
GROUPS = {
    "database": ("serve-as",),
    "record": ("reach",),
    "jobs": ("run",),
    "officers": ("list", "invite", "renew", "close"),
    "recovery": ("key", "retype", "custodians", "export", "ceremony", "import"),
} | {"release": ("list", "preview", "draft", "check", "acknowledge", "publish")}


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An instance folder that does not exist yet, as on a fresh clone."""
    for name in (*SECRET_NAMES, "DATABASE_URL", "SURFACE", "PUBLIC_URL", "PORT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("INSTANCE_DIR", str(tmp_path / "instance"))
    monkeypatch.setenv("FLASK_RUN_FROM_CLI", "true")
    return tmp_path / "instance"


@pytest.fixture
def run(instance: Path) -> Iterator[Run]:
    """Run one command in a new process's stead: every call assembles the service anew."""
    made: list[Flask] = []

    def assembled() -> Flask:
        made.append(assemble())
        return made[-1]

    def type_command(*words: str, typed: str = "") -> Result:
        group = FlaskGroup(create_app=assembled, add_version_option=False)
        return CliRunner().invoke(group, list(words), input=typed, prog_name="flask")

    yield type_command
    for app in made:
        if "sqlalchemy" in app.extensions:
            with app.app_context():
                db.engine.dispose()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A folder off the server that takes recovery keys."""
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def init(run: Run, stick: Path, *more: str) -> Result:
    return run(
        "init",
        "--name-th=เทศบาลตำบลสมมติ",
        "--name-en=Sommut Municipality",
        "--administrator=admin; นายสมมติ ดูแล; ผู้ดูแลระบบ",
        "--officer=grievance; ear; นางสาวสมมติ รับฟัง; นักประชาสัมพันธ์; สำนักปลัด",
        "--officer=corruption; clean; นายสมมติ ซื่อตรง; นิติกร",
        "--alternate=corruption; other; นางสมมติ สำรอง; ปลัดอำเภอ",
        f"--recovery-folder={stick}",
        *more,
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_in_one_line_what_it_does(run: Run, command: str) -> None:
    listed = run("--help").output

    assert re.search(rf"^  {command}\s+[A-Z]\S+ ", listed, re.MULTILINE)
    for sub in GROUPS.get(command, ()):
        assert re.search(rf"^  {sub}\s+[A-Z]\S+ ", run(command, "--help").output, re.MULTILINE)


@pytest.mark.parametrize(
    "words",
    [("verify",), ("jobs", "run"), ("officers", "list"), ("release", "list")],
    ids=" ".join,
)
def test_before_init_a_command_says_that_init_comes_first(
    run: Run, instance: Path, words: tuple[str, ...]
) -> None:
    result = run(*words)

    assert result.exit_code == 1
    assert result.output.strip() == (
        "Error: There is no agency here yet; run 'flask --app complaints init' first."
    )
    assert not instance.exists()


def test_init_on_a_fresh_clone_founds_an_agency(run: Run, instance: Path, stick: Path) -> None:
    result = init(run, stick)

    assert result.exit_code == 0, result.output
    assert (instance / "secrets.json").stat().st_mode & 0o777 == 0o600
    assert len(re.findall(r"/desk/enrol/\S{20,}", result.output)) == 4
    for path in stick.iterdir():
        kept = json.loads(path.read_text())
        grouped = re.sub(r"(.{4})(?=.)", r"\1 ", kept["first_fingerprint"])
        assert grouped in result.output
        assert kept["private_seed"] not in result.output
    assert run("verify").exit_code == 0


def test_init_names_a_witness_who_signs_and_holds_no_case(run: Run, stick: Path) -> None:
    result = init(run, stick, "--witness=corruption; eyes; นางสมมติ เป็นพยาน; ผู้แทนประชาคม")

    assert result.exit_code == 0, result.output
    assert len(re.findall(r"/desk/enrol/\S{20,}", result.output)) == 5
    listed = run("officers", "list").output
    assert re.search(r"eyes\b.*witness", listed), listed


def test_init_asks_for_what_is_not_given(run: Run, stick: Path) -> None:
    answers = ["เทศบาลตำบลสมมติ", "Sommut", "admin; นายสมมติ; ผู้ดูแลระบบ", str(stick)]

    result = run("init", typed="\n".join(answers) + "\n")

    assert result.exit_code == 0, result.output
    assert "admin" in run("officers", "list").output


def test_init_prints_no_secret_of_the_server(run: Run, instance: Path, stick: Path) -> None:
    result = init(run, stick)

    secrets = json.loads((instance / "secrets.json").read_text())
    assert not [name for name, value in secrets.items() if value in result.output]


def test_a_second_init_is_refused(run: Run, stick: Path, tmp_path: Path) -> None:
    init(run, stick)
    other = tmp_path / "other"
    other.mkdir()

    result = init(run, other)

    assert result.exit_code == 1
    assert result.output.startswith("Error: There is an agency here already")
    assert list(other.iterdir()) == []


def test_init_over_a_database_whose_secrets_are_lost_makes_no_new_ones(
    run: Run, instance: Path, stick: Path, tmp_path: Path
) -> None:
    init(run, stick)
    (instance / "secrets.json").unlink()
    (tmp_path / "other").mkdir()

    result = init(run, tmp_path / "other")

    assert result.exit_code == 1
    assert not (instance / "secrets.json").exists()


def test_a_demonstration_is_not_made_over_a_real_agency(run: Run, stick: Path) -> None:
    init(run, stick)

    assert run("demo").exit_code == 1
    passed_over = run("demo", "--if-missing")
    assert passed_over.exit_code == 0
    assert passed_over.output == "There is a real agency here; no demonstration was made.\n"


@pytest.mark.parametrize(
    ("option", "sentence"),
    [
        pytest.param("--officer=grievance; two words; a; b", "A sign-in name", id="bad name"),
        pytest.param("--officer=elsewhere; good; a; b", "A desk is", id="no such desk"),
        pytest.param("--officer=grievance; good", "semicolons", id="too few fields"),
        pytest.param("--officer=grievance; good; a; b; กองใหม่", "a unit", id="no such unit"),
    ],
)
def test_what_init_cannot_take_founds_nothing(
    run: Run, stick: Path, option: str, sentence: str
) -> None:
    result = init(run, stick, option)

    assert result.exit_code == 1
    assert sentence in result.output
    assert "Traceback" not in result.output
    assert list(stick.iterdir()) == []
    assert run("verify").output.startswith("Error: There is no agency here yet")


def test_officers_are_invited_listed_renewed_and_closed(run: Run, stick: Path) -> None:
    init(run, stick)

    invited = run(
        "officers",
        "invite",
        "--name=newcomer",
        "--full-name=นายสมมติ มาใหม่",
        "--position=นายช่างโยธา",
        "--role=officer",
        "--desk=grievance",
        "--unit=กองช่าง",
    )
    renewed = run("officers", "renew", "newcomer")
    closed = run("officers", "close", "newcomer", "--yes")

    links = [re.fullmatch(r"http\S+/desk/enrol/(\S+)\n", one.output) for one in (invited, renewed)]
    assert all(links)
    assert len({link.group(1) for link in links if link}) == 2
    assert closed.output == "The account newcomer is closed.\n"
    (line,) = [
        line for line in run("officers", "list").output.splitlines() if line.startswith("newcomer")
    ]
    assert line.split()[1:4] == ["officer", "grievance", "closed"]
    assert run("officers", "renew", "newcomer").exit_code == 1
    assert run("officers", "close", "nobody", "--yes").output == (
        "Error: There is no account of that name.\n"
    )


def test_jobs_can_be_repeated(run: Run, stick: Path) -> None:
    init(run, stick)

    assert run("jobs", "run").output == run("jobs", "run").output


def test_nothing_is_published_without_the_officers_own_keys(run: Run, stick: Path) -> None:
    init(run, stick)

    result = run(
        "release", "publish", "grievance", "2569", typed="ear\nno-such-passphrase\n123456\n"
    )

    assert result.exit_code == 1
    assert "no-such-passphrase" not in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        pytest.param(
            "UPDATE journal SET actor_id = 'nobody' WHERE book = 'office' AND number = 2",
            "Journal of office: the chain breaks at row 2.",
            id="a row of the journal was changed",
        ),
        pytest.param(
            "DELETE FROM journal WHERE book = 'grievance' AND number = 2",
            "Journal of grievance: the chain breaks at row 2.",
            id="the last row of the journal was taken out",
        ),
        pytest.param(
            "UPDATE roster_entries SET opening_key = x'00', number = 1"
            " WHERE channel = 'corruption'",
            "Roster of corruption: the chain breaks at entry 1.",
            id="the roster begins with another entry",
        ),
        pytest.param(
            "DELETE FROM roster_entries",
            "Roster of corruption: entry 0 is missing.",
            id="the roster is gone",
        ),
    ],
)
def test_verify_names_the_first_broken_link(
    run: Run, instance: Path, stick: Path, statement: str, named: str
) -> None:
    init(run, stick)
    engine = sa.create_engine(f"sqlite:///{instance / 'complaints.sqlite'}")
    with engine.begin() as connection:
        lift_guards(connection)
        connection.execute(sa.text(statement))
        lay_guards(connection, GUARDED)
    engine.dispose()

    result = run("verify")

    assert result.exit_code == 1
    assert f"Error: {named}" in result.output.splitlines()
