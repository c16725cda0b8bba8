"""What a use case is handed: session, clock, secrets, evidence, and who acts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy.orm import Session

from complaints.domain.access import Permission, Person, Situation, is_allowed
from complaints.domain.calendar import day_in_bangkok
from complaints.domain.channel import Channel
from complaints.domain.errors import NotFound
from complaints.evidence.store import BlobStore
from complaints.records.agency import Agency
from complaints.vault.officers import OfficerSecrets
from complaints.work.ended import Ended


@dataclass(frozen=True)
class ServerSecrets:
    """The secrets of the server that a channel's use cases need.

    :ivar code_secret: makes lookup codes out of form tokens, 32 bytes.
    :ivar peppers: make lookup indexes, 32 bytes for each channel.
    """

    code_secret: bytes = field(repr=False)
    peppers: dict[Channel, bytes] = field(repr=False)


@dataclass(frozen=True)
class Work:
    """One unit of work on one channel; the caller commits.

    :ivar now: the clock; instants know their zone.
    :ivar stores: the evidence folders, one for each channel.
    :ivar ended: the sessions that were ended before their time.
    """

    session: Session
    channel: Channel
    agency: Agency
    secrets: ServerSecrets
    now: Callable[[], datetime]
    stores: dict[Channel, BlobStore]
    ended: Ended

    def today(self) -> date:
        """Return the day in Bangkok."""
        return day_in_bangkok(self.now())

    @property
    def store(self) -> BlobStore:
        """Return the evidence folder of the channel."""
        return self.stores[self.channel]


@dataclass(frozen=True)
class Actor:
    """An officer who is signed in, with the keys that the passphrase opened."""

    person: Person
    full_name: str
    position: str
    unit_id: str | None
    owned: OfficerSecrets | None = field(default=None, repr=False)

    @property
    def id(self) -> str:
        """Return the officer's id."""
        return self.person.officer_id


def refuse_unless_allowed(
    actor: Actor, permission: Permission, *, channel: Channel | None, holds_wrap: bool = False
) -> None:
    """Refuse what the access table does not allow.

    :raises NotFound: not allowed; to a stranger, it does not exist.
    """
    situation = Situation(channel=channel, holds_wrap=holds_wrap)
    if not is_allowed(actor.person, permission, situation):
        raise NotFound
