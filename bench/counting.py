"""Publishes a release over many cases, alone in its process: URL CASES; prints JSON.

The whole way is gone that an office goes: count and draft, check, acknowledge,
count again, sign, print every form and store. Writing the cases is not measured,
and is done by a process of its own, whose memory is no part of the release's.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bench.past_cases import add_past_grievances
from complaints import create_app
from complaints.domain.access import Person
from complaints.domain.channel import Channel, Role
from complaints.records.agency import Agency
from complaints.records.database import Model, engine_options, read_only
from complaints.records.models import ALL_TABLES
from complaints.records.officers import Officer
from complaints.statistics.drafting import acknowledge_draft, check_draft, save_draft
from complaints.statistics.preparing import Counting, prepare
from complaints.statistics.releases import Press, publish_release
from complaints.statistics.statements import Statement
from complaints.statistics.words import Words
from complaints.vault.pairs import SigningPair, new_seed
from complaints.web import statistics_press
from config import create_secrets, read_settings

FIRST, TODAY, YEAR = date(2024, 10, 1), date(2025, 10, 2), 2568
NOTHING_TO_SAY = Words("ไม่มี", "None")
STATEMENT = Statement(NOTHING_TO_SAY, NOTHING_TO_SAY, NOTHING_TO_SAY, Words("", ""))


@dataclass
class Counted:
    """Work that can be counted."""

    session: Session
    agency: Agency
    channel: Channel = Channel.GRIEVANCE

    def today(self) -> date:
        """Return the day of counting."""
        return TODAY


@dataclass
class Counter:
    """Hands out such work on a database."""

    engine: sa.Engine
    agency: Agency

    @contextmanager
    def reading(self, channel: Channel) -> Iterator[Counting]:
        """Hand out work that only reads."""
        with read_only(), Session(self.engine) as session:
            yield Counted(session, self.agency, channel)

    @contextmanager
    def writing(self, channel: Channel) -> Iterator[Counting]:
        """Hand out work that is committed at its end."""
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield Counted(session, self.agency, channel)


@dataclass(frozen=True)
class Acting:
    """Somebody of the office who takes a step."""

    person: Person
    full_name: str = "-"
    position: str = "-"


def main(url: str, count: int) -> None:
    """Fill a fresh database, publish once and print how long that took."""
    filling = get_context("spawn").Process(target=_fill, args=(url, count))
    filling.start()
    filling.join()
    if filling.exitcode != 0:
        raise RuntimeError("the database was not filled")
    engine = sa.create_engine(url, **engine_options(url))
    signer = SigningPair(new_seed())
    with Session(engine, expire_on_commit=False) as session:
        agency = Agency(
            is_demonstration=True, founded_on=FIRST, name_th="-", name_en="-",
            centre_name_th="-", centre_name_en="-",
        )  # fmt: skip
        session.add(agency)
        publisher = _appointed(session, Role.OFFICER, signer)
        executive = _appointed(session, Role.EXECUTIVE, None)
        session.commit()
    counter = Counter(engine, agency)
    with tempfile.TemporaryDirectory() as folder:
        press = _press(Path(folder))
        before = _most_megabytes()
        began, worked = time.perf_counter(), time.process_time()
        with counter.reading(Channel.GRIEVANCE) as work:
            total = prepare(work, YEAR, TODAY).headline.ledger.total
        counted = time.perf_counter()
        _publish(counter, publisher, executive, signer, press)
        published = time.perf_counter()
        worked = time.process_time() - worked
    figures = {
        "counting_seconds": counted - began,
        "publishing_seconds": published - counted,
        "processor_seconds": worked,
        "megabytes": _most_megabytes(),
        "megabytes_before": before,
        "total": total,
    }
    print(json.dumps(figures))


def _fill(url: str, count: int) -> None:
    """Make every table in a fresh database, and put the cases into it."""
    assert ALL_TABLES
    engine = sa.create_engine(url, **engine_options(url))
    Model.metadata.create_all(engine)
    with Session(engine) as session:
        add_past_grievances(session, FIRST, count)
        session.execute(sa.text("ANALYZE"))
        session.commit()
    engine.dispose()


def _publish(
    counter: Counter, publisher: Acting, executive: Acting, signer: SigningPair, press: Press
) -> None:
    """Go the whole way of a release."""
    with counter.writing(Channel.GRIEVANCE) as work:
        save_draft(work, publisher, fiscal_year_be=YEAR, as_of=TODAY, statement=STATEMENT)
        check_draft(work, publisher, fiscal_year_be=YEAR)
        acknowledge_draft(work, executive, fiscal_year_be=YEAR)
    publish_release(
        counter,
        Channel.GRIEVANCE,
        publisher=publisher,
        signer=signer,
        press=press,
        fiscal_year_be=YEAR,
    )


def _appointed(session: Session, role: Role, signer: SigningPair | None) -> Acting:
    channel = None if role is Role.EXECUTIVE else Channel.GRIEVANCE
    officer = Officer(
        name=role.value, full_name="-", position="-", role=role.value,
        channel=channel.value if channel else None, unit_id=None, appointed_on=FIRST,
        signing_key=signer.public if signer else None,
    )  # fmt: skip
    session.add(officer)
    session.flush()
    return Acting(Person(officer.id, role, channel, is_appointed=True, is_rostered=bool(signer)))


def _press(instance: Path) -> Press:
    """Return the press of a whole service; it prints without its database."""
    create_secrets(instance)
    return statistics_press.Press(create_app(read_settings({"INSTANCE_DIR": str(instance)})))


def _most_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
