"""Hands cases over to a colleague's new key: NAME PASSPHRASE COLLEAGUE COUNT FILE.

Writes to FILE what it took, and what the bare openings and seals took in the same run.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import sqlalchemy as sa

from bench.bulk import add_open_grievances
from complaints import create_app
from complaints.casework.handovers import hand_over
from complaints.casework.signing_in import actor_of
from complaints.domain.channel import Channel
from complaints.records import officers
from complaints.records.cases import KeyWrap
from complaints.records.handovers import Handover
from complaints.vault.casekeys import CaseKey, CaseRef, open_as_officer
from complaints.vault.officers import open_secrets, passphrase_key
from complaints.vault.pairs import OpeningPair
from complaints.work import Actor
from complaints.work.office import Office

DESK = Channel.GRIEVANCE


def main(name: str, passphrase: str, colleague: str, count: int) -> dict[str, float]:
    """Return the seconds of both, the bare operations measured before and after."""
    with create_app().app_context() as context:
        office: Office = context.app.extensions["office"]
        actor = actor_with(office, name, passphrase)
        officer_id, public = _let_wait(office, actor, colleague, count)
        before = _bare(actor, public, count)
        began = time.perf_counter()
        while _handed(office, actor, officer_id):
            pass
        taken = time.perf_counter() - began
        after = _bare(actor, public, count)
    return {"taken": taken, "bare": (before + after) / 2}


def _handed(office: Office, actor: Actor, officer_id: str) -> int:
    with office.writing(DESK) as work:
        waiting = work.session.scalar(
            sa.select(sa.func.count()).where(Handover.officer_id == officer_id)
        )
        return hand_over(work, actor, officer_id=officer_id) if waiting else 0


def actor_with(office: Office, name: str, passphrase: str) -> Actor:
    """Return an officer with his keys open."""
    with office.reading(DESK) as work:
        account = officers.find_by_name(work.session, name)
    if account is None or account.salt is None or account.secrets_sealed is None:
        raise LookupError("no such officer with keys")
    key = passphrase_key(passphrase, account.salt)
    owned = open_secrets(
        key, account.secrets_sealed, agency_id=office.agency().id, officer_id=account.id
    )
    return actor_of(office, account, owned)


def _let_wait(office: Office, actor: Actor, colleague: str, count: int) -> tuple[str, bytes]:
    """Add cases that the actor holds and the colleague waits for."""
    session, agency_id = office.session(), office.agency().id
    held = set(session.scalars(sa.select(KeyWrap.case_id)))
    account = officers.find_by_name(session, colleague)
    if account is None or account.opening_key is None or actor.owned is None:
        raise LookupError("no such officer with keys")
    holder = (actor.id, actor.owned.opening.public)
    officer_id, public = account.id, account.opening_key
    add_open_grievances(session, agency_id, holder, count, office.today())
    new = set(session.scalars(sa.select(KeyWrap.case_id))) - held
    session.execute(
        sa.insert(Handover), [{"officer_id": officer_id, "case_id": case_id} for case_id in new]
    )
    session.commit()
    return officer_id, public


def _bare(actor: Actor, public: bytes, count: int) -> float:
    """Return the seconds of as many bare openings and seals."""
    if actor.owned is None:
        raise LookupError("no keys")
    pair: OpeningPair = actor.owned.opening
    ref = CaseRef("00" * 16, DESK.value, "11" * 16)
    wrapped = CaseKey.new(ref).wrap_for_officer(actor.id, pair.public)
    began = time.perf_counter()
    for _ in range(count):
        open_as_officer(ref, 1, wrapped, actor.id, pair).wrap_for_officer("x", public)
    return time.perf_counter() - began


if __name__ == "__main__":
    given = sys.argv[1:]
    found = main(given[0], given[1], given[2], int(given[3]))
    Path(given[4]).write_text(json.dumps(found))
