"""The way of a release by command line: draft, check, acknowledge, publish, correct, verify."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import FlaskGroup
from sqlalchemy.orm import Session

from complaints.assembly import assemble
from complaints.casework.enrolment import enrol
from complaints.casework.roster import sign_entry
from complaints.casework.signing_in import resume, sign_in
from complaints.domain.calendar import BANGKOK
from complaints.domain.channel import Channel, Kind
from complaints.intake.grievance import file_grievance
from complaints.intake.reports import GrievanceReport
from complaints.records.database import db
from complaints.records.guards import lift_guards
from complaints.statistics.drafting import draft_on_its_way
from complaints.vault.totp import totp_at
from complaints.work.office import Office
from config import SECRET_NAMES
from tests.factories.office import Clock
from tests.statistics.verifying import Downloads, downloaded

FOUNDED = datetime(2025, 10, 1, 10, 0, tzinfo=BANGKOK)
WORDS = "กล้วย-ไม้ดอก-แม่น้ำ-ภูเขา-ทะเล-เรือใบ"
NOTHING = ("--problems-th=ไม่มี", "--obstacles-th=ไม่มี", "--remedies-th=ไม่มี")
CHANGED = "Somebody changed this in the meantime."
EMPTY, NOTHING_THERE = "This must be filled in.", "There is nothing here."


@dataclass
class Console:
    """A server's console, with the people whose names and codes are typed there."""

    instance: Path
    clock: Clock
    apps: list[Flask] = field(default_factory=list)

    def type(self, *words: str, who: str = "") -> Result:
        """Run a command; where somebody must sign, that person's words are typed."""
        self.clock.pass_seconds(60)  # a code of the telephone serves once
        group = FlaskGroup(create_app=self.assembled, add_version_option=False)
        typed = f"{who}\n{WORDS}\n{self.telephone(who)}\n" if who else ""
        return CliRunner().invoke(group, list(words), input=typed, prog_name="flask")

    def release(self, step: str, *more: str, who: str, year: str = "2569") -> Result:
        """Take a step of the way of a release of grievances."""
        return self.type("release", step, "grievance", year, *more, who=who)

    def telephone(self, who: str) -> str:
        """Return what the telephone of a person shows now."""
        return totp_at(secret_of(who), self.clock().timestamp())

    def assembled(self) -> Flask:
        """Assemble the service anew, as every command does."""
        self.apps.append(assemble())
        return self.apps[-1]

    @contextmanager
    def office(self) -> Iterator[Office]:
        """Hand out the office for what is not done on a console."""
        app = self.assembled()
        with app.app_context():
            office = app.extensions["office"]
            assert isinstance(office, Office)
            yield office
            db.session.remove()

    def execute(self, statement: str) -> int:
        """Change the database as its owner, whom no guard stops; return how many rows."""
        engine = sa.create_engine(f"sqlite:///{self.instance / 'complaints.sqlite'}")
        with engine.begin() as connection:
            lift_guards(connection)
            changed = connection.execute(sa.text(statement)).rowcount
        engine.dispose()
        return changed

    def downloads(self, folder: Path) -> Downloads:
        """Return everything that was published, as anybody downloads it."""
        engine = sa.create_engine(f"sqlite:///{self.instance / 'complaints.sqlite'}")
        with Session(engine) as session:
            found = downloaded(session, folder)
        engine.dispose()
        return found

    def close(self) -> None:
        """Let go of the database."""
        for app in self.apps:
            if "sqlalchemy" in app.extensions:
                with app.app_context():
                    db.engine.dispose()


def secret_of(who: str) -> bytes:
    """Return the secret in a person's telephone."""
    return who.encode().ljust(20, b"-")


