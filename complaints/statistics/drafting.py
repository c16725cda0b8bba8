"""The way of a release: an officer drafts it, another checks it, the executive takes note.

What is drafted is kept as it will stand, figures and words, so that what the
executive acknowledged is what is published. A change begins the way anew.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Final, Protocol

from complaints.domain.access import Permission, Person, Situation, is_allowed
from complaints.domain.channel import ROLES_WITH_KEYS, Role
from complaints.domain.drafts import DraftState, refuse_unless
from complaints.domain.errors import BadInput, ChangedMeanwhile, Code, NotAllowed, NotFound
from complaints.domain.events import Event
from complaints.domain.text import clean_text, required_text
from complaints.records import journal, releases
from complaints.records.officers import find_officer, officers_of_desk
from complaints.records.releases import ReleaseDraft
from complaints.statistics.editions import Draft
from complaints.statistics.freezing import frozen, thawed
from complaints.statistics.preparing import Counting, prepare
from complaints.statistics.statements import Imprint, SignOff, Statement
from complaints.statistics.words import Words

STATEMENT_CHARACTERS: Final = 4_000
STATEMENT_FIELDS: Final = ("problems", "obstacles", "remedies")
_NOTHING: Final = frozenset({"ไม่มี", "none", "nothing"})
"""A whole answer on problems, obstacles and remedies; no reason to publish a year again."""


class Publisher(Protocol):
    """Whoever takes a step of the way."""

    @property
    def person(self) -> Person:
        """Return who it is to the rules."""

    @property
    def full_name(self) -> str:
        """Return the name that stands in the release."""

    @property
    def position(self) -> str:
        """Return the position that stands in the release."""


@dataclass(frozen=True)
class Drafted:
    """A release on its way, as it will stand.

    :ivar draft: its figures.
    :ivar fingerprint: of figures and words, so that a step is taken with what was shown.
    """

    draft: Draft
    statement: Statement
    fingerprint: str
    state: DraftState
    prepared: SignOff
    checked: SignOff | None
    acknowledged: SignOff | None


def save_draft(
    work: Counting, actor: Publisher, *, fiscal_year_be: int, as_of: date, statement: Statement
) -> ReleaseDraft:
    """Count a fiscal year and keep it with what is said of it; an unfinished draft is replaced.

    :param statement: «ไม่มี» where there is nothing to say; an empty part is refused.
    :raises NotFound: the actor may not draft on this channel.
    :raises BadInput: a part is empty, a reason is none, or the day cannot be taken.
    :raises NotAllowed: nothing is over, or the figures cannot be published.
    """
    _refuse(actor, Permission.RELEASE_PREPARE, work)
    draft = prepare(work, fiscal_year_be, as_of)
    said = _checked_words(statement, needs_reason=draft.needs_reason)
    row = releases.draft_of(work.session, work.channel, fiscal_year_be, for_change=True)
    if row is not None:
        work.session.delete(row)
        work.session.flush()
    row = ReleaseDraft(
        channel=work.channel.value,
        fiscal_year_be=fiscal_year_be,
        state=DraftState.DRAFTED.value,
        number=draft.number,
        as_of=as_of,
        figures=frozen(draft),
        statement=json.dumps(said.as_record(), ensure_ascii=False),
        prepared_by=actor.person.officer_id,
        prepared_on=work.today(),
    )
    work.session.add(row)
    _record(work, Event.RELEASE_DRAFTED, actor, row)
    return row


def check_draft(
    work: Counting, actor: Publisher, *, fiscal_year_be: int, seen: str | None = None
) -> None:
    """Say that a draft was looked through, by somebody else where there is anybody else.

    :param seen: fingerprint of what was shown; None where nobody says what that was.
    :raises NotFound: no draft, or the actor may not check it.
    :raises ChangedMeanwhile: it was drafted anew since.
    :raises NotAllowed: it is checked already, or the actor drafted it himself.
    """
    _refuse(actor, Permission.RELEASE_PREPARE, work)
    row = _seen_draft(work, fiscal_year_be, seen)
    refuse_unless(DraftState(row.state), DraftState.DRAFTED)
    if _needs_colleague(work, actor, row):
        raise NotAllowed(Code.NEEDS_ANOTHER_PERSON)
    row.state = DraftState.CHECKED.value
    row.checked_by, row.checked_on = actor.person.officer_id, work.today()
    _record(work, Event.RELEASE_CHECKED, actor, row)


def acknowledge_draft(
    work: Counting, actor: Publisher, *, fiscal_year_be: int, seen: str | None = None
) -> None:
    """Take note of a checked draft, as the executive does before the public may see it.

    :param seen: fingerprint of what was shown; None where nobody says what that was.
    :raises NotFound: no draft, or the actor is no executive.
    :raises ChangedMeanwhile: it was drafted anew since.
    :raises NotAllowed: it is not checked yet, or acknowledged already.
    """
    _refuse(actor, Permission.RELEASE_ACKNOWLEDGE, work)
    row = _seen_draft(work, fiscal_year_be, seen)
    refuse_unless(DraftState(row.state), DraftState.CHECKED)
    row.state = DraftState.ACKNOWLEDGED.value
    row.acknowledged_by, row.acknowledged_on = actor.person.officer_id, work.today()
    _record(work, Event.RELEASE_ACKNOWLEDGED, actor, row)


def waits_for_a_colleague(work: Counting, actor: Publisher, fiscal_year_be: int) -> bool:
    """Say whether a draft is to be looked through by somebody else than the actor."""
    row = releases.draft_of(work.session, work.channel, fiscal_year_be)
    return row is not None and _needs_colleague(work, actor, row)


def draft_on_its_way(work: Counting, fiscal_year_be: int) -> Drafted | None:
    """Return the release of a fiscal year that is on its way, if one is.

    :raises NotAllowed: its figures have changed since, so it must be drafted again.
    """
    row = releases.draft_of(work.session, work.channel, fiscal_year_be)
    return _drafted(work, row) if row else None


def kept_statement(work: Counting, fiscal_year_be: int) -> Statement | None:
    """Return what was said of a release that is on its way, also when its figures moved on."""
    row = releases.draft_of(work.session, work.channel, fiscal_year_be)
    return Statement.of_record(json.loads(row.statement)) if row else None


def waiting_drafts(work: Counting) -> list[ReleaseDraft]:
    """Return the drafts of both channels that wait for the executive."""
    return [
        row for row in releases.all_drafts(work.session) if row.state == DraftState.CHECKED.value
    ]


def acknowledged_draft(
    work: Counting, publisher: Publisher, fiscal_year_be: int
) -> tuple[Draft, Imprint]:
    """Return what may be published, with who stands for it.

    :raises NotFound: no draft.
    :raises NotAllowed: it is not acknowledged, or its figures have changed since.
    """
    row = _draft(work, fiscal_year_be)
    refuse_unless(DraftState(row.state), DraftState.ACKNOWLEDGED)
    found = _drafted(work, row)
    imprint = Imprint(
        agency=Words(work.agency.name_th, work.agency.name_en),
        publisher_id=publisher.person.officer_id,
        publisher=publisher.full_name,
        position=publisher.position,
        published_on=work.today(),
        reason=found.statement.reason,
        is_demonstration=work.agency.is_demonstration,
        receipt_key=work.agency.attest_key.hex() if work.agency.attest_key else None,
        statement=found.statement,
        prepared=found.prepared,
        checked=found.checked,
        acknowledged=found.acknowledged,
    )
    return found.draft, imprint


def end_draft(work: Counting, fiscal_year_be: int) -> None:
    """Remove a draft that is being published.

    :raises NotFound: somebody else was quicker.
    """
    work.session.delete(_draft(work, fiscal_year_be, for_change=True))


def _drafted(work: Counting, row: ReleaseDraft) -> Drafted:
    last = releases.latest_release(work.session, work.channel, row.fiscal_year_be)
    if last is not None and last.number >= row.number:
        raise NotAllowed(Code.FIGURES_HAVE_CHANGED)
    fresh = prepare(work, row.fiscal_year_be, row.as_of)
    prepared = _sign_off(work, row.prepared_by, row.prepared_on)
    if prepared is None:
        raise NotFound
    return Drafted(
        draft=thawed(row.figures, fresh),
        statement=Statement.of_record(json.loads(row.statement)),
        fingerprint=_fingerprint(row),
        state=DraftState(row.state),
        prepared=prepared,
        checked=_sign_off(work, row.checked_by, row.checked_on),
        acknowledged=_sign_off(work, row.acknowledged_by, row.acknowledged_on),
    )


def _draft(work: Counting, fiscal_year_be: int, *, for_change: bool = False) -> ReleaseDraft:
    row = releases.draft_of(work.session, work.channel, fiscal_year_be, for_change=for_change)
    if row is None:
        raise NotFound
    return row


def _seen_draft(work: Counting, fiscal_year_be: int, seen: str | None) -> ReleaseDraft:
    row = _draft(work, fiscal_year_be, for_change=True)
    if seen is not None and seen != _fingerprint(row):
        raise ChangedMeanwhile
    return row


def _fingerprint(row: ReleaseDraft) -> str:
    return sha256(f"{row.figures}\n{row.statement}".encode()).hexdigest()


def _sign_off(work: Counting, officer_id: str | None, on: date | None) -> SignOff | None:
    officer = find_officer(work.session, officer_id) if officer_id else None
    if officer is None or on is None:
        return None
    return SignOff(name=officer.full_name, position=officer.position, on=on)


def _checked_words(statement: Statement, *, needs_reason: bool) -> Statement:
    said = {name: _required(getattr(statement, name), name) for name in STATEMENT_FIELDS}
    reason = _required(statement.reason, "reason") if needs_reason else Words("", "")
    if reason.th.strip(" .").casefold() in _NOTHING:
        raise BadInput(Code.REASON_SAYS_NOTHING, "reason_th")
    return Statement(**said, reason=reason)


def _required(words: Words, field: str) -> Words:
    said = required_text(words.th, f"{field}_th", longest=STATEMENT_CHARACTERS)
    if not any(character.isalnum() for character in said):  # a dash is an empty line crossed out
        raise BadInput(Code.FIELD_IS_EMPTY, f"{field}_th")
    return Words(said, clean_text(words.en, f"{field}_en", longest=STATEMENT_CHARACTERS))


def _needs_colleague(work: Counting, actor: Publisher, row: ReleaseDraft) -> bool:
    return row.prepared_by == actor.person.officer_id and _has_colleague(work, actor)


def _has_colleague(work: Counting, actor: Publisher) -> bool:
    """Say whether somebody else of the desk could check."""
    able = {role.value for role in ROLES_WITH_KEYS - {Role.ALTERNATE}}
    return any(
        officer.id != actor.person.officer_id
        and officer.role in able
        and officer.is_appointed(work.today())
        and officer.signing_key is not None
        for officer in officers_of_desk(work.session, work.channel)
    )


def _refuse(actor: Publisher, permission: Permission, work: Counting) -> None:
    if not is_allowed(actor.person, permission, Situation(channel=work.channel)):
        raise NotFound


def _record(work: Counting, event: Event, actor: Publisher, row: ReleaseDraft) -> None:
    journal.write(
        work.session,
        event,
        channel=work.channel,
        on=work.today(),
        actor_id=actor.person.officer_id,
        fields={"fiscal_year_be": str(row.fiscal_year_be), "number": str(row.number)},
    )
