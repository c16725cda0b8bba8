"""Coming back with the code: a split session that nobody counts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from complaints.domain.channel import Channel
from complaints.domain.codes import parse_code
from complaints.domain.errors import NotFound
from complaints.records import cases
from complaints.vault.lookup import CodeSecrets, secrets_of_code
from complaints.vault.pairs import OpeningPair
from complaints.work import Work
from complaints.work.cookies import (
    Cookie,
    begin_session,
    end_session,
    read_session,
)
from complaints.work.office import Office
from complaints.work.opened import OpenedCase, opened_for_reporter

VISIT_LASTS = timedelta(hours=2)


@dataclass(frozen=True)
class Visitor:
    """A reporter whose code was entered."""

    channel: Channel
    case_id: str
    index: bytes = field(repr=False)
    seed: bytes = field(repr=False)


def enter(office: Office, typed_code: str) -> Cookie:
    """Begin a visit with a code.

    Both channels are always looked up, so that a code that belongs to neither
    costs what one that belongs costs.

    :raises BadInput: the code is mistyped; nothing was hashed.
    :raises NotFound: it opens nothing, for whatever reason.
    """
    code = parse_code(typed_code)
    opened_by = secrets_of_code(code, office.agency().id)
    with office.reading(Channel.GRIEVANCE) as work:
        found = _case_of(work, opened_by)
    if found is None:
        raise NotFound
    channel, case_id = found
    with office.writing(channel, durable=False) as work:
        return begin_visit(work, case_id, opened_by)


def begin_visit(work: Work, case_id: str, opened_by: CodeSecrets) -> Cookie:
    """Begin a visit to a case of the work's channel; its end tells no moment."""
    lasts = _until_full_hour(work.now(), VISIT_LASTS)
    payload = {
        "channel": work.channel.value,
        "case_id": case_id,
        "index": opened_by.index(work.secrets.peppers[work.channel]).hex(),
        "seed": opened_by.seed.hex(),
    }
    return begin_session(work, payload, officer_id=None, lasts=lasts, idle=lasts)


def resume(office: Office, cookie_value: str | None) -> Visitor | None:
    """Return the visitor of a cookie, or None when there is no visit."""
    cookie = Cookie.parse(cookie_value)
    if cookie is None:
        return None
    with office.reading(Channel.GRIEVANCE) as work:
        found = read_session(work, cookie)
    if found is None or found[0].officer_id is not None:
        return None
    payload = found[1]
    return Visitor(
        channel=Channel(payload["channel"]),
        case_id=str(payload["case_id"]),
        index=bytes.fromhex(payload["index"]),
        seed=bytes.fromhex(payload["seed"]),
    )


def leave(office: Office, cookie_value: str | None) -> None:
    """End a visit."""
    end_session(office, cookie_value)


def open_visited(work: Work, visitor: Visitor, *, for_change: bool = False) -> OpenedCase:
    """Open the case of a visitor.

    :raises NotFound: it was erased, moved, or its code was changed.
    """
    case = cases.find_case_by_id(work.session, visitor.case_id)
    if case is None or case.channel != work.channel.value:
        raise NotFound
    if for_change:
        cases.lock_case(work.session, case)
    if case.lookup_index != visitor.index:
        raise NotFound
    return opened_for_reporter(work, case, OpeningPair(visitor.seed))


def _case_of(work: Work, opened_by: CodeSecrets) -> tuple[Channel, str] | None:
    """Return channel and id of the case that a code opens; both channels are asked."""
    indexes = {channel: opened_by.index(pepper) for channel, pepper in work.secrets.peppers.items()}
    return next(iter(cases.ids_by_lookup(work.session, indexes).items()), None)


def _until_full_hour(now: datetime, at_least: timedelta) -> timedelta:
    """Return a span that ends on a full hour, so that its end tells no moment."""
    end = now + at_least
    return at_least + timedelta(
        minutes=59 - end.minute, seconds=60 - end.second, microseconds=-end.microsecond
    )
