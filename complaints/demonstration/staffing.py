"""Enrolling the people of the demonstration, each through the real first visit."""

from __future__ import annotations

from dataclasses import dataclass, field

from complaints.casework.enrolment import enrol, new_totp_secret, suggest_passphrase
from complaints.casework.founding import Founded
from complaints.casework.roster import show_roster, sign_entry
from complaints.casework.signing_in import resume, sign_in, sign_out
from complaints.demonstration.people import PEOPLE, Person
from complaints.demonstration.schedule import MovingClock
from complaints.demonstration.sign_ins import SignIn
from complaints.domain.channel import ROLES_WITH_KEYS, Channel, Role
from complaints.vault.totp import base32, totp_at
from complaints.work import Actor
from complaints.work.office import Office


@dataclass
class Staff:
    """Those who can act, and how everybody signs in.

    :ivar actors: signed-in people by sign-in name, in the order of enrolment.
    """

    actors: dict[str, Actor] = field(default_factory=dict)
    sign_ins: list[SignIn] = field(default_factory=list, repr=False)

    def officers(self, desk: Channel) -> list[Actor]:
        """Return the officers of a desk who take cases in."""
        return [
            actor
            for actor in self.actors.values()
            if actor.person.desk is desk and actor.person.role is Role.OFFICER
        ]

    @property
    def executive(self) -> Actor:
        """Return the executive, who takes note of figures before they are published."""
        return next(actor for actor in self.actors.values() if actor.person.role is Role.EXECUTIVE)

    def head_of(self, unit_id: str) -> Actor | None:
        """Return the head of a unit, if the unit has one here."""
        return next(
            (
                actor
                for actor in self.actors.values()
                if actor.unit_id == unit_id and actor.person.role is Role.UNIT_HEAD
            ),
            None,
        )


def enrol_staff(office: Office, clock: MovingClock, founded: Founded) -> Staff:
    """Enrol everybody, let the rosters be signed, and sign in those who act."""
    staff = Staff()
    for person in PEOPLE:
        passphrase, totp_secret = suggest_passphrase(), new_totp_secret()
        clock.tick()
        enrol(
            office,
            link_token=founded.links[person.name],
            passphrase=passphrase,
            totp_secret=totp_secret,
            totp=totp_at(totp_secret, clock().timestamp()),
        )
        if person.role in ROLES_WITH_KEYS and person.desk:
            _sign_onto_roster(office, staff, person.desk)
        if person.acts:
            clock.tick()
            totp = totp_at(totp_secret, clock().timestamp())
            staff.actors[person.name] = _signed_in(office, person, passphrase, totp)
        if person.role is not Role.ALTERNATE:
            staff.sign_ins.append(_sign_in(person, passphrase, totp_secret))
    return staff


def _sign_onto_roster(office: Office, staff: Staff, desk: Channel) -> None:
    """Let those on the roster sign the line that waits, until it has signatures enough."""
    for actor in staff.officers(desk):
        with office.writing(desk) as work:
            waiting = show_roster(work, actor).waiting
            if waiting:
                sign_entry(work, actor, number=waiting[0].number)


def _signed_in(office: Office, person: Person, passphrase: str, totp: str) -> Actor:
    cookie = sign_in(office, name=person.name, passphrase=passphrase, totp=totp)
    actor = resume(office, cookie.value)
    sign_out(office, cookie.value)
    if actor is None:
        raise RuntimeError("a person of the demonstration could not sign in")
    return actor


def _sign_in(person: Person, passphrase: str, totp_secret: bytes) -> SignIn:
    return SignIn(
        name=person.name,
        role=person.role.value,
        desk=person.desk.value if person.desk else None,
        passphrase=passphrase,
        totp_secret=base32(totp_secret),
    )
