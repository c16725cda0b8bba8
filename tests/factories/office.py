"""A running office for tests: a real database, real folders, a clock that can be set."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, scoped_session, sessionmaker

from complaints.casework.signing_in import actor_of
from complaints.domain.calendar import BANGKOK
from complaints.domain.channel import Channel, Kind
from complaints.evidence.clean import FileCleaner
from complaints.evidence.limits import EvidenceLimits
from complaints.evidence.spool import SealedPart, UploadSession
from complaints.evidence.store import BlobStore, FolderStore
from complaints.intake.corruption import file_corruption
from complaints.intake.grievance import file_grievance
from complaints.intake.registration import Receipt
from complaints.intake.reports import CorruptionReport, GrievanceReport
from complaints.records import officers
from complaints.records.cases import Case
from complaints.records.database import engine_options
from complaints.records.guards import lift_guards
from complaints.tracking.visits import Visitor, enter, resume
from complaints.vault.totp import totp_at
from complaints.work import Actor, Work
from complaints.work.attachments import CIPHER
from complaints.work.office import Office
from config import Settings
from tests.factories.founding import ATTEST_SEED
from tests.factories.people import owned_by

A_MONDAY = datetime(2026, 11, 16, 10, 0, tzinfo=BANGKOK)
_tokens = iter(range(10**9))


@dataclass
class Clock:
    """The clock of an office under test; it stands still until it is moved."""

    instant: datetime = A_MONDAY

    def __call__(self) -> datetime:
        """Return the instant, as UTC."""
        return self.instant.astimezone(UTC)

    def pass_days(self, days: int) -> date:
        """Move on by whole days and return the day it is then."""
        self.instant += timedelta(days=days)
        return self.instant.date()

    def pass_seconds(self, seconds: float) -> None:
        """Move on by seconds."""
        self.instant += timedelta(seconds=seconds)


@dataclass
class AnOffice:
    """An office with everything a test wants to ask it for."""

    office: Office
    clock: Clock
    engine: sa.Engine
    sessions: scoped_session[Session]
    folder: Path
    uploads: list[UploadSession] = field(default_factory=list)

    def actor(self, key: str) -> Actor:
        """Return a person of the office, signed in."""
        return actor_of(self.office, self.account(key), owned_by(key))

    def account(self, key: str) -> officers.Officer:
        """Return the account of a person of the office."""
        with self.office.reading(Channel.GRIEVANCE) as work:
            account = officers.find_by_name(work.session, key)
        assert account is not None, key
        return account

    def id_of(self, key: str) -> str:
        """Return the id of a person of the office."""
        return self.account(key).id

    def totp(self, key: str) -> str:
        """Return what a person's telephone shows now."""
        return totp_at(owned_by(key).totp_secret, self.clock().timestamp())

    @contextmanager
    def reading(self, channel: Channel) -> Iterator[Work]:
        """Hand out work that only reads."""
        with self.office.reading(channel) as work:
            yield work

    @contextmanager
    def writing(self, channel: Channel) -> Iterator[Work]:
        """Hand out work that is committed at its end."""
        with self.office.writing(channel) as work:
            yield work

    def file_corruption(self, **changes: Any) -> Receipt:
        """File a corruption report and return its receipt."""
        form_token, parts, report = _split(changes)
        report = {"kind": Kind.COMPLAINT, "details": "เรียกรับเงินก่อนออกใบอนุญาต", **report}
        return file_corruption(
            self.office, form_token=form_token, report=CorruptionReport(**report), parts=parts
        )

    def file_grievance(self, **changes: Any) -> Receipt:
        """File a grievance and return its receipt."""
        form_token, parts, report = _split(changes)
        report = {"kind": Kind.GRIEVANCE, "details": "ถนนหน้าบ้านพังมานานแล้ว", **report}
        return file_grievance(
            self.office, form_token=form_token, report=GrievanceReport(**report), parts=parts
        )

    def file(self, channel: Channel, **changes: Any) -> Receipt:
        """File a report on a channel and return its receipt."""
        on = self.file_corruption if channel is Channel.CORRUPTION else self.file_grievance
        return on(**changes)

    def case(self, receipt: Receipt) -> Case:
        """Return the row of a case."""
        with self.reading(receipt.channel) as work:
            return work.session.scalars(sa.select(Case).where(Case.number == receipt.number)).one()

    def visitor(self, receipt: Receipt) -> Visitor:
        """Return the reporter of a case, who has entered the code."""
        assert receipt.code is not None
        return self.visitor_of(receipt.code)

    def visitor_of(self, code: str) -> Visitor:
        """Return the reporter who has entered a code."""
        visitor = resume(self.office, enter(self.office, code).value)
        assert visitor is not None
        return visitor

    def part(self, channel: Channel, body: bytes, name: str = "หลักฐาน.txt") -> SealedPart:
        """Return a file that has arrived for a channel."""
        limits = EvidenceLimits(disk_floor_bytes=0)
        session = UploadSession(self.office.stores[channel], CIPHER, limits, None)
        self.uploads.append(session)
        part = session.receive(name)
        part.write(body)
        part.seek(0)
        return part

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Return every row of a table as the database holds it."""
        with self.engine.connect() as connection:
            return [
                dict(row)
                for row in connection.execute(sa.text(f"SELECT * FROM {table}")).mappings()  # noqa: S608 - our own table names
            ]

    def execute(self, statement: str, **values: Any) -> None:
        """Change the database behind the office's back, as its owner, whom no guard stops."""
        with self.engine.begin() as connection:
            lift_guards(connection)
            connection.execute(sa.text(statement), values)
        self.sessions.remove()

    def close(self) -> None:
        """Let go of every connection and every file that was not kept."""
        for upload in self.uploads:
            upload.discard()
        self.sessions.remove()
        self.engine.dispose()


def an_office(url: str, folder: Path, clock: Clock | None = None) -> AnOffice:
    """Return the office over a database and a folder."""
    clock = clock or Clock()
    engine = sa.create_engine(url, **engine_options(url))
    sessions = scoped_session(sessionmaker(engine, expire_on_commit=False))
    stores: dict[Channel, BlobStore] = {
        channel: FolderStore(folder / "evidence" / channel.value, today=lambda: clock().date())
        for channel in Channel
    }
    office = Office(
        settings=settings(url, folder),
        session=sessions,
        stores=stores,
        cleaner=FileCleaner(EvidenceLimits()),
        now=clock,
    )
    return AnOffice(office, clock, engine, sessions, folder)


def settings(url: str, folder: Path) -> Settings:
    """Return the settings of an office under test."""
    return Settings(
        instance=folder,
        database_url=url,
        public_url="http://127.0.0.1:8000",
        trusted_hosts=("127.0.0.1", "localhost"),
        disk_floor_bytes=0,
        smtp_sender="notices@agency.example",
        secret_key=b"k" * 32,
        code_secret=b"c" * 32,
        corruption_pepper=b"p" * 32,
        grievance_pepper=b"q" * 32,
        attest_seed=ATTEST_SEED,
    )


def a_form_token() -> str:
    """Return a one-time token of a form that nobody has sent yet."""
    return f"form-{next(_tokens):08d}"


def _split(changes: dict[str, Any]) -> tuple[str, list[SealedPart], dict[str, Any]]:
    rest = dict(changes)
    return rest.pop("form_token", None) or a_form_token(), rest.pop("parts", []), rest
