"""Keys of receiving bodies: two compare, each another way, and nobody else can exchange one."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from complaints.casework.body_keys import (
    body_key_line,
    confirm_body_key,
    key_to_seal_to,
    register_body_key,
    remove_body_key,
)
from complaints.casework.desk_lists import rename_body
from complaints.domain.body_keys import KeyState, Way
from complaints.domain.channel import Channel
from complaints.domain.errors import BadInput, Code, NotAllowed, NotFound
from complaints.records.body_keys import BodyKeyRow
from complaints.records.desk_lists import Body, active_bodies
from complaints.vault.custodians import fingerprint_of
from complaints.vault.pairs import OpeningPair
from tests.factories.office import AnOffice

C, G = Channel.CORRUPTION, Channel.GRIEVANCE
PUBLIC, FOREIGN = (OpeningPair(seed * 32).public for seed in (b"b", b"x"))
FINGERPRINT = fingerprint_of(PUBLIC)


def bodies(office: AnOffice) -> list[Body]:
    """Return the bodies of the list."""
    with office.reading(C) as work:
        return active_bodies(work.session)


def register(office: AnOffice, **changes: Any) -> None:
    """Let Anan register the key of the first body."""
    given = {"public": PUBLIC.hex(), "fingerprint": FINGERPRINT, "way": Way.LETTER, **changes}
    with office.writing(C) as work:
        body_id = bodies(office)[0].id if "body_id" not in given else given.pop("body_id")
        register_body_key(work, office.actor("anan"), body_id=body_id, **given)


def confirm(office: AnOffice, who: str = "busaba", **changes: Any) -> None:
    """Let a colleague confirm it."""
    given = {"fingerprint": FINGERPRINT, "way": Way.TELEPHONE, **changes}
    with office.writing(C) as work:
        confirm_body_key(work, office.actor(who), body_id=bodies(office)[0].id, **given)


def state(office: AnOffice, channel: Channel = C) -> KeyState:
    """Return how far the key of the first body has come."""
    who = {C: "chai", G: "ekachai"}[channel]
    with office.reading(channel) as work:
        line = body_key_line(work, office.actor(who), body_id=bodies(office)[0].id)
    return line.state


def sealed_to(office: AnOffice) -> bytes:
    """Return the key to which a bundle for the first body would be sealed."""
    body = bodies(office)[0]
    with office.reading(C) as work:
        return key_to_seal_to(work, body_id=body.id, body_name=body.name_th).opening_key


def test_a_key_counts_when_two_have_compared_it(office: AnOffice) -> None:
    register(office)
    waiting = state(office)
    with pytest.raises(NotAllowed, match=Code.BODY_KEY_DOES_NOT_COUNT):
        sealed_to(office)

    confirm(office, fingerprint=" ".join(FINGERPRINT.upper()))

    assert (waiting, state(office)) == (KeyState.WAITING, KeyState.CONFIRMED)
    assert sealed_to(office) == PUBLIC
    assert state(office, G) is KeyState.NONE, "each desk compares for itself"


def test_what_waits_shows_the_second_no_fingerprint_to_copy(sqlite_office: AnOffice) -> None:
    register(sqlite_office)
    with sqlite_office.reading(C) as work:
        actor, body_id = sqlite_office.actor("busaba"), bodies(sqlite_office)[0].id
        assert body_key_line(work, actor, body_id=body_id).fingerprint == ""


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        pytest.param({"fingerprint": fingerprint_of(FOREIGN)}, "fingerprint", id="another key"),
        pytest.param({"fingerprint": FINGERPRINT[:-1]}, "fingerprint", id="a digit missing"),
        pytest.param({"public": "ไม่ใช่กุญแจ"}, "public", id="no key"),
        pytest.param({"public": "{}"}, "public", id="a file of something else"),
        pytest.param({"public": "{" * 5000}, "public", id="nested without end"),
        pytest.param({"public": "00" * 1215}, "public", id="too short"),
    ],
)
def test_what_does_not_fit_is_not_registered(
    sqlite_office: AnOffice, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(BadInput) as refused:
        register(sqlite_office, **changes)

    assert refused.value.field == field
    assert state(sqlite_office) is KeyState.NONE


def test_the_second_needs_another_way_and_must_be_another(sqlite_office: AnOffice) -> None:
    register(sqlite_office)

    with pytest.raises(BadInput, match=Code.WAY_IS_THE_SAME):
        confirm(sqlite_office, way=Way.LETTER)
    with pytest.raises(BadInput, match=Code.FINGERPRINT_DIFFERS):
        confirm(sqlite_office, fingerprint=fingerprint_of(FOREIGN))
    with pytest.raises(NotAllowed, match=Code.NEEDS_ANOTHER_PERSON):
        confirm(sqlite_office, "anan")
    with pytest.raises(NotAllowed, match=Code.BODY_HAS_A_KEY):
        register(sqlite_office)
    assert state(sqlite_office) is KeyState.WAITING


@pytest.mark.parametrize("who", ["itthi", "jinda", "ladda", "ekachai"])
def test_nobody_but_the_desk_registers_or_confirms(sqlite_office: AnOffice, who: str) -> None:
    register(sqlite_office)

    with pytest.raises(NotFound):
        confirm(sqlite_office, who)
    with pytest.raises(NotFound), sqlite_office.writing(C) as work:
        remove_body_key(work, sqlite_office.actor(who), body_id=bodies(sqlite_office)[0].id)


def changed(office: AnOffice, values: dict[str, Any]) -> None:
    """Write into the row of the key, as somebody does who has the database."""
    with office.writing(C) as work:
        work.session.execute(sa.update(BodyKeyRow).values(**values))


def test_an_administrator_who_exchanges_the_key_gets_nothing_sealed(office: AnOffice) -> None:
    register(office)
    confirm(office)

    changed(office, {"opening_key": FOREIGN})

    assert state(office) is KeyState.CHANGED
    with pytest.raises(NotAllowed, match=Code.BODY_KEY_DOES_NOT_COUNT):
        sealed_to(office)


def test_an_administrator_who_gives_the_name_to_another_body_gets_nothing_sealed(
    sqlite_office: AnOffice,
) -> None:
    first = bodies(sqlite_office)[0]
    register(sqlite_office)
    confirm(sqlite_office)

    with sqlite_office.writing(G) as work:
        actor = sqlite_office.actor("itthi")
        rename_body(work, actor, body_id=first.id, name_th="หน่วยงานอื่น", name_en="Other")

    assert state(sqlite_office) is KeyState.CHANGED
    for name in (first.name_th, "หน่วยงานอื่น"):
        with pytest.raises(NotAllowed), sqlite_office.reading(C) as work:
            key_to_seal_to(work, body_id=first.id, body_name=name)


def test_a_signature_of_one_does_not_stand_for_two(sqlite_office: AnOffice) -> None:
    register(sqlite_office)
    row = sqlite_office.rows("body_keys")[0]

    changed(
        sqlite_office,
        {
            "second_id": sqlite_office.id_of("busaba"),
            "second_way": "telephone",
            "second_on": sqlite_office.clock.instant.date(),
            "second_signature": bytes(row["first_signature"]),
        },
    )

    assert state(sqlite_office) is KeyState.CHANGED


def test_a_key_that_was_taken_away_does_not_come_back(sqlite_office: AnOffice) -> None:
    register(sqlite_office)
    confirm(sqlite_office)
    with sqlite_office.reading(C) as work:
        row = work.session.scalars(sa.select(BodyKeyRow)).one()
        kept = {column.name: getattr(row, column.name) for column in row.__table__.columns}
    body_id = bodies(sqlite_office)[0].id
    with sqlite_office.writing(C) as work:
        remove_body_key(work, sqlite_office.actor("chai"), body_id=body_id)
    assert state(sqlite_office) is KeyState.NONE

    with sqlite_office.writing(C) as work:
        work.session.add(BodyKeyRow(**kept))

    assert state(sqlite_office) is KeyState.CHANGED


def test_a_key_of_one_body_or_desk_does_not_serve_another(sqlite_office: AnOffice) -> None:
    register(sqlite_office)
    confirm(sqlite_office)
    other = bodies(sqlite_office)[1]

    changed(sqlite_office, {"body_id": other.id})

    with pytest.raises(NotAllowed), sqlite_office.reading(C) as work:
        key_to_seal_to(work, body_id=other.id, body_name=other.name_th)
    changed(sqlite_office, {"body_id": bodies(sqlite_office)[0].id, "channel": G.value})
    assert state(sqlite_office, G) is KeyState.CHANGED
