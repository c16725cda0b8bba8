"""What a page answers where a step is not possible: why, what to do instead, what was typed."""

from __future__ import annotations

from typing import Any, Protocol

from flask import render_template, request
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, PasswordField, StringField

from complaints.casework.case_page import CasePage
from complaints.domain.channel import Channel
from complaints.domain.errors import Code
from complaints.domain.states import State, Step
from complaints.web.case_work_wording import WHAT_TO_DO
from complaints.web.forms import PublicForm
from complaints.web.wording import refusal_text

NOT_SHOWN = (HiddenField, PasswordField)

REMEDIES: dict[Code, Step] = {
    Code.CASE_IS_COMPLETED: Step.REOPEN,
    Code.CASE_IS_NOT_ACCEPTED: Step.ACCEPT,
    Code.CASE_IS_NOT_COMPLETED: Step.COMPLETE,
    Code.CASE_IS_NOT_RECEIVED: Step.ASSIGN,
    Code.RESULT_WAITS_FOR_SECOND_KEY: Step.CONFIRM,
    Code.NOTHING_TO_CONFIRM: Step.COMPLETE,
    Code.OBJECTION_IS_OPEN: Step.OBJECTION,
    Code.NO_OBJECTION: Step.REOPEN,
}
"""What is to be done first, or instead, where a step is illegal."""


class Shown(Protocol):
    """The case that the page of a step shows."""

    @property
    def number(self) -> str: ...
    @property
    def channel(self) -> Channel: ...
    @property
    def state(self) -> State: ...
    @property
    def page(self) -> CasePage: ...


def refused(
    shown: Shown,
    title: Any,
    code: Code,
    form: PublicForm | None = None,
    changes: list[dict[str, Any]] | None = None,
) -> ResponseReturnValue:
    """Say why a step is illegal now and what is possible instead; keep what was typed.

    :param title: the step in words.
    :param form: in which something may have been typed.
    :param changes: what somebody else did meanwhile.
    """
    first = code
    if first is Code.CASE_IS_NOT_COMPLETED and shown.state is State.RECEIVED:
        first = Code.CASE_IS_NOT_ACCEPTED
    remedy = REMEDIES.get(first)
    return render_template(
        "desk/step_refused.html",
        channel=shown.channel,
        shown=shown,
        step_words=str(title),
        why=refusal_text(code),
        what_to_do=what_to_do(first),
        remedy=remedy if remedy in shown.page.steps else None,
        typed=_typed(form) if form is not None and request.method == "POST" else [],
        changes=changes or [],
    ), 409


def what_to_do(code: Code) -> str:
    """Return what is to be done where a step is refused."""
    return str(WHAT_TO_DO.get(code, WHAT_TO_DO[Code.CHANGED_MEANWHILE]))


def _typed(form: PublicForm) -> list[dict[str, str]]:
    """Return every text that stands in a form, each under its label; never a passphrase."""
    return [
        {"label": str(field.label.text), "text": str(field.data)}
        for field in form
        if isinstance(field, StringField) and not isinstance(field, NOT_SHOWN) and field.data
    ]
