"""The lists behind case work: receiving bodies, reply templates, times and keys of the office."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from complaints.domain.access import Permission
from complaints.domain.channel import Channel
from complaints.domain.errors import BadInput, Code, NotFound
from complaints.domain.events import Event
from complaints.domain.reply_templates import has_strange_braces
from complaints.domain.text import clean_line, required_text
from complaints.records import journal
from complaints.records.agency import Agency
from complaints.records.desk_lists import Body, ReplyTemplate, next_position
from complaints.work import Actor, Work, refuse_unless_allowed

LONGEST_TEMPLATE = 5000
LONGEST_TIME = 3650
FIRST_BASE_YEAR, LAST_BASE_YEAR = 2500, 2700


@dataclass(frozen=True)
class Publication:
    """How the statistics are published.

    :ivar plan_base_year_be: the year from which the plan counts; None leaves it as it is.
    :ivar corruption_quarters: corruption complaints are published by quarter too.
    """

    plan_base_year_be: int | None
    corruption_quarters: bool


def change_times(
    work: Work,
    actor: Actor,
    *,
    reopen_days: int,
    objection_days: int,
    follow_up_days: int,
    two_keys: frozenset[Channel],
    release_days: Mapping[Channel, int | None] | None = None,
    publication: Publication | None = None,
) -> None:
    """Change the times of case work, and which channel asks for a second key.

    :param release_days: days after the end of a period until its statistics are due;
        what is not given stays.
    :param publication: what else is said of the statistics.
    :raises NotFound: the actor does not manage settings.
    :raises BadInput: fewer than one day, or more than ten years; a base year that is none.
    """
    refuse_unless_allowed(actor, Permission.SETTINGS_CHANGE, channel=None)
    agency = work.session.get_one(Agency, work.agency.id)
    agency.reopen_days = _days(reopen_days, "reopen_days")
    agency.objection_days = _days(objection_days, "objection_days")
    agency.follow_up_days = _days(follow_up_days, "follow_up_days")
    agency.corruption_two_keys = Channel.CORRUPTION in two_keys
    agency.grievance_two_keys = Channel.GRIEVANCE in two_keys
    for channel, days in (release_days or {}).items():
        if days is not None:
            name = f"{channel.value}_release_days"
            setattr(agency, name, _days(days, name))
    if publication is not None:
        _change_publication(agency, publication)
    agency.updated_on = work.today()
    _record(work, actor, "case_work")


def _change_publication(agency: Agency, publication: Publication) -> None:
    year = publication.plan_base_year_be
    if year is not None:
        if not FIRST_BASE_YEAR <= year <= LAST_BASE_YEAR:
            raise BadInput(Code.NUMBER_IS_NONE, "plan_base_year_be")
        agency.plan_base_year_be = year
    agency.publishes_corruption_quarters = publication.corruption_quarters


def add_body(work: Work, actor: Actor, *, name_th: str, name_en: str) -> None:
    """Add a body to which matters can be forwarded.

    :raises NotFound: the actor does not manage settings.
    :raises BadInput: an empty name.
    """
    refuse_unless_allowed(actor, Permission.SETTINGS_CHANGE, channel=None)
    body = Body(
        name_th=_name(name_th, "name_th"),
        name_en=_name(name_en, "name_en"),
        position=next_position(work.session, Body),
    )
    work.session.add(body)
    _record(work, actor, "bodies")


def rename_body(work: Work, actor: Actor, *, body_id: str, name_th: str, name_en: str) -> None:
    """Give a body other names; cases that went there keep the old ones.

    :raises NotFound: the actor does not manage settings, or no such body.
    :raises BadInput: an empty name.
    """
    refuse_unless_allowed(actor, Permission.SETTINGS_CHANGE, channel=None)
    body = work.session.get(Body, body_id)
    if body is None:
        raise NotFound
    body.name_th, body.name_en = _name(name_th, "name_th"), _name(name_en, "name_en")
    _record(work, actor, "bodies")


def retire_body(work: Work, actor: Actor, *, body_id: str) -> None:
    """Offer a body no longer; cases that went there keep it.

    :raises NotFound: the actor does not manage settings, or no such body.
    """
    refuse_unless_allowed(actor, Permission.SETTINGS_CHANGE, channel=None)
    body = work.session.get(Body, body_id)
    if body is None:
        raise NotFound
    body.retired_on = work.today()
    _record(work, actor, "bodies")


def add_template(
    work: Work, actor: Actor, *, name_th: str, name_en: str, text_th: str, text_en: str
) -> None:
    """Add a reply template to a desk.

    :raises NotFound: the actor is neither of this desk nor the administrator.
    :raises BadInput: an empty name or text, or braces that nothing fills in.
    """
    refuse_unless_allowed(actor, Permission.TEMPLATES_CHANGE, channel=work.channel)
    template = ReplyTemplate(
        channel=work.channel.value,
        name_th=_name(name_th, "name_th"),
        name_en=_name(name_en, "name_en"),
        text_th=_words(text_th, "text_th"),
        text_en=_words(text_en, "text_en"),
        position=next_position(work.session, ReplyTemplate),
    )
    work.session.add(template)
    _record(work, actor, "reply_templates")


def change_template(
    work: Work,
    actor: Actor,
    *,
    template_id: str,
    name_th: str,
    name_en: str,
    text_th: str,
    text_en: str,
) -> None:
    """Change a reply template of a desk.

    :raises NotFound: the actor is neither of this desk nor the administrator, or it
        has no such template.
    :raises BadInput: an empty name or text, or braces that nothing fills in.
    """
    template = _template(work, actor, template_id)
    template.name_th, template.name_en = _name(name_th, "name_th"), _name(name_en, "name_en")
    template.text_th, template.text_en = _words(text_th, "text_th"), _words(text_en, "text_en")
    _record(work, actor, "reply_templates")


def retire_template(work: Work, actor: Actor, *, template_id: str) -> None:
    """Offer a template no longer.

    :raises NotFound: the actor is not of this desk, or it has no such template.
    """
    _template(work, actor, template_id).retired_on = work.today()
    _record(work, actor, "reply_templates")


def find_template(work: Work, actor: Actor, *, template_id: str) -> ReplyTemplate:
    """Return a reply template of the actor's desk.

    :raises NotFound: the actor is not of this desk, or it has no such template.
    """
    return _template(work, actor, template_id)


def _template(work: Work, actor: Actor, template_id: str) -> ReplyTemplate:
    refuse_unless_allowed(actor, Permission.TEMPLATES_CHANGE, channel=work.channel)
    template = work.session.get(ReplyTemplate, template_id)
    if template is None or template.channel != work.channel.value:
        raise NotFound
    return template


def _days(days: int | None, field: str) -> int:
    if days is None or not 1 <= days <= LONGEST_TIME:
        raise BadInput(Code.NUMBER_IS_NONE, field)
    return days


def _name(typed: str, field: str) -> str:
    return clean_line(required_text(typed, field), field)


def _words(typed: str, field: str) -> str:
    text = required_text(typed, field, longest=LONGEST_TEMPLATE)
    if has_strange_braces(text):
        raise BadInput(Code.PLACEHOLDER_IS_UNKNOWN, field)
    return text


def _record(work: Work, actor: Actor, setting: str) -> None:
    journal.write(
        work.session,
        Event.SETTINGS_CHANGED,
        channel=None,
        on=work.today(),
        actor_id=actor.id,
        fields={"setting": setting},
    )
