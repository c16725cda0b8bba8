"""The steps of a case: each has a page with its form, and a POST that takes it."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import g
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from complaints.casework import endings, objections, relations, steps
from complaints.casework.endings import Particulars
from complaints.domain.access import Permission
from complaints.domain.case_work import Box, Decision, DelayReason, Discipline, Verdict
from complaints.domain.channel import Channel
from complaints.domain.errors import BadInput, Code
from complaints.domain.states import Outcome, Step
from complaints.domain.text import required_text
from complaints.web.access import open_to
from complaints.web.desk import bp, step_forms
from complaints.web.desk.step_pages import StepPage, answer_step, show_again
from complaints.web.errors import shows_form_again
from complaints.work import Work

CASE = "/<channel:channel>/cases/<string:number>"
WAITS = _l("The result waits for the second key. The reporter reads it once it is confirmed.")


def _accept(work: Work, form: step_forms.ResponsibleForm, number: str) -> object:
    steps.accept(work, number=number, actor=g.actor, **_responsible(form))
    return _l("Accepted. The reporter can see who answers for it.")


def _assign(work: Work, form: step_forms.ResponsibleForm, number: str) -> object:
    steps.assign(work, number=number, actor=g.actor, **_responsible(form))
    return _l("Assigned.")


def _screen(work: Work, form: step_forms.ScreenForm, number: str) -> object:
    box = Box(form.box.data)
    if box is Box.OURS:
        steps.accept(work, number=number, actor=g.actor, **_responsible(form))
        return _l("Accepted. The reporter can see who answers for it.")
    particulars = Particulars()
    if box is Box.NOT_OURS:
        particulars = _body_of(form)
    elif box is Box.OTHER_LAW:
        particulars = Particulars(law=required_text(form.law.data or "", "law"))
    outcome = {
        Box.NOT_OURS: Outcome.FORWARDED,
        Box.OTHER_LAW: Outcome.OTHER_LAW,
        Box.NOT_ACCEPTED: Outcome.NOT_ACCEPTED,
    }[box]
    return _end(work, form, number, Step.SCREEN, outcome, particulars)


def _act(work: Work, form: step_forms.ActForm, number: str) -> object:
    officer_id, until = form.officer.data, form.until.data
    steps.let_act(work, number=number, actor=g.actor, officer_id=officer_id, until=until)
    return _l("The acting officer answers for the case until that day.")


def _message(work: Work, form: step_forms.MessageForm, number: str) -> object:
    steps.send_message(work, number=number, actor=g.actor, text=form.message.data)
    return _l("Sent. The reporter can read it with the code.")


def _ask(work: Work, form: step_forms.AskForm, number: str) -> object:
    question, why = form.message.data, form.why.data or ""
    steps.ask_reporter(work, number=number, actor=g.actor, question=question, why=why)
    return _l("Asked. The days of waiting are measured apart; the clock runs on.")


def _note(work: Work, form: step_forms.NoteForm, number: str) -> object:
    steps.write_note(work, number=number, actor=g.actor, text=form.note.data)
    return _l("Noted. Only officers who can open the case can read it.")


def _relate(work: Work, form: step_forms.RelateForm, number: str) -> object:
    other, text = form.other.data or "", form.words.data or ""
    relations.relate(work, number=number, actor=g.actor, other=other, words=text)
    return _l("Linked. Both cases show it to their officers.")


def _explain(work: Work, form: step_forms.ExplainForm, number: str) -> object:
    steps.explain(
        work,
        number=number,
        actor=g.actor,
        reason=form.reason.data,
        new_date=form.new_date.data,
        why=DelayReason(form.delay.data) if form.delay.data else None,
        approved_by=form.approved_by.data or "",
    )
    return _l("The reporter can now read the explanation.")


def _forward(work: Work, form: step_forms.ForwardForm, number: str) -> object:
    return _end(work, form, number, Step.FORWARD, Outcome.FORWARDED, _body_of(form))


def _duplicate(work: Work, form: step_forms.DuplicateForm, number: str) -> object:
    particulars = Particulars(duplicate_of=form.duplicate_of.data or "")
    return _end(work, form, number, Step.DUPLICATE, Outcome.DUPLICATE, particulars)


def _withdraw(work: Work, form: step_forms.ResultForm, number: str) -> object:
    return _end(work, form, number, Step.WITHDRAW, Outcome.WITHDRAWN, Particulars())


def _complete(work: Work, form: step_forms.CompleteForm, number: str) -> object:
    discipline = form.discipline.data if "discipline" in form else ""
    particulars = Particulars(
        cause=form.cause.data or "",
        guideline=form.guideline.data or "",
        discipline=Discipline(discipline) if discipline else None,
        discipline_words=(form.discipline_words.data or "") if "discipline" in form else "",
        follow_up_on=form.follow_up_on.data,
    )
    return _end(work, form, number, Step.COMPLETE, Outcome(form.outcome.data), particulars)


def _confirm(work: Work, form: step_forms.ConfirmForm, number: str) -> object:
    verdict, text = Verdict(form.verdict.data), form.words.data or ""
    endings.confirm(work, number=number, actor=g.actor, verdict=verdict, words=text)
    if verdict is Verdict.SEND_BACK:
        return _l("Sent back. The reporter has read nothing of it.")
    return _l("Confirmed. The reporter can read the result and rate the service.")


def _objection(work: Work, form: step_forms.ObjectionForm, number: str) -> object:
    decision = Decision(form.decision.data)
    objections.answer_objection(
        work, number=number, actor=g.actor, decision=decision, words=form.words.data
    )
    return _l("Answered. The reporter can read it.")


def _follow_up(work: Work, form: step_forms.FollowUpForm, number: str) -> object:
    text, next_on = form.words.data, form.follow_up_on.data
    endings.follow_up(work, number=number, actor=g.actor, words=text, next_on=next_on)
    return _l("Noted. Only officers who can open the case can read it.")


def _exclude(work: Work, form: step_forms.ExcludeForm, number: str) -> object:
    steps.exclude(work, number=number, actor=g.actor, officer_id=form.officer.data)
    return _l("Shut out. A new key serves for everything from here on.")


def _reopen(work: Work, form: step_forms.ReopenForm, number: str) -> object:
    endings.reopen(work, number=number, actor=g.actor, reason=form.reason.data)
    return _l("The case is open again.")


PAGES: dict[Step, StepPage] = {
    Step.SCREEN: StepPage(step_forms.ScreenForm, Permission.CASE_SCREEN, _screen),
    Step.ACCEPT: StepPage(step_forms.ResponsibleForm, Permission.CASE_ACCEPT, _accept),
    Step.ASSIGN: StepPage(step_forms.ResponsibleForm, Permission.CASE_ASSIGN, _assign),
    Step.ACT: StepPage(step_forms.ActForm, Permission.CASE_ACT, _act),
    Step.MESSAGE: StepPage(step_forms.MessageForm, Permission.CASE_MESSAGE, _message),
    Step.ASK: StepPage(step_forms.AskForm, Permission.CASE_ASK, _ask),
    Step.NOTE: StepPage(step_forms.NoteForm, Permission.CASE_NOTE, _note),
    Step.RELATE: StepPage(step_forms.RelateForm, Permission.CASE_RELATE, _relate),
    Step.EXPLAIN: StepPage(step_forms.ExplainForm, Permission.CASE_EXPLAIN, _explain),
    Step.FORWARD: StepPage(step_forms.ForwardForm, Permission.CASE_FORWARD, _forward),
    Step.DUPLICATE: StepPage(step_forms.DuplicateForm, Permission.CASE_DUPLICATE, _duplicate),
    Step.WITHDRAW: StepPage(step_forms.ResultForm, Permission.CASE_WITHDRAW, _withdraw),
    Step.COMPLETE: StepPage(step_forms.CompleteForm, Permission.CASE_COMPLETE, _complete),
    Step.CONFIRM: StepPage(step_forms.ConfirmForm, Permission.CASE_CONFIRM, _confirm),
    Step.OBJECTION: StepPage(step_forms.ObjectionForm, Permission.CASE_OBJECTION, _objection),
    Step.FOLLOW_UP: StepPage(step_forms.FollowUpForm, Permission.CASE_FOLLOW_UP, _follow_up),
    Step.EXCLUDE: StepPage(step_forms.ExcludeForm, Permission.CASE_EXCLUDE, _exclude),
    Step.REOPEN: StepPage(step_forms.ReopenForm, Permission.CASE_REOPEN, _reopen),
}


def _register(step: Step, page: StepPage) -> None:
    """Give a step its address: GET shows the form, POST takes it."""

    @open_to(page.permission)
    @shows_form_again(partial(show_again, step, page))
    def view(channel: Channel, number: str) -> ResponseReturnValue:
        return answer_step(channel, number, step, page)

    view.__doc__ = f"Show and take the step {step.value}."
    address = f"{CASE}/{step.value}"
    bp.add_url_rule(address, f"{step.value}_case", view, methods=["GET", "POST"])


for _step, _page in PAGES.items():
    _register(_step, _page)


def _responsible(form: Any) -> dict[str, str]:
    return {"unit_id": form.unit.data or "", "officer_id": form.officer.data or ""}


def _body_of(form: Any) -> Particulars:
    """Return to whom a matter goes.

    :raises BadInput: no body is chosen or named.
    """
    if not form.body.data and not (form.body_name.data or "").strip():
        raise BadInput(Code.CHOICE_IS_UNKNOWN, "body")
    return Particulars(
        body_id=form.body.data or "",
        body_name=form.body_name.data or "",
        follow_up_on=form.follow_up_on.data,
    )


def _end(
    work: Work, form: Any, number: str, step: Step, outcome: Outcome, more: Particulars
) -> LazyString:
    is_completed = endings.complete(
        work,
        number=number,
        actor=g.actor,
        outcome=outcome,
        result=form.result.data or "",
        more=more,
        step=step,
    )
    if not is_completed:
        return WAITS
    return _l("Completed. The reporter can read the result and rate the service.")
