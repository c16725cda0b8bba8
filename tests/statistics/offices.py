"""Officers who publish, and presses that print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from complaints.domain.access import Person
from complaints.domain.channel import Channel, Role
from complaints.records.database import new_id
from complaints.records.officers import Officer
from complaints.statistics.editions import Edition
from complaints.statistics.words import Language
from complaints.vault.pairs import SigningPair, new_seed


@dataclass(frozen=True)
class PublishingOfficer:
    """An officer with the key that the roster knows."""

    person: Person
    full_name: str
    position: str
    signer: SigningPair


class PlainPress:
    """Prints the table and nothing around it."""

    def html(self, edition: Edition, language: Language, sizes: Mapping[str, int]) -> bytes:
        return f"{language.value} {edition.content} {sorted(sizes)}".encode()

    def pdf(self, edition: Edition) -> bytes:
        return edition.content.encode()


def a_publisher(session: Session, channel: Channel = Channel.GRIEVANCE) -> PublishingOfficer:
    pair = SigningPair(new_seed())
    officer = Officer(
        name=f"publisher-{new_id()}",
        full_name="นางสาวตัวอย่าง ใจซื่อ",
        position="นิติกรชำนาญการ",
        role=Role.OFFICER.value,
        channel=channel.value,
        unit_id=None,
        appointed_on=date(2024, 10, 1),
        signing_key=pair.public,
    )
    session.add(officer)
    session.flush()
    person = Person(officer.id, Role.OFFICER, channel, is_appointed=True, is_rostered=True)
    return PublishingOfficer(person, officer.full_name, officer.position, pair)
