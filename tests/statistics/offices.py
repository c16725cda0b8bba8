"""Officers who publish, and presses that print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from complaints.domain.access import Person
from complaints.domain.channel import Channel, Role
from complaints.records.database import new_id
from complaints.records.officers import Officer, officers_of_desk
from complaints.records.releases import Release
from complaints.statistics.drafting import (
    Publisher,
    acknowledge_draft,
    check_draft,
    save_draft,
)
from complaints.statistics.editions import Edition, Signer
from complaints.statistics.releases import Counter, Page, Press, publish_release
from complaints.statistics.statements import Statement
from complaints.statistics.words import Language, Words
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

    def html(
        self, edition: Edition, page: Page, language: Language, sizes: Mapping[str, int]
    ) -> bytes:
        return f"{page.value} {language.value} {edition.content} {sorted(sizes)}".encode()

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


NOTHING_TO_SAY = Words("ไม่มี", "None")
FIRST_APPOINTED = date(2020, 10, 1)


@dataclass(frozen=True)
class Acting:
    """Somebody of the office who takes a step."""

    person: Person
    full_name: str
    position: str


def said(reason: Words = NOTHING_TO_SAY, **parts: Words) -> Statement:
    """Return a statement with nothing to say but what is given."""
    words = dict.fromkeys(("problems", "obstacles", "remedies"), NOTHING_TO_SAY) | parts
    return Statement(reason=reason, **words)


def an_executive(session: Session) -> Acting:
    """Return the executive of the office, who is appointed if there is none yet."""
    query = sa.select(Officer).where(Officer.role == Role.EXECUTIVE.value)
    officer = session.scalars(query).first()
    if officer is None:
        officer = Officer(
            name=f"executive-{new_id()}",
            full_name="นางตัวอย่าง นำทาง",
            position="นายกเทศมนตรี",
            role=Role.EXECUTIVE.value,
            channel=None,
            unit_id=None,
            appointed_on=FIRST_APPOINTED,
        )
        session.add(officer)
        session.flush()
    return Acting(
        Person(officer.id, Role.EXECUTIVE, None, is_appointed=True),
        officer.full_name,
        officer.position,
    )


def a_checker(session: Session, channel: Channel, publisher: Publisher) -> Publisher:
    """Return a colleague of the publisher, or the publisher where there is none."""
    for officer in officers_of_desk(session, channel):
        if officer.id != publisher.person.officer_id:
            person = Person(
                officer.id, Role(officer.role), channel, is_appointed=True, is_rostered=True
            )
            return Acting(person, officer.full_name, officer.position)
    return publisher


def release_all_the_way(
    counter: Counter,
    channel: Channel,
    *,
    publisher: Publisher,
    signer: Signer,
    press: Press,
    fiscal_year_be: int,
    as_of: date,
    reason: Words,
) -> Release:
    """Draft, check, acknowledge and publish."""
    year = fiscal_year_be
    with counter.writing(channel) as work:
        save_draft(work, publisher, fiscal_year_be=year, as_of=as_of, statement=said(reason))
        checker = a_checker(work.session, channel, publisher)
        check_draft(work, checker, fiscal_year_be=year)
        acknowledge_draft(work, an_executive(work.session), fiscal_year_be=year)
    return publish_release(
        counter, channel, publisher=publisher, signer=signer, press=press, fiscal_year_be=year
    )
