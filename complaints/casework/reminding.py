"""What an account of the office is reminded of, and where it wants to hear of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from complaints.domain.access import Permission
from complaints.domain.channel import Channel, Kind, Role
from complaints.domain.errors import BadInput, Code, NotFound
from complaints.domain.events import Event
from complaints.domain.notices import checked_address
from complaints.domain.reminders import Clock, Levels, Stage
from complaints.records import cases, journal, notices, reminders
from complaints.records.cases import Case
from complaints.records.notices import Notice
from complaints.vault.casekeys import open_as_officer
from complaints.vault.pairs import OpeningPair
from complaints.work import Actor, Work, refuse_unless_allowed
from complaints.work.opened import open_heading, ref_of

MOST_SHOWN = 200


@dataclass(frozen=True)
class Reminded:
    """One reminder as its reader sees it.

    :ivar due_on: the day promised, or by which an objection is to be answered; for
        progress the day on which the reporter last heard something.
    :ivar can_open: the reader holds the key of the case.
    """

    number: str
    channel: Channel
    stage: Stage
    due_on: date
    is_seen: bool
    can_open: bool


def list_reminders(work: Work, actor: Actor, *, unseen_only: bool = False) -> list[Reminded]:
    """Return what the actor is reminded of; of each case only how it stands now.

    :raises NotFound: the actor has no appointment.
    """
    refuse_unless_allowed(actor, Permission.OWN_ACCOUNT, channel=None)
    oversees = actor.person.role is Role.OVERSIGHT and work.channel is Channel.GRIEVANCE
    if actor.person.desk is not work.channel and not oversees:
        return []
    found = notices.reminders_shown(
        work.session,
        work.channel,
        actor.id,
        must_hold=not oversees,
        unseen_only=unseen_only,
        limit=MOST_SHOWN,
    )
    newest: dict[tuple[str, Clock], Reminded] = {}
    for notice, number in found:
        told = _told(notice, number, can_open=not oversees)
        place = (number, told.stage.clock)
        before = newest.get(place)
        if before is None or _rank(before.stage) < _rank(told.stage):
            newest[place] = told
    return [told for told in newest.values() if _has_clock(work, actor, told)]


def see_reminders(work: Work, actor: Actor) -> None:
    """Note that the actor has seen his reminders; they leave the list of cases.

    :raises NotFound: the actor has no appointment.
    """
    refuse_unless_allowed(actor, Permission.OWN_ACCOUNT, channel=None)
    notices.mark_seen(work.session, actor.id, work.today())


def change_own_address(work: Work, actor: Actor, *, typed: str) -> None:
    """Change where the actor is told by mail; nothing typed ends it.

    :raises NotFound: the actor has no appointment, or the agency sends no mail.
    :raises BadInput: it is no address.
    """
    refuse_unless_allowed(actor, Permission.OWN_ACCOUNT, channel=None)
    if notices.newest_mail_key(work.session) is None:
        raise NotFound
    address = checked_address(typed) if typed.strip() else None
    notices.keep_officer_address(work.session, actor.id, address)


def own_address(work: Work, actor: Actor) -> str:
    """Return where the actor is told by mail, or nothing."""
    return notices.addresses_of_officers(work.session).get(actor.id, "")


def sends_mail(work: Work) -> bool:
    """Say whether the agency has set up mail."""
    return notices.newest_mail_key(work.session) is not None


def change_levels(work: Work, actor: Actor, *, channel: Channel, levels: Levels) -> None:
    """Change when those of a channel are reminded; what was told stays told.

    :raises NotFound: the actor does not manage settings.
    :raises BadInput: the days do not follow each other.
    """
    refuse_unless_allowed(actor, Permission.SETTINGS_CHANGE, channel=None)
    if not levels.is_in_order or max(vars(levels).values()) > 365:
        raise BadInput(Code.LEVELS_ARE_OUT_OF_ORDER, "first_days")
    reminders.keep_levels(work.session, channel, levels)
    journal.write(
        work.session,
        Event.SETTINGS_CHANGED,
        channel=None,
        on=work.today(),
        actor_id=actor.id,
        fields={"setting": "reminders"},
    )


def _told(notice: Notice, number: str, *, can_open: bool) -> Reminded:
    return Reminded(
        number=number,
        channel=Channel(notice.channel),
        stage=Stage(notice.stage or ""),
        due_on=notice.due_on or notice.made_on,
        is_seen=notice.seen_on is not None,
        can_open=can_open,
    )


def _rank(stage: Stage) -> int:
    return list(Stage).index(stage)


def _has_clock(work: Work, actor: Actor, told: Reminded) -> bool:
    """Say whether the promise is one; for corruption only the opened heading tells.

    There an opinion keeps a due day in clear like every other case. An objection
    is answered whatever it is about.
    """
    is_objection = told.stage.clock is Clock.OBJECTION
    if work.channel is Channel.GRIEVANCE or is_objection or actor.owned is None:
        return True
    case = cases.find_case(work.session, work.channel, told.number)
    return case is not None and _kind_of(work, case, actor.id, actor.owned.opening).has_clock


def _kind_of(work: Work, case: Case, officer_id: str, pair: OpeningPair) -> Kind:
    keys = {
        wrap.key_number: open_as_officer(
            ref_of(work, case), wrap.key_number, wrap.key_sealed, officer_id, pair
        )
        for wrap in cases.wraps_held(work.session, case.id, officer_id)
        if wrap.key_number == case.heading_key_number
    }
    return Kind(open_heading(case, keys).get("kind", Kind.COMPLAINT.value))
