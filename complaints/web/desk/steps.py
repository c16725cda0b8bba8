"""The steps of a case: each has a page with its form, and a POST that takes it.

A case that somebody may not see answers before any form is looked at, so that
a wrong form tells a stranger nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from complaints.casework import case_page, steps
from complaints.casework.steps import StepChoices
from complaints.domain.access import Permission
from complaints.domain.channel import Channel
from complaints.domain.errors import (
    BadInput,
    ChangedMeanwhile,
    Code,
    NotAllowed,
    NotFound,
    Refusal,
)
from complaints.domain.states import SCREENED_OUT, Outcome, State, Step, state_after
from complaints.web.access import open_to
from complaints.web.desk import bp
from complaints.web.desk.case_words import deadline_view
from complaints.web.desk.fields import Choice, Groups, offer
from complaints.web.desk.forms import (
    CompleteForm,
    ExcludeForm,
    ExplainForm,
    MessageForm,
    NoteForm,
    ReopenForm,
    ResponsibleForm,
)
from complaints.web.errors import shows_form_again
from complaints.web.forms import PublicForm
from complaints.web.here import office
from complaints.web.wording import local_name, refusal_text, words
from complaints.work import Work

Form = TypeVar("Form", bound=PublicForm)
FORMS: dict[Step, type[PublicForm]] = {
    Step.ACCEPT: ResponsibleForm,
    Step.ASSIGN: ResponsibleForm,
    Step.MESSAGE: MessageForm,
    Step.NOTE: NoteForm,
    Step.EXPLAIN: ExplainForm,
    Step.COMPLETE: CompleteForm,
    Step.EXCLUDE: ExcludeForm,
    Step.REOPEN: ReopenForm,
}
CASE = "/<channel:channel>/cases/<string:number>"
BOTH = ["GET", "POST"]


def show_again(why: str) -> str:
    """Show the form of a step with what was typed, because its token cannot be taken."""
    step = Step((request.endpoint or "").removeprefix("desk.").removesuffix("_case"))
    try:
        shown, choices = _look(**(request.view_args or {}))
    except NotFound as refusal:
        title = refusal_text(refusal.code)
        return render_template("errors/error.html", status=404, title=title, text="")
    form = FORMS[step]()
    _offer_choices(form, choices, shown.state)
    form.form_errors.append(why)
    return _page(shown, step, form)


@bp.route(f"{CASE}/accept", methods=BOTH)
@open_to(Permission.CASE_ACCEPT)
@shows_form_again(show_again)
def accept_case(channel: Channel, number: str) -> ResponseReturnValue:
    """Name who answers for a new case."""

    def take(work: Work, form: ResponsibleForm) -> None:
        steps.accept(
            work,
            number=number,
            actor=g.actor,
            unit_id=form.unit.data,
            officer_id=form.officer.data,
        )

    done = _l("Accepted. The reporter can see who answers for it.")
    return _step(channel, number, Step.ACCEPT, ResponsibleForm, take, done)


@bp.route(f"{CASE}/assign", methods=BOTH)
@open_to(Permission.CASE_ASSIGN)
@shows_form_again(show_again)
def assign_case(channel: Channel, number: str) -> ResponseReturnValue:
    """Hand a case to another unit or officer."""

    def take(work: Work, form: ResponsibleForm) -> None:
        steps.assign(
            work,
            number=number,
            actor=g.actor,
            unit_id=form.unit.data,
            officer_id=form.officer.data,
        )

    return _step(channel, number, Step.ASSIGN, ResponsibleForm, take, _l("Assigned."))


@bp.route(f"{CASE}/message", methods=BOTH)
@open_to(Permission.CASE_MESSAGE)
@shows_form_again(show_again)
def message_case(channel: Channel, number: str) -> ResponseReturnValue:
    """Write to the reporter."""

    def take(work: Work, form: MessageForm) -> None:
        steps.send_message(work, number=number, actor=g.actor, text=form.message.data)

    done = _l("Sent. The reporter can read it with the code.")
    return _step(channel, number, Step.MESSAGE, MessageForm, take, done)


@bp.route(f"{CASE}/note", methods=BOTH)
@open_to(Permission.CASE_NOTE)
@shows_form_again(show_again)
def note_case(channel: Channel, number: str) -> ResponseReturnValue:
    """Write an internal note."""

    def take(work: Work, form: NoteForm) -> None:
        steps.write_note(work, number=number, actor=g.actor, text=form.note.data)

    done = _l("Noted. Only officers who can open the case can read it.")
    return _step(channel, number, Step.NOTE, NoteForm, take, done)


@bp.route(f"{CASE}/explain", methods=BOTH)
@open_to(Permission.CASE_EXPLAIN)
@shows_form_again(show_again)
def explain_case(channel: Channel, number: str) -> ResponseReturnValue:
    """Tell the reporter why it takes longer."""

    def take(work: Work, form: ExplainForm) -> None:
        steps.explain(
            work,
            number=number,
            actor=g.actor,
            reason=form.reason.data,
            new_date=form.new_date.data,
        )

    done = _l("The reporter can now read the explanation.")
    return _step(channel, number, Step.EXPLAIN, ExplainForm, take, done)


@bp.route(f"{CASE}/complete", methods=BOTH)
@open_to(Permission.CASE_COMPLETE)
@shows_form_again(show_again)
def complete_case(channel: Channel, number: str) -> ResponseReturnValue:
    """End a case with an outcome and a result."""

    def take(work: Work, form: CompleteForm) -> None:
        steps.complete(
            work,
            number=number,
            actor=g.actor,
            outcome=Outcome(form.outcome.data),
            result=form.result.data,
        )

    done = _l("Completed. The reporter can read the result and rate the service.")
    return _step(channel, number, Step.COMPLETE, CompleteForm, take, done)


@bp.route(f"{CASE}/exclude", methods=BOTH)
@open_to(Permission.CASE_EXCLUDE)
@shows_form_again(show_again)
def exclude_case(channel: Channel, number: str) -> ResponseReturnValue:
    """Cut an officer off from a case."""

    def take(work: Work, form: ExcludeForm) -> None:
        steps.exclude(work, number=number, actor=g.actor, officer_id=form.officer.data)

    done = _l("Shut out. A new key serves for everything from here on.")
    return _step(channel, number, Step.EXCLUDE, ExcludeForm, take, done)


@bp.route(f"{CASE}/reopen", methods=BOTH)
@open_to(Permission.CASE_REOPEN)
@shows_form_again(show_again)
def reopen_case(channel: Channel, number: str) -> ResponseReturnValue:
    """Take a completed case up again."""

    def take(work: Work, form: ReopenForm) -> None:
        steps.reopen(work, number=number, actor=g.actor, reason=form.reason.data)

    done = _l("The case is open again.")
    return _step(channel, number, Step.REOPEN, ReopenForm, take, done)


@dataclass(frozen=True)
class _Shown:
    """The case as the page of a step shows it around the form."""

    number: str
    channel: Channel
    state: State
    deadline: dict[str, Any]
    page: case_page.CasePage


def _step(
    channel: Channel,
    number: str,
    step: Step,
    form_type: type[Form],
    take: Callable[[Work, Form], None],
    done: object,
) -> ResponseReturnValue:
    """Show the form of a step, or take the step and lead back to the case."""
    shown, choices = _look(channel, number)
    form = form_type()
    _offer_choices(form, choices, shown.state)
    try:
        state_after(step, shown.state)
    except NotAllowed as refusal:
        return _refused(shown, step, refusal)
    if request.method == "GET":
        return _page(shown, step, form)
    if not form.validate():
        return _page(shown, step, form), 422
    if "preview" in request.form:
        return _page(shown, step, form, is_preview=True)
    try:
        with office().writing(channel) as work:
            take(work, form)
    except (BadInput, NotAllowed, ChangedMeanwhile) as refusal:
        status = form.refuse(refusal)
        return _page(shown, step, form), status
    flash(str(done), "success")
    return redirect(url_for(".show_case", channel=channel, number=number), code=303)


def _look(channel: Channel, number: str) -> tuple[_Shown, StepChoices]:
    with office().writing(channel) as work:
        page = case_page.read_case(work, g.actor, number=number)
        choices = steps.choices(work, g.actor, number=number)
        told = page.told
        deadline = deadline_view(work, told)
    return _Shown(number, channel, told.state, deadline, page), choices


def _offer_choices(form: PublicForm, choices: StepChoices, state: State) -> None:
    if isinstance(form, ResponsibleForm):
        offer(form.unit, [(unit.id, local_name(unit)) for unit in choices.units])
        offer(form.officer, _by_unit(choices))
    elif isinstance(form, ExcludeForm):
        offer(form.officer, [_named(officer) for officer in choices.excludable])
    elif isinstance(form, CompleteForm):
        offer(form.outcome, _outcomes(state))


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


def _page(shown: _Shown, step: Step, form: PublicForm, *, is_preview: bool = False) -> str:
    return render_template(
        f"desk/steps/{step.value}.html",
        channel=shown.channel,
        shown=shown,
        form=form,
        step=step,
        step_words=words(step),
        is_preview=is_preview,
    )


def _refused(shown: _Shown, step: Step, refusal: Refusal) -> ResponseReturnValue:
    """Say why a step is illegal now, and what is possible instead."""
    return render_template(
        "desk/step_refused.html",
        channel=shown.channel,
        shown=shown,
        step_words=words(step),
        why=refusal_text(refusal.code),
        can_reopen=refusal.code is Code.CASE_IS_COMPLETED,
    ), 409