@contextmanager
def a_console(instance: Path) -> Iterator[Console]:
    """Open a console over an instance, under a clock that stands still until it is moved."""
    clock = Clock(FOUNDED)
    with pytest.MonkeyPatch.context() as patch:
        for name in (*SECRET_NAMES, "DATABASE_URL", "SURFACE", "PUBLIC_URL", "PORT"):
            patch.delenv(name, raising=False)
        patch.setenv("INSTANCE_DIR", str(instance))
        patch.setenv("FLASK_RUN_FROM_CLI", "true")
        # A command takes no clock: the months of a fiscal year cannot be waited for.
        patch.setattr("complaints.assembly.Office", partial(Office, now=clock))
        console = Console(instance, clock)
        yield console
        console.close()


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An agency made by ``init``, whose people have enrolled, with three grievances."""
    folder = tmp_path_factory.mktemp("founded")
    (folder / "stick").mkdir()
    with a_console(folder / "instance") as console:
        made = console.type(
            "init", "--name-th=เทศบาลตำบลสมมติ", "--name-en=Sommut Municipality",
            "--administrator=admin; นายสมมติ ดูแล; ผู้ดูแลระบบ",
            "--officer=grievance; ear; นางสาวสมมติ รับฟัง; นักประชาสัมพันธ์; สำนักปลัด",
            "--officer=grievance; eye; นายสมมติ ตรวจทาน; นิติกร; สำนักปลัด",
            f"--recovery-folder={folder / 'stick'}",
        )  # fmt: skip
        assert made.exit_code == 0, made.output
        invited = console.type(
            "officers", "invite", "--name=mayor", "--full-name=นางสมมติ นำทาง",
            "--position=นายกเทศมนตรี", "--role=executive",
        )  # fmt: skip
        links = re.findall(r"/desk/enrol/(\S{20,})", made.output + invited.output)
        with console.office() as office:
            for who, link in zip(("admin", "ear", "eye", "mayor"), links, strict=True):
                enrol(
                    office, link_token=link, passphrase=WORDS, totp_secret=secret_of(who),
                    totp=console.telephone(who),
                )  # fmt: skip
            sign_the_roster(console, office)
            for days in (2, 40, 75):
                console.clock.instant = FOUNDED + timedelta(days=days)
                report = GrievanceReport(kind=Kind.GRIEVANCE, details="ไฟทางดับหลายดวง")
                file_grievance(office, form_token=f"form-{days}", report=report)
    return folder / "instance"


def sign_the_roster(console: Console, office: Office) -> None:
    """Let the first officer sign for the second."""
    console.clock.pass_seconds(60)
    cookie = sign_in(office, name="ear", passphrase=WORDS, totp=console.telephone("ear"))
    actor = resume(office, cookie.value)
    assert actor is not None
    with office.writing(Channel.GRIEVANCE) as work:
        sign_entry(work, actor, number=2)


@pytest.fixture
def console(founded: Path, tmp_path: Path) -> Iterator[Console]:
    """A console of its own half a year later, over a copy of that agency."""
    shutil.copytree(founded, tmp_path / "instance")
    with a_console(tmp_path / "instance") as one:
        one.clock.instant = datetime(2026, 4, 2, 9, 0, tzinfo=BANGKOK)
        yield one


def done(result: Result) -> str:
    """Return what a command that did its work said."""
    assert result.exit_code == 0, result.output
    return result.output


def refused(result: Result) -> str:
    """Return the one sentence of a command that refused, and nothing that was typed."""
    assert result.exit_code == 1, result.output
    assert "Traceback" not in result.output
    assert WORDS not in result.output
    return result.output.rpartition("Error: ")[2].strip()


def go_the_way(console: Console, *more: str) -> str:
    """Go the whole way of a release and return its address."""
    assert "flask release check" in done(console.release("draft", *NOTHING, *more, who="ear"))
    assert "flask release acknowledge" in done(console.release("check", who="eye"))
    assert "flask release publish" in done(console.release("acknowledge", who="mayor"))
    return done(console.release("publish", who="ear")).split()[-1]


def test_a_release_goes_its_way_is_corrected_and_holds_for_everybody(
    console: Console, tmp_path: Path, capsys: Any
) -> None:
    assert "grievance 2569: 9 periods not yet published" in done(console.type("release", "list"))
    seen = done(console.release("preview", who=""))
    assert re.search(r"half\s+2025-10-01\s+2026-03-31\s+0\s+3\b", seen)
    assert "This would be release 1 of 2569, provisional." in seen

    assert go_the_way(console) == "http://127.0.0.1:8000/statistics/grievance/2569/r1/"
    status, said = console.downloads(tmp_path / "first").says(capsys)
    assert (status, "read grievance/2569/r1: 3 cases up to 2026-03-31" in said) == (0, True), said

    console.clock.instant = datetime(2026, 10, 5, 9, 0, tzinfo=BANGKOK)
    assert refused(console.release("draft", *NOTHING, who="ear")) == f"reason_th: {EMPTY}"
    why = ("--reason-th=สิ้นปีงบประมาณ", "--reason-en=The year is over")
    assert go_the_way(console, *why).endswith("/statistics/grievance/2569/r2/")
    status, said = console.downloads(tmp_path / "both").says(capsys)
    assert (status, "BAD" in said) == (0, False), said
    listed = done(console.type("release", "list"))
    assert re.search(r"grievance\s+2569\s+r1\s+2026-04-02\s+2026-04-02\s+provisional", listed)
    assert re.search(r"grievance\s+2569\s+r2\s+2026-10-05\s+2026-10-05\s+final", listed)
    assert done(console.type("verify"))
    page = console.assembled().test_client().get("/statistics/grievance/2569/r2/changes/?lang=en")
    assert (page.status_code, "The year is over" in page.text) == (200, True)


def test_no_step_is_taken_before_its_turn_nor_by_who_may_not(console: Console) -> None:
    def refusal(step: str, who: str) -> str:
        return refused(console.release(step, who=who))

    assert refusal("check", "eye") == NOTHING_THERE
    done(console.release("draft", *NOTHING, who="ear"))
    assert refusal("publish", "ear") == "The executive must acknowledge the draft first."
    assert refusal("acknowledge", "mayor") == "The draft must be checked first."
    assert refusal("check", "ear") == "This takes two people; somebody else has to confirm it."
    done(console.release("check", who="eye"))
    assert refusal("check", "eye") == "The draft has been checked already."
    assert refusal("acknowledge", "ear") == NOTHING_THERE
    done(console.release("acknowledge", who="mayor"))
    assert refusal("publish", "mayor") == NOTHING_THERE
    assert refusal("publish", "nobody").startswith("Name, passphrase or code is not right.")

    assert "r1" not in done(console.type("release", "list"))


def test_a_step_counts_for_the_draft_that_was_shown(console: Console) -> None:
    assert refused(console.release("show", who="")) == NOTHING_THERE
    done(console.release("draft", *NOTHING, "--problems-en=None at all", who="ear"))
    shown = done(console.release("show", who=""))
    seen = f"--draft={shown.split()[-1]}"

    assert re.search(r"half\s+2025-10-01\s+2026-03-31\s+0\s+3\b", shown)
    assert "problems: ไม่มี\nproblems: None at all\nobstacles: ไม่มี\n" in shown
    assert "drafted: นางสาวสมมติ รับฟัง (นักประชาสัมพันธ์), 2026-04-02\nchecked: not yet" in shown
    done(console.release("draft", *NOTHING, "--problems-en=Quite a few", who="ear"))
    assert refused(console.release("check", seen, who="eye")).startswith(CHANGED)
    seen = f"--draft={done(console.release('show', who='')).split()[-1]}"
    done(console.release("check", seen, who="eye"))
    assert refused(console.release("acknowledge", "--draft=0", who="mayor")).startswith(CHANGED)
    done(console.release("acknowledge", seen, who="mayor"))
    assert "acknowledged: นางสมมติ นำทาง" in done(console.release("show", who=""))


@pytest.mark.parametrize(
    ("option", "sentence"),
    [
        pytest.param("--problems-th=  ", "problems_th: {empty}", id="problems are not written"),
        pytest.param("--as-of=2026-04-03", "as_of: This day is still to come.", id="tomorrow"),
    ],
)
def test_what_a_draft_must_not_say_is_refused_and_not_kept(
    console: Console, option: str, sentence: str
) -> None:
    wrong = refused(console.release("draft", *NOTHING, option, who="ear"))

    assert wrong.startswith(sentence.format(empty=EMPTY))
    with console.office() as office, office.reading(Channel.GRIEVANCE) as work:
        assert draft_on_its_way(work, 2569) is None


def test_books_that_do_not_balance_are_refused_and_named(console: Console) -> None:
    spoil = "UPDATE cases SET state = 'completed', completed_on = '2025-11-01',"
    spoil += " first_completed_on = '2025-11-01' WHERE received_on = '2025-10-03'"
    assert console.execute(spoil) == 1

    unbalanced = console.release("draft", *NOTHING, who="ear")

    assert re.search(r"Journal row \d+: case_received of 2025-10-03", unbalanced.output)
    assert refused(unbalanced) == "The figures do not balance, so they are not published."


def test_figures_that_moved_on_the_way_must_be_drafted_again(console: Console) -> None:
    done(console.release("draft", *NOTHING, who="ear"))
    done(console.release("check", who="eye"))
    done(console.release("acknowledge", who="mayor"))
    today = console.clock.instant
    with console.office() as office:
        console.clock.instant = datetime(2026, 3, 30, 9, 0, tzinfo=BANGKOK)
        report = GrievanceReport(kind=Kind.GRIEVANCE, details="ท่อระบายน้ำตัน")
        file_grievance(office, form_token="one-more", report=report)
    console.clock.instant = today

    moved = refused(console.release("publish", who="ear"))

    assert moved == "The figures have changed since they were drafted. Draft the release again."
    assert "r1" not in done(console.type("release", "list"))
