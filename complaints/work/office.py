"""The office as a running process: it hands out units of work."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from complaints.domain.calendar import day_in_bangkok
from complaints.domain.channel import Channel
from complaints.evidence.clean import CleansFiles
from complaints.evidence.scan import NoScanner, ScansFiles
from complaints.evidence.store import BlobStore
from complaints.records.agency import Agency, the_agency
from complaints.records.database import not_durable, read_only
from complaints.work import ServerSecrets, Work
from complaints.work.ended import Ended
from config import Settings

AGENCY_SECONDS = 2.0
"""How long a process may show the agency's settings of a moment ago."""


class NotSetUp(Exception):
    """The database holds no agency yet; ``flask init`` makes one."""


def utc_now() -> datetime:
    """Return this instant."""
    return datetime.now(UTC)


@dataclass
class AgencyCache:
    """The agency as it was read last."""

    agency: Agency | None = None
    read_at: float = 0.0


@dataclass(frozen=True)
class Office:
    """Hands out units of work over one database and one set of folders.

    :ivar session: returns the session of the running request or command.
    :ivar cleaner: makes files anew, and shows them, in a child process.
    :ivar scanner: looks for viruses in what is sent, where the agency has one.
    :ivar now: the clock.
    """

    settings: Settings
    session: Callable[[], Session]
    stores: dict[Channel, BlobStore]
    cleaner: CleansFiles
    scanner: ScansFiles = field(default_factory=NoScanner)
    now: Callable[[], datetime] = utc_now
    cache: AgencyCache = field(default_factory=AgencyCache)

    @property
    def ended(self) -> Ended:
        """Return the sessions that were ended before their time."""
        return Ended(self.settings.ended_folder)

    def at(self, now: Callable[[], datetime]) -> Office:
        """Return the same office under another clock."""
        return replace(self, now=now)

    def today(self) -> date:
        """Return the day in Bangkok."""
        return day_in_bangkok(self.now())

    def agency(self) -> Agency:
        """Return the agency, at most a few seconds old.

        :raises NotSetUp: there is none.
        """
        cache, session = self.cache, self.session()
        if session.in_transaction():  # what it sees now may yet be rolled back
            return _set_up(the_agency(session))
        if cache.agency is None or time.monotonic() - cache.read_at > AGENCY_SECONDS:
            with self._reading_session() as session:
                cache.agency = the_agency(session)
            cache.read_at = time.monotonic()
        return _set_up(cache.agency)

    @contextmanager
    def reading(self, channel: Channel) -> Iterator[Work]:
        """Hand out work that only reads; what it read stays usable afterwards."""
        agency = self.agency()
        with self._reading_session() as session:
            yield self._work(session, channel, agency)

    @contextmanager
    def writing(self, channel: Channel, *, durable: bool = True) -> Iterator[Work]:
        """Hand out work that is committed at its end, or not at all.

        :param durable: the commit returns when it is on the disk.
        :raises RuntimeError: work is under way already; one inside the other
            would commit the half of it.
        """
        agency = self.agency()
        session = self.session()
        if session.in_transaction():
            raise RuntimeError("work inside work")
        try:
            with nullcontext() if durable else not_durable():
                yield self._work(session, channel, agency)
                session.commit()
            session.expunge_all()
        except BaseException:
            session.rollback()
            raise

    @contextmanager
    def _reading_session(self) -> Iterator[Session]:
        session = self.session()
        if session.in_transaction():
            yield session  # part of the work under way, which ends it
            return
        with read_only():
            try:
                yield session
            finally:
                session.expunge_all()
                session.rollback()

    def _work(self, session: Session, channel: Channel, agency: Agency) -> Work:
        secrets = ServerSecrets(
            self.settings.code_secret,
            {
                Channel.CORRUPTION: self.settings.corruption_pepper,
                Channel.GRIEVANCE: self.settings.grievance_pepper,
            },
        )
        return Work(session, channel, agency, secrets, self.now, self.stores, self.ended)


def _set_up(agency: Agency | None) -> Agency:
    if agency is None:
        raise NotSetUp
    return agency
