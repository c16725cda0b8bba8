"""What the pages of all steps do: show the form, look for changes, take the step.

A case that somebody may not see answers before any form is looked at, so that
a wrong form tells a stranger nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from complaints.casework import case_page, steps
from complaints.casework.ground import refuse_if_changed
from complaints.casework.steps import StepChoices
from complaints.domain.access import Permission
from complaints.domain.case_work import DelayReason
from complaints.domain.channel import Channel
from complaints.domain.errors import (
    BadInput,
    ChangedMeanwhile,
    Code,
    NotAllowed,
    NotFound,
)
from complaints.domain.states import State, Step, refuse_unless_legal
from complaints.web.desk.case_words import deadline_view, happenings
from complaints.web.desk.ending_words import proposal_view
from complaints.web.desk.refused_steps import refused, what_to_do
from complaints.web.desk.reply_words import filled_template
from complaints.web.desk.step_choices import offer_choices
from complaints.web.desk.step_forms import ExplainForm, StepForm
from complaints.web.ending import explanation_view, explanation_words
from complaints.web.here import office
from complaints.web.wording import refusal_text, words
from complaints.work import Work

ALWAYS_ADDS = frozenset({Step.MESSAGE, Step.ASK, Step.NOTE})
"""Steps that take nothing from what others wrote meanwhile, so they are never held up."""


@dataclass(frozen=True)
class StepPage:
    """One step as a page.

    :ivar take: calls the use case; returns what is said when it is done.
    """

    form: type[StepForm]
    permission: Permission
    take: Callable[[Work, Any, str], object]


@dataclass(frozen=True)
class Shown:
    """The case as the page of a step shows it around the form."""

    number: str
    channel: Channel
    state: State
    deadline: dict[str, Any]
    page: case_page.CasePage
    choices: StepChoices


def show_again(step: Step, page: StepPage, why: str) -> str:
    """Show the form of a step with what was typed, because its token cannot be taken."""
    try:
        shown = _look(**(request.view_args or {}))
    except NotFound as refusal:
        title = refusal_text(refusal.code)
        return render_template("errors/error.html", status=404, title=title, text="")
    form = page.form()
    _prepare(form, shown)
    form.form_errors.append(why)
    return _page(shown, step, form)


def answer_step(channel: Channel, number: str, step: Step, page: StepPage) -> ResponseReturnValue:
    """Show the form of a step, or take the step and lead back to the case."""
    shown = _look(channel, number)
    form = page.form()
    seen = form.seen_version if step not in ALWAYS_ADDS else None
    _prepare(form, shown)
    if request.method == "POST" and seen is not None and seen != shown.choices.version:
        return _changed(shown, step, form, seen)
    try:
        refuse_unless_legal(step, shown.page.standing)
    except NotAllowed as refusal:
        return refused(shown, words(step), refusal.code, form)
    if step is Step.OBJECTION and shown.page.is_own_result:
        return refused(shown, words(step), Code.OWN_RESULT, form)
    if request.method == "GET" or "insert" in request.form:
        _insert(shown, form)
        return _page(shown, step, form)
    return _take(shown, step, page, form, seen)


def _take(
    shown: Shown, step: Step, page: StepPage, form: StepForm, seen: int | None
) -> ResponseReturnValue:
    if not form.validate():
        return _page(shown, step, form), 422
    if "preview" in request.form:
        return _page(shown, step, form, **_preview(shown, form))
    try:
        with office().writing(shown.channel) as work:
            refuse_if_changed(work, number=shown.number, version=seen)
            done = page.take(work, form, shown.number)
    except ChangedMeanwhile:
        now = _look(shown.channel, shown.number)
        _prepare(form, now)
        return _changed(now, step, form, seen or 0)
    except (BadInput, NotAllowed) as refusal:
        status = form.refuse(refusal)
        if isinstance(refusal, NotAllowed):
            form.form_errors.append(what_to_do(refusal.code))
        return _page(shown, step, form), status
    flash(str(done), "success")
    address = url_for("desk.show_case", channel=shown.channel, number=shown.number)
    return redirect(address, code=303)


def _look(channel: Channel, number: str) -> Shown:
    with office().writing(channel) as work:
        page = case_page.read_case(work, g.actor, number=number)
        choices = steps.choices(work, g.actor, number=number)
        told = page.told
        deadline = deadline_view(work, told)
    return Shown(number, channel, told.state, deadline, page, choices)


def _prepare(form: StepForm, shown: Shown) -> None:
    """Put into a form what can be chosen, and what its reader now sees of the case."""
    form.version.data = str(shown.choices.version)
    offer_choices(form, shown.choices, shown.state, shown.channel)


def _insert(shown: Shown, form: StepForm) -> None:
    """Put a template's words behind what was typed; nothing is stored."""
    chosen = [one for one in shown.choices.templates if one.id == form.template.data]
    if not chosen or not form.template_into:
        return
    field = form[form.template_into]
    typed = (field.data or "").rstrip()
    text = filled_template(chosen[0], shown.page)
    field.data = f"{typed}\n\n{text}" if typed else text
    form.template.data = ""


def _preview(shown: Shown, form: StepForm) -> dict[str, Any]:
    """Return the very words that the reporter would read."""
    preview: dict[str, Any] = {"is_preview": True}
    if isinstance(form, ExplainForm):
        preview["explanation"] = explanation_words(
            shown.page.told,
            before=shown.page.told.new_due_on,
            new_date=form.new_date.data,
            why=DelayReason(form.delay.data) if form.delay.data else None,
            reason=form.reason.data or "",
            approved_by=form.approved_by.data or g.actor.full_name,
        )
    return preview


def _page(shown: Shown, step: Step, form: StepForm, **more: Any) -> str:
    return render_template(
        f"desk/steps/{step.value}.html",
        channel=shown.channel,
        shown=shown,
        form=form,
        step=step,
        step_words=words(step),
        is_preview=more.get("is_preview", False),
        explanation=more.get("explanation"),
        changes=more.get("changes", []),
        earlier=[explanation_view(shown.page.told, each) for each in shown.page.told.explanations],
        proposal=proposal_view(shown.page),
    )


def _changed(shown: Shown, step: Step, form: StepForm, seen: int) -> ResponseReturnValue:
    """Say what somebody else did meanwhile, and keep what was typed."""
    changes = happenings(shown.page, after=seen)
    try:
        refuse_unless_legal(step, shown.page.standing)
    except NotAllowed as refusal:
        return refused(shown, words(step), refusal.code, form, changes)
    return _page(shown, step, form, changes=changes or [None]), 409
