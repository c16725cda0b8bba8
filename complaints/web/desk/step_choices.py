"""What the forms of the steps offer, in words."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from flask_babel import gettext as _

from complaints.casework.steps import StepChoices
from complaints.domain.case_work import Box, Decision, DelayReason, Discipline, Verdict
from complaints.domain.channel import Channel
from complaints.domain.states import SCREENED_OUT, Outcome, State
from complaints.web.desk.fields import Choice, Groups, offer
from complaints.web.desk.step_forms import ExcludeForm, StepForm
from complaints.web.wording import local_name, words

LISTS: dict[str, type[StrEnum]] = {
    "box": Box,
    "decision": Decision,
    "verdict": Verdict,
    "delay": DelayReason,
    "discipline": Discipline,
}
"""Fields that offer a closed list."""


def offer_choices(form: StepForm, choices: StepChoices, state: State, channel: Channel) -> None:
    """Put into a form what can be chosen now."""
    offered: dict[str, list[Choice] | Groups] = {
        "unit": [(unit.id, local_name(unit)) for unit in choices.units],
        "officer": _officers(form, choices),
        "body": [(body.id, local_name(body)) for body in choices.bodies],
        "outcome": _outcomes(state),
        "template": [(each.id, local_name(each)) for each in choices.templates],
        **{name: _listed(kind) for name, kind in LISTS.items()},
    }
    for name, field in form._fields.items():
        if name in offered and hasattr(field, "choices"):
            offer(field, offered[name])
    if channel is not Channel.CORRUPTION and "discipline" in form:
        for name in ("discipline", "discipline_words"):
            delattr(form, name)


def _listed(kind: type[StrEnum]) -> list[Choice]:
    return [(each.value, words(each)) for each in kind]


def _officers(form: StepForm, choices: StepChoices) -> list[Choice] | Groups:
    if isinstance(form, ExcludeForm):
        return [_named(officer) for officer in choices.excludable]
    return _by_unit(choices)


def _outcomes(state: State) -> list[Choice] | Groups:
    """Return the outcomes; on a case that nobody has accepted, in two groups."""
    named = {outcome: (outcome.value, words(outcome)) for outcome in Outcome}
    if state is not State.RECEIVED:
        return list(named.values())
    return {
        _("Possible without accepting the case"): [
            each for outcome, each in named.items() if outcome in SCREENED_OUT
        ],
        _("Only once it is accepted"): [
            each for outcome, each in named.items() if outcome not in SCREENED_OUT
        ],
    }


def _by_unit(choices: StepChoices) -> Groups:
    names = {unit.id: local_name(unit) for unit in choices.units}
    groups: Groups = {}
    for officer in choices.officers:
        unit = names.get(officer.unit_id or "", _("No unit"))
        groups.setdefault(unit, []).append(_named(officer))
    return groups


def _named(officer: Any) -> Choice:
    return officer.id, f"{officer.full_name} ({officer.position})"
