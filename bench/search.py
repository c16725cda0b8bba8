"""Searches in the text of sealed cases: NAME PASSPHRASE COUNT FILE.

Writes to FILE what a first and a second search took, and what the bare openings of the same
keys and rows took in the same run.
"""

from __future__ import annotations

import gc
import json
import statistics
import sys
import time
from pathlib import Path

import sqlalchemy as sa

from bench.bulk import add_open_grievances
from bench.rewrap import actor_with
from complaints import create_app
from complaints.casework.search import search
from complaints.casework.signing_in import SESSION_IDLES, SESSION_LASTS
from complaints.domain.channel import Channel, Kind
from complaints.domain.entries import EntryKind, Side
from complaints.records.cases import CaseEntry, KeyWrap
from complaints.vault.casekeys import CaseRef, open_as_officer
from complaints.work import Actor
from complaints.work.cookies import begin_session
from complaints.work.office import Office
from complaints.work.opened import new_entry
from complaints.work.opened_many import open_many

DESK = Channel.GRIEVANCE
ACCOUNT = "ท่อประปาแตกหน้าตลาดมาสามวันแล้ว น้ำไหลลงถนนทั้งคืน " * 6
WARM_TIMES = 3
AT_ONCE = 500


def main(name: str, passphrase: str, count: int) -> dict[str, float]:
    """Return the seconds of both searches, the bare openings measured before and after."""
    app = create_app()
    gc.freeze()  # as in a worker of the service
    with app.app_context() as context:
        office: Office = context.app.extensions["office"]
        actor = actor_with(office, name, passphrase)
        _write_cases(office, actor, count)
        before = _bare(office, actor)
        cookie = _signed_in(office, actor)
        cold = _searched(office, actor, cookie)
        warm = statistics.median(_searched(office, actor, cookie) for _ in range(WARM_TIMES))
        after = _bare(office, actor)
    return {"cold": cold, "warm": warm, "bare": (before + after) / 2}


def _searched(office: Office, actor: Actor, cookie: str) -> float:
    began = time.perf_counter()
    found = search(office, DESK, actor, words="ประปา ซ่อม-7", cookie=cookie)
    taken = time.perf_counter() - began
    if not found.rows:
        raise LookupError("the search found nothing")
    return taken


def _signed_in(office: Office, actor: Actor) -> str:
    if actor.owned is None:
        raise LookupError("no keys")
    with office.writing(DESK) as work:
        return begin_session(
            work,
            actor.owned.as_payload(),
            officer_id=actor.id,
            lasts=SESSION_LASTS,
            idle=SESSION_IDLES,
        ).value


def _write_cases(office: Office, actor: Actor, count: int) -> None:
    """Add cases that the actor holds, each with an account, a message and a note."""
    if actor.owned is None:
        raise LookupError("no keys")
    session = office.session()
    held = set(session.scalars(sa.select(KeyWrap.case_id)))
    holder = (actor.id, actor.owned.opening.public)
    add_open_grievances(session, office.agency().id, holder, count, office.today())
    new = [one for one in session.scalars(sa.select(KeyWrap.case_id)) if one not in held]
    session.rollback()
    for start in range(0, len(new), AT_ONCE):
        portion = new[start : start + AT_ONCE]
        with office.writing(DESK) as work:
            for number, (opened, _) in enumerate(open_many(work, actor, portion)):
                key, case, on = opened.newest_key, opened.case, work.today()
                told = {"kind": Kind.GRIEVANCE.value, "details": ACCOUNT}
                rows = [
                    (key.shared, EntryKind.ACCOUNT, Side.REPORTER, told),
                    (key.shared, EntryKind.MESSAGE, Side.OFFICE, {"text": f"ซ่อม-{number}"}),
                    (key.desk, EntryKind.NOTE, Side.OFFICE, {"text": ACCOUNT}),
                ]
                work.session.add_all(
                    new_entry(half, case, kind=kind, by=by, on=on, content=content)
                    for half, kind, by, content in rows
                )


def _bare(office: Office, actor: Actor) -> float:
    """Return the seconds of opening every key and row that the actor holds, fetched before."""
    if actor.owned is None:
        raise LookupError("no keys")
    session, agency_id, pair = office.session(), office.agency().id, actor.owned.opening
    wraps = session.execute(
        sa.select(KeyWrap.case_id, KeyWrap.key_number, KeyWrap.key_sealed).where(
            KeyWrap.recipient_id == actor.id
        )
    ).all()
    rows = session.execute(
        sa.select(
            CaseEntry.id, CaseEntry.case_id, CaseEntry.position,
            CaseEntry.key_number, CaseEntry.half, CaseEntry.content_sealed,
        )
    ).all()  # fmt: skip
    session.rollback()
    began = time.perf_counter()
    keys = {}
    for case_id, number, wrapped in wraps:
        key = open_as_officer(
            CaseRef(agency_id, DESK.value, case_id), number, wrapped, actor.id, pair
        )
        keys[case_id, number] = {"shared": key.shared, "desk": key.desk}
    for row_id, case_id, position, number, half, sealed in rows:
        if (case_id, number) in keys:
            keys[case_id, number][half].open(
                sealed, table="case_entries", column="content_sealed", row=f"{row_id}/{position}"
            )
    return time.perf_counter() - began


if __name__ == "__main__":
    given = sys.argv[1:]
    found = main(given[0], given[1], int(given[2]))
    Path(given[3]).write_text(json.dumps(found))
