"""A cookie was stolen, and somebody who can write the database brings back its deleted row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from complaints.casework import signing_in
from complaints.casework.accounts import close_account
from complaints.casework.own_secrets import change_passphrase
from complaints.domain.channel import Channel
from complaints.records.sessions import find_session
from complaints.tracking import visits
from complaints.work.cookies import Cookie, end_expired, end_sessions_of
from tests.factories.office import AnOffice
from tests.factories.people import PASSPHRASE

SIGNED_IN = "anan"


def enter(office: AnOffice, key: str = SIGNED_IN) -> str:
    """Sign a person in and return the cookie."""
    return signing_in.sign_in(
        office.office, name=key, passphrase=PASSPHRASE, totp=office.totp(key)
    ).value


def stolen_row(office: AnOffice) -> dict[str, Any]:
    """Return the only row there is, as a thief of the database has it."""
    (row,) = office.rows("sessions")
    return row


def bring_back(office: AnOffice, row: dict[str, Any], **changes: Any) -> None:
    """Write a stolen row into the database again."""
    row = {**row, **changes}
    names, values = ", ".join(row), ", ".join(f":{name}" for name in row)
    office.execute("DELETE FROM sessions WHERE id = :id", id=row["id"])
    office.execute(f"INSERT INTO sessions ({names}) VALUES ({values})", **row)  # noqa: S608 - our names


def by_signing_out(office: AnOffice, cookie: str) -> None:
    """End the session as its officer does."""
    signing_in.sign_out(office.office, cookie)


def by_ending_all(office: AnOffice, _: str) -> None:
    """End it from the page of the account."""
    with office.writing(Channel.CORRUPTION) as work:
        end_sessions_of(work, office.id_of(SIGNED_IN))


def by_changing_the_passphrase(office: AnOffice, _: str) -> None:
    """End it by what one does after a theft."""
    new = "nine-long-words-nobody-knows"
    change_passphrase(office.office, office.actor(SIGNED_IN), current=PASSPHRASE, new=new)


def by_not_using_it(office: AnOffice, _: str) -> None:
    """End it by half an hour without use, and the jobs after that."""
    office.clock.pass_seconds(31 * 60)
    remove_what_is_over(office)


def remove_what_is_over(office: AnOffice) -> None:
    """Do what the jobs do with sessions."""
    with office.writing(Channel.GRIEVANCE) as work:
        end_expired(work)


@pytest.mark.parametrize(
    "end",
    [by_signing_out, by_ending_all, by_changing_the_passphrase, by_not_using_it],
)
def test_an_officers_session_that_was_ended_does_not_come_back_with_its_row(
    office: AnOffice, end: Callable[[AnOffice, str], None]
) -> None:
    cookie = enter(office)
    row = stolen_row(office)

    end(office, cookie)
    assert office.rows("sessions") == []
    bring_back(office, row, idle_until=row["expires_at"])

    assert signing_in.resume(office.office, cookie) is None


def test_a_closed_account_comes_back_neither_with_its_session_nor_with_its_row(
    office: AnOffice,
) -> None:
    cookie = enter(office)
    row = stolen_row(office)

    with office.writing(Channel.GRIEVANCE) as work:
        close_account(work, office.actor("itthi"), officer_id=office.id_of(SIGNED_IN))
    office.execute("UPDATE officers SET closed_on = NULL WHERE name = :name", name=SIGNED_IN)
    bring_back(office, row)

    assert signing_in.resume(office.office, cookie) is None


@pytest.mark.parametrize("channel", list(Channel))
def test_a_visit_that_was_left_does_not_come_back_with_its_row(
    office: AnOffice, channel: Channel
) -> None:
    cookie = visits.enter(office.office, str(office.file(channel).code)).value
    row = stolen_row(office)

    visits.leave(office.office, cookie)
    assert office.rows("sessions") == []
    bring_back(office, row)

    assert visits.resume(office.office, cookie) is None


def test_no_process_of_the_instance_lets_an_ended_session_in(sqlite_office: AnOffice) -> None:
    office = sqlite_office
    cookie = enter(office)
    row = stolen_row(office)
    another = replace(office.office)
    signing_in.sign_out(another, cookie)
    bring_back(office, row)

    assert signing_in.resume(office.office, cookie) is None


def test_a_row_is_given_neither_a_later_end_nor_to_another_officer(office: AnOffice) -> None:
    cookie = enter(office)
    row = stolen_row(office)
    with office.reading(Channel.GRIEVANCE) as work:
        found = find_session(work.session, row["id"])
        assert found is not None
        later = found.expires_at + timedelta(days=1)

    bring_back(office, row, expires_at=later)
    assert signing_in.resume(office.office, cookie) is None, "a later end"

    bring_back(office, row, officer_id=office.id_of("busaba"))
    assert signing_in.resume(office.office, cookie) is None, "another officer"

    bring_back(office, row)
    assert signing_in.resume(office.office, cookie) is not None, "as it was"


def test_what_is_remembered_names_nobody_and_goes_with_the_hour(sqlite_office: AnOffice) -> None:
    office = sqlite_office
    folder = office.office.settings.ended_folder
    left = visits.enter(office.office, str(office.file_corruption().code)).value
    visits.leave(office.office, left)
    signing_in.sign_out(office.office, enter(office))

    remembered = sorted(folder.iterdir())
    cookie = Cookie.parse(left)

    assert cookie is not None
    assert len(remembered) == 2, "a visit is over hours before a session of an officer"
    assert all(path.stat().st_mtime % 3600 == 0 for path in remembered)
    assert cookie.row not in "".join(path.read_text() for path in remembered)

    office.clock.pass_seconds(4 * 3600)
    remove_what_is_over(office)
    assert sorted(folder.iterdir()) == remembered[1:]
    office.clock.pass_seconds(10 * 3600)
    remove_what_is_over(office)
    assert list(folder.iterdir()) == []
