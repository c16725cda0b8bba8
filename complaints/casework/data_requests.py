"""Requests about personal data, answered without telling who reported or was reported.

No use case here looks at a case. Whether somebody is named in a report is not
known to whoever answers, so no answer can tell it; who filed has the code.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from complaints.domain.access import Permission
from complaints.domain.data_rights import Reply, Right, answer_by
from complaints.domain.errors import BadInput, Code, NotAllowed, NotFound
from complaints.domain.events import Event
from complaints.records import data_requests, journal
from complaints.records.data_requests import DataRequest
from complaints.work import Actor, Work, refuse_unless_allowed


@dataclass(frozen=True)
class Requested:
    """A request as the list shows it.

    :ivar answer_by: last day for the answer.
    """

    number: int
    right: Right
    received_on: date
    answer_by: date
    reply: Reply | None
    answered_on: date | None


@dataclass(frozen=True)
class RequestCounts:
    """How many requests came; the record of processing states the refused ones."""

    received: int
    answered: int
    refused: int


def record_request(work: Work, actor: Actor, *, right: Right, received_on: date) -> int:
    """Write down that a request came, and return its number.

    :raises NotFound: the actor does not answer requests.
    :raises BadInput: a day that is still to come.
    """
    refuse_unless_allowed(actor, Permission.DATA_REQUESTS, channel=None)
    if received_on > work.today():
        raise BadInput(Code.DATE_IS_IN_FUTURE, "received_on")
    number = data_requests.last_number(work.session) + 1
    work.session.add(
        DataRequest(
            number=number,
            right=right.value,
            received_on=received_on,
            recorded_by=actor.id,
        )
    )
    _record(work, Event.DATA_REQUEST_RECEIVED, actor, number)
    return number


def answer_request(work: Work, actor: Actor, *, number: int, reply: Reply) -> None:
    """Write down how a request was answered; an answer is given once.

    :raises NotFound: the actor does not answer requests, or no such request.
    :raises NotAllowed: it was answered before.
    """
    row = _found(work, actor, number)
    if row.reply is not None:
        raise NotAllowed(Code.ALREADY_ANSWERED)
    row.reply, row.answered_on, row.answered_by = reply.value, work.today(), actor.id
    _record(work, Event.DATA_REQUEST_ANSWERED, actor, number)


def list_requests(work: Work, actor: Actor) -> list[Requested]:
    """Return every request, newest first.

    :raises NotFound: the actor does not answer requests.
    """
    refuse_unless_allowed(actor, Permission.DATA_REQUESTS, channel=None)
    return [_requested(row) for row in data_requests.all_requests(work.session)]


def read_request(work: Work, actor: Actor, *, number: int) -> Requested:
    """Return one request, for its letter.

    :raises NotFound: the actor does not answer requests, or no such request.
    """
    return _requested(_found(work, actor, number))


def count_requests(work: Work) -> RequestCounts:
    """Return how many requests came and how they were answered."""
    rows = data_requests.all_requests(work.session)
    return RequestCounts(
        received=len(rows),
        answered=sum(row.reply is not None for row in rows),
        refused=sum(row.reply == Reply.REFUSED.value for row in rows),
    )


def _found(work: Work, actor: Actor, number: int) -> DataRequest:
    refuse_unless_allowed(actor, Permission.DATA_REQUESTS, channel=None)
    row = work.session.get(DataRequest, number, with_for_update=True)
    if row is None:
        raise NotFound
    return row


def _requested(row: DataRequest) -> Requested:
    return Requested(
        number=row.number,
        right=Right(row.right),
        received_on=row.received_on,
        answer_by=answer_by(row.received_on),
        reply=Reply(row.reply) if row.reply else None,
        answered_on=row.answered_on,
    )


def _record(work: Work, event: Event, actor: Actor, number: int) -> None:
    journal.write(
        work.session,
        event,
        channel=None,
        on=work.today(),
        actor_id=actor.id,
        fields={"number": str(number)},
    )
