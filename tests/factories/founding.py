"""An agency as it stands once everybody has enrolled, made by the use cases themselves."""

from __future__ import annotations

from complaints.casework.accounts import open_account
from complaints.casework.pins import pins_of_now
from complaints.casework.proposals import propose_addition
from complaints.casework.roster import sign_entry
from complaints.casework.signing_in import actor_of
from complaints.domain.channel import ROLES_WITH_KEYS, Channel
from complaints.domain.subjects import SUBJECTS, UNITS
from complaints.records import officers
from complaints.records.agency import Agency, Holiday, Subject, Unit
from complaints.records.officers import Officer, RosterEntry
from complaints.vault.attest import attest_pair
from complaints.vault.custodians import RecoveryKey
from complaints.vault.officers import Pins, seal_secrets
from complaints.vault.pairs import OpeningPair
from complaints.vault.roster import Change, Seat
from complaints.work import Work
from complaints.work.office import Office
from complaints.work.rosters import current_roster
from tests.factories.people import CAST, FOUNDED_ON, Cast, owned_by, sealing_key

AGENCY_ID = "a" * 32
ATTEST_SEED = b"a" * 32
LAST_STEP_BEFORE = 0


def recovery_key(channel: Channel) -> RecoveryKey:
    """Return the recovery key of a channel; in a real agency it is not on the server."""
    return RecoveryKey(bytes([200 + len(channel.value)]) * 32)


def recovery_pair(channel: Channel) -> OpeningPair:
    """Return the pair to which every case of a channel is sealed."""
    return recovery_key(channel).opening


def agency() -> Agency:
    """Return the row of the test agency."""
    return Agency(
        id=AGENCY_ID,
        is_demonstration=False,
        founded_on=FOUNDED_ON,
        name_th="เทศบาลตำบลตัวอย่าง",
        name_en="Example Subdistrict Municipality",
        centre_name_th="ศูนย์รับเรื่องราวร้องทุกข์",
        centre_name_en="Complaint Centre",
        executive_title_th="นายกเทศมนตรี",
        executive_title_en="Mayor",
        attest_key=attest_pair(ATTEST_SEED).public,
    )


def found(office: Office) -> None:
    """Fill an empty database with the agency, its lists, recovery keys and people."""
    session = office.session()
    session.add(agency())
    session.add_all(_units())
    session.add_all(_subjects())
    session.add(
        Holiday(day=_NEW_YEAR, name_th="วันขึ้นปีใหม่", name_en="New Year's Day", source="ประกาศ")
    )
    session.commit()
    for channel in Channel:
        with office.writing(channel) as work:
            _lay_entry_0(work)
    for person in CAST:
        _enrol(office, person)


def _units() -> list[Unit]:
    return [
        Unit(id=f"{at:032x}", name_th=th, name_en=en, position=at)
        for at, (th, en) in enumerate(UNITS)
    ]


def _subjects() -> list[Subject]:
    return [
        Subject(
            channel=channel.value,
            code=seed.code,
            name_th=seed.name_th,
            name_en=seed.name_en,
            risk_area=seed.risk_area.value if seed.risk_area else None,
            position=at,
        )
        for channel, seeds in SUBJECTS.items()
        for at, seed in enumerate(seeds)
    ]


def _lay_entry_0(work: Work) -> None:
    work.session.add(
        RosterEntry(
            channel=work.channel.value,
            number=0,
            change=Change.ADD.value,
            seat=Seat.RECOVERY.value,
            holder_id=Seat.RECOVERY.value,
            opening_key=recovery_pair(work.channel).public,
            signing_key=recovery_key(work.channel).signing.public,
            previous=bytes(32),
            made_on=FOUNDED_ON,
            is_complete=True,
        )
    )


def _enrol(office: Office, person: Cast) -> None:
    with office.writing(person.desk or Channel.GRIEVANCE) as work:
        unit_ids = [unit.id for unit in _units()]
        open_account(work, person.appointment(unit_ids), actor_id="system")
        account = officers.find_by_name(work.session, person.key)
        assert account is not None
        _make_keys(work, account, person)
    if person.desk is not None and person.role in ROLES_WITH_KEYS:
        _sign_waiting(office, person)


def _make_keys(work: Work, account: Officer, person: Cast) -> None:
    pins = pins_of_now(work) if person.desk is not None else Pins()
    owned = owned_by(person.key, pins)
    account.salt, key = sealing_key()
    account.secrets_sealed = seal_secrets(
        owned, key, agency_id=work.agency.id, officer_id=account.id
    )
    account.opening_key, account.signing_key = owned.opening.public, owned.signing.public
    account.link_index = account.link_expires_on = None
    account.totp_last_step = LAST_STEP_BEFORE
    if person.desk is not None and person.role in ROLES_WITH_KEYS:
        propose_addition(work, account, owned)


def _sign_waiting(office: Office, person: Cast) -> None:
    assert person.desk is not None
    for signer in CAST:
        with office.writing(person.desk) as work:
            waiting = [
                row
                for row in officers.roster_entries(work.session, person.desk)
                if not row.is_complete
            ]
            if not waiting or signer.desk is not person.desk or signer is person:
                continue
            account = officers.find_by_name(work.session, signer.key)
            if account is None or account.id not in current_roster(work).members:
                continue
            number = waiting[0].number
        actor = actor_of(office, account, owned_by(signer.key))
        with office.writing(person.desk) as work:
            sign_entry(work, actor, number=number)


_NEW_YEAR = FOUNDED_ON.replace(year=2027, month=1, day=1)
