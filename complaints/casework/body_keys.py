"""Keys of receiving bodies: two of the desk compare the fingerprint, each by another way.

The administrator keeps the list of bodies, so he must not be the one who says
whose key a bundle is sealed to. A key counts when as many members of the roster
as the roster asks for have signed it together with the name of the body, and
when it is the one of which the journal wrote last: neither another key, nor
another name, nor a key of earlier that was taken away passes for it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from complaints.domain.access import Permission
from complaints.domain.body_keys import KeyState, Way, typed_fingerprint
from complaints.domain.errors import BadInput, Broken, Code, NotAllowed, NotFound
from complaints.domain.events import Event
from complaints.records import journal, officers
from complaints.records.body_keys import BodyKeyRow, key_of_body, keys_of_desk
from complaints.records.desk_lists import Body, active_bodies
from complaints.vault.bundles import BodyKey
from complaints.vault.custodians import fingerprint_of
from complaints.vault.pairs import is_signed_by, refuse_no_key
from complaints.vault.roster import Roster
from complaints.work import Actor, Work, refuse_unless_allowed
from complaints.work.rosters import current_roster

LAST_WORD = (Event.BODY_KEY_REGISTERED, Event.BODY_KEY_CONFIRMED, Event.BODY_KEY_REMOVED)


@dataclass(frozen=True)
class Comparison:
    """Who compared a fingerprint, by which way and when."""

    officer_id: str
    full_name: str
    way: Way
    on: date


@dataclass(frozen=True)
class KeyLine:
    """A body and its key at a desk.

    :ivar fingerprint: of a key that counts or has been changed; what waits shows none, so
        that the second must have it from the body.
    """

    body: Body
    state: KeyState
    fingerprint: str
    compared: tuple[Comparison, ...]


def body_key_lines(work: Work, actor: Actor) -> list[KeyLine]:
    """Return the bodies that are offered, with their keys at the actor's desk.

    :raises NotFound: the actor does not stand on this desk.
    """
    refuse_unless_allowed(actor, Permission.ROSTER_READ, channel=work.channel)
    rows, roster = keys_of_desk(work.session, work.channel), current_roster(work)
    return [_line(work, roster, body, rows.get(body.id)) for body in active_bodies(work.session)]


def body_key_line(work: Work, actor: Actor, *, body_id: str) -> KeyLine:
    """Return one body with its key.

    :raises NotFound: no such body, or the actor does not stand on this desk.
    """
    refuse_unless_allowed(actor, Permission.ROSTER_READ, channel=work.channel)
    row = key_of_body(work.session, work.channel, body_id)
    return _line(work, current_roster(work), _body(work, body_id), row)


def register_body_key(
    work: Work, actor: Actor, *, body_id: str, public: str, fingerprint: str, way: Way
) -> None:
    """Register the key of a body that has none, its fingerprint compared by one way.

    :param public: the file that the body handed in, or its key in hexadecimal.
    :param fingerprint: as the body told it by that way.
    :raises NotFound: no such body, or the actor's signature does not count here.
    :raises NotAllowed: the body has a key.
    :raises BadInput: no key, or not the one of this fingerprint.
    """
    body, roster = _body(work, body_id), _roster_of(work, actor)
    if key_of_body(work.session, work.channel, body_id) is not None:
        raise NotAllowed(Code.BODY_HAS_A_KEY)
    opening_key = _public_of(public)
    key = _key(work, body, opening_key)
    if typed_fingerprint(fingerprint) != key.fingerprint:
        raise BadInput(Code.FINGERPRINT_DIFFERS, "fingerprint")
    work.session.add(
        BodyKeyRow(
            channel=work.channel.value,
            body_id=body_id,
            opening_key=opening_key,
            first_id=actor.id,
            first_way=way.value,
            first_on=work.today(),
            first_signature=_signed(actor, key, way),
        )
    )
    needs_second = roster.signatures_needed > 1
    event = Event.BODY_KEY_REGISTERED if needs_second else Event.BODY_KEY_CONFIRMED
    _record(work, actor, event, body_id, key.fingerprint)


def confirm_body_key(work: Work, actor: Actor, *, body_id: str, fingerprint: str, way: Way) -> None:
    """Confirm a key that a colleague registered, its fingerprint compared by another way.

    :raises NotFound: no key waits, or the actor's signature does not count here.
    :raises NotAllowed: the actor registered it himself.
    :raises BadInput: another fingerprint, or the way by which the colleague compared it.
    """
    body, roster = _body(work, body_id), _roster_of(work, actor)
    row = key_of_body(work.session, work.channel, body_id, for_change=True)
    if row is None or _line(work, roster, body, row).state is not KeyState.WAITING:
        raise NotFound
    if row.first_id == actor.id:
        raise NotAllowed(Code.NEEDS_ANOTHER_PERSON)
    if way.value == row.first_way:
        raise BadInput(Code.WAY_IS_THE_SAME, "way")
    key = _key(work, body, row.opening_key)
    if typed_fingerprint(fingerprint) != key.fingerprint:
        raise BadInput(Code.FINGERPRINT_DIFFERS, "fingerprint")
    row.second_id, row.second_way, row.second_on = actor.id, way.value, work.today()
    row.second_signature = _signed(actor, key, way)
    _record(work, actor, Event.BODY_KEY_CONFIRMED, body_id, key.fingerprint)


def remove_body_key(work: Work, actor: Actor, *, body_id: str) -> None:
    """Take the key of a body away; what is handed over then goes on paper.

    :raises NotFound: no such key, or the actor's signature does not count here.
    """
    _roster_of(work, actor)
    row = key_of_body(work.session, work.channel, body_id, for_change=True)
    if row is None:
        raise NotFound
    _record(work, actor, Event.BODY_KEY_REMOVED, body_id, fingerprint_of(row.opening_key))
    work.session.delete(row)


def key_to_seal_to(work: Work, *, body_id: str, body_name: str) -> BodyKey:
    """Return the key to which a bundle for a body may be sealed.

    :param body_name: to whom the matter was forwarded, by name.
    :raises NotAllowed: there is none that counts.
    """
    body = work.session.get(Body, body_id)
    row = key_of_body(work.session, work.channel, body_id)
    line = _line(work, current_roster(work), body, row) if body is not None else None
    if body is None or row is None or line is None or line.state is not KeyState.CONFIRMED:
        raise NotAllowed(Code.BODY_KEY_DOES_NOT_COUNT)
    if body.name_th != body_name:
        raise NotAllowed(Code.BODY_KEY_DOES_NOT_COUNT)
    return _key(work, body, row.opening_key)


def _line(work: Work, roster: Roster, body: Body, row: BodyKeyRow | None) -> KeyLine:
    if row is None:
        return KeyLine(body, KeyState.NONE, "", ())
    key = _key(work, body, row.opening_key)
    state = _state(work, roster, key, row)
    shown = "" if state is KeyState.WAITING else key.fingerprint
    first = _comparison(work, row.first_id, row.first_way, row.first_on)
    compared = [first]
    if row.second_id and row.second_way and row.second_on:
        compared.append(_comparison(work, row.second_id, row.second_way, row.second_on))
    return KeyLine(body, state, shown, tuple(compared))


def _state(work: Work, roster: Roster, key: BodyKey, row: BodyKeyRow) -> KeyState:
    """Say whether a key counts: every signature holds, and the journal wrote of it last."""
    signed = [(row.first_id, row.first_way, row.first_signature)]
    if row.second_id and row.second_way and row.second_signature:
        signed.append((row.second_id, row.second_way, row.second_signature))
    signers = {member.holder_id: member.signing_key for member in roster.signers}
    whole = all(
        who in signers and is_signed_by(signers[who], signature, key.message(who, way))
        for who, way, signature in signed
    )
    is_enough = len({who for who, _, _ in signed}) >= roster.signatures_needed
    event, fingerprint = _last_word(work, key.body_id)
    if not whole or fingerprint != key.fingerprint or event == Event.BODY_KEY_REMOVED:
        return KeyState.CHANGED
    return KeyState.CONFIRMED if is_enough else KeyState.WAITING


def _last_word(work: Work, body_id: str) -> tuple[str, str]:
    """Return what the journal wrote last of a body's key: the event and the fingerprint."""
    for row in journal.newest_of(work.session, work.channel, LAST_WORD):
        fields = json.loads(row.fields)
        if fields["body_id"] == body_id:
            return row.event, fields["public_key"]
    return "", ""


def _roster_of(work: Work, actor: Actor) -> Roster:
    refuse_unless_allowed(actor, Permission.ROSTER_SIGN, channel=work.channel)
    roster = current_roster(work)
    if actor.owned is None or actor.id not in roster.members:
        raise NotFound
    return roster


def _body(work: Work, body_id: str) -> Body:
    body = work.session.get(Body, body_id)
    if body is None or body.retired_on is not None:
        raise NotFound
    return body


def _key(work: Work, body: Body, opening_key: bytes) -> BodyKey:
    return BodyKey(work.agency.id, work.channel.value, body.id, body.name_th, opening_key)


def _signed(actor: Actor, key: BodyKey, way: Way) -> bytes:
    if actor.owned is None:
        raise NotFound
    return actor.owned.signing.sign(key.message(actor.id, way.value))


def _comparison(work: Work, officer_id: str, way: str, on: date) -> Comparison:
    account = officers.find_officer(work.session, officer_id)
    return Comparison(officer_id, account.full_name if account else "–", Way(way), on)


def _public_of(typed: str) -> bytes:
    """Return the key out of a body's public file, or out of its hexadecimal digits."""
    try:
        if typed.lstrip().startswith("{"):
            typed = str(json.loads(typed)["body_public"])
        public = bytes.fromhex("".join(typed.split()))
        refuse_no_key(public)
    except (ValueError, KeyError, TypeError, RecursionError, Broken):
        raise BadInput(Code.KEY_IS_NONE, "public") from None
    return public


def _record(work: Work, actor: Actor, event: Event, body_id: str, fingerprint: str) -> None:
    journal.write(
        work.session,
        event,
        channel=work.channel,
        on=work.today(),
        actor_id=actor.id,
        fields={"body_id": body_id, "public_key": fingerprint},
    )
