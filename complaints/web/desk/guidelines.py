"""The register of preventive guidelines, and the pages that lead from a case to it."""

from __future__ import annotations

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Form, TextAreaField

from complaints.casework import guidelines
from complaints.casework.guidelines import LONGEST, Learned, Line, Worded
from complaints.domain.access import Permission, Situation, is_allowed
from complaints.domain.case_work import Verdict
from complaints.domain.channel import Channel
from complaints.domain.errors import BadInput, Code, NotAllowed, NotFound
from complaints.records.agency import active_subjects, active_units, all_subjects, all_units
from complaints.web.access import open_to
from complaints.web.dates import speaks_thai
from complaints.web.desk import bp
from complaints.web.desk.fields import chosen, filled, offer
from complaints.web.desk.refused_steps import refused
from complaints.web.desk.safeguards import CASE, Shown, look
from complaints.web.errors import shows_form_again
from complaints.web.forms import OneOf, Pick, PublicForm, options, text
from complaints.web.here import office
from complaints.web.wording import local_name, refusal_text
from complaints.work import Work

BOTH = ["GET", "POST"]
ONE = "/<channel:channel>/guidelines/<string(length=32):guideline_id>/take-off"
WORDS = _l("Put a guideline on the register")
LOOK_WORDS = _l("Look at a guideline for the register")


class RegisterForm(Form):
    """What of the register is shown; only fixed choices, so they may stand in an address."""

    subject = Pick(_l("Subject"))
    unit = Pick(_l("Unit"))
    year = Pick(_l("Fiscal year"))


class GuidelineForm(PublicForm):
    """Words for the register, or one that stands there already."""

    known = Pick(_l("Does it stand on the register already?"))
    text_th = TextAreaField(_l("Guideline (Thai)"), [text(LONGEST)])
    text_en = TextAreaField(_l("Guideline (English)"), [text(LONGEST)])
    subject = Pick(_l("Subject under which it is filed"))
    unit = Pick(_l("Unit that it binds"))
    checked = BooleanField(
        _l("I have read it once more: nobody can be recognised by it."), [filled()]
    )


class LookForm(PublicForm):
    """Whether words may go onto the register, or why they go back."""

    verdict = OneOf(
        _l("What do you decide?"),
        [chosen()],
        choices=options(
            [
                (Verdict.CONFIRM.value, _l("Nobody can be recognised; it goes onto the register")),
                (Verdict.SEND_BACK.value, _l("It goes back to who wrote it")),
            ]
        ),
    )
    words = TextAreaField(_l("If it goes back: why"), [text(LONGEST)])


@bp.get("/<channel:channel>/guidelines")
@open_to(Permission.DESK_READ, Permission.OVERSIGHT_READ)
def show_guidelines(channel: Channel) -> ResponseReturnValue:
    """Show the register, whole or by subject, unit and year."""
    works_here = is_allowed(g.actor.person, Permission.DESK_READ, Situation(channel))
    with office().reading(channel) as work:
        lines = guidelines.read_register(work, g.actor)
        waiting = guidelines.waiting_for_a_look(work, g.actor) if works_here else []
        names = _names(work)
    form = RegisterForm(request.args)
    _offer_filters(form, lines, names)
    chosen_ = {field.name: field.data for field in form if field.data}
    rows = [_row(line, names) for line in lines if _is_wanted(line, chosen_)]
    return render_template(
        "desk/guidelines.html",
        channel=channel,
        form=form,
        rows=rows,
        waiting=waiting,
        works_here=works_here,
        is_whole=not chosen_,
    )


@bp.route(ONE, methods=BOTH)
@open_to(Permission.GUIDELINES_CHANGE)
def take_off_guideline(channel: Channel, guideline_id: str) -> ResponseReturnValue:
    """Ask once more, then take a guideline off the register."""
    if request.method == "GET":
        with office().reading(channel) as work:
            lines = guidelines.read_register(work, g.actor)
            names = _names(work)
        row = next((_row(line, names) for line in lines if line.id == guideline_id), None)
        if row is None:
            raise NotFound
        return render_template("desk/guideline_take_off.html", channel=channel, row=row)
    with office().writing(channel) as work:
        guidelines.take_off(work, g.actor, guideline_id=guideline_id)
    flash(_("Taken off the register."), "success")
    return redirect(url_for(".show_guidelines", channel=channel), code=303)


def show_again(why: str) -> str:
    """Show a form with what was typed, because its token cannot be taken."""
    try:
        shown, learned = _look(**(request.view_args or {}))
    except NotFound as refusal:
        title = refusal_text(refusal.code)
        return render_template("errors/error.html", status=404, title=title, text="")
    is_look = request.endpoint == "desk.look_at_guideline"
    form = LookForm() if is_look else _guideline_form(shown, learned)
    form.form_errors.append(why)
    return _page(shown, learned, form)


@bp.route(f"{CASE}/guideline", methods=BOTH)
@open_to(Permission.CASE_GUIDELINE)
@shows_form_again(show_again)
def guideline_case(channel: Channel, number: str) -> ResponseReturnValue:
    """Word a guideline for the register, or add the case to one that stands there."""
    shown, learned = _look(channel, number)
    form = _guideline_form(shown, learned)
    if shown.state.is_open or learned.waiting is not None:
        is_early = shown.state.is_open
        code = Code.CASE_IS_NOT_COMPLETED if is_early else Code.GUIDELINE_WAITS
        return refused(shown, WORDS, code, form)
    if request.method == "GET":
        return _page(shown, learned, form)
    if not form.validate():
        return _page(shown, learned, form), 422
    try:
        said = _put(shown, form)
    except NotAllowed as refusal:
        return refused(shown, WORDS, refusal.code, form)
    except BadInput as refusal:
        status = form.refuse(refusal)
        return _page(shown, learned, form), status
    flash(said, "success")
    return redirect(url_for(".show_case", channel=channel, number=number), code=303)


@bp.route(f"{CASE}/guideline-look", methods=BOTH)
@open_to(Permission.CASE_GUIDELINE)
@shows_form_again(show_again)
def look_at_guideline(channel: Channel, number: str) -> ResponseReturnValue:
    """Let words onto the register, or send them back."""
    shown, learned = _look(channel, number)
    form = LookForm()
    if learned.waiting is None:
        return refused(shown, LOOK_WORDS, Code.NO_GUIDELINE_WAITS, form)
    if request.method == "GET":
        return _page(shown, learned, form)
    if not form.validate():
        return _page(shown, learned, form), 422
    verdict, words_ = Verdict(form.verdict.data), form.words.data or ""
    try:
        with office().writing(channel) as work:
            guidelines.look_again(work, number=number, actor=g.actor, verdict=verdict, words=words_)
    except NotAllowed as refusal:
        return refused(shown, LOOK_WORDS, refusal.code, form)
    except BadInput as refusal:
        status = form.refuse(refusal)
        return _page(shown, learned, form), status
    is_sent_back = verdict is Verdict.SEND_BACK
    flash(_("Sent back.") if is_sent_back else _("It stands on the register."), "success")
    return redirect(url_for(".show_case", channel=channel, number=number), code=303)


def _put(shown: Shown, form: GuidelineForm) -> str:
    number, actor = shown.number, g.actor
    worded = Worded(
        text_th=form.text_th.data or "",
        text_en=form.text_en.data or "",
        subject=form.subject.data or "",
        unit_id=(form.unit.data or "") if "unit" in form else "",
    )
    with office().writing(shown.channel) as work:
        if form.known.data:
            guidelines.add_to_known(work, number=number, actor=actor, guideline_id=form.known.data)
            return _("The case is counted with that guideline.")
        stands = guidelines.put_forward(work, number=number, actor=actor, worded=worded)
    if stands:
        return _("It stands on the register.")
    return _("A second person looks at the words before they stand on the register.")


def _look(channel: Channel, number: str) -> tuple[Shown, Learned]:
    shown = look(channel, number)
    with office().reading(channel) as work:
        return shown, guidelines.look_at_learned(work, g.actor, number=number)


def _guideline_form(shown: Shown, learned: Learned) -> GuidelineForm:
    form = GuidelineForm()
    with office().reading(shown.channel) as work:
        subjects = active_subjects(work.session, shown.channel)
        units = active_units(work.session)
    offer(form.subject, [(one.code, local_name(one)) for one in subjects])
    offer(form.known, [(line.id, _local_text(line)) for line in learned.offered])
    offer(form.unit, [(one.id, local_name(one)) for one in units])
    if shown.channel is Channel.CORRUPTION:
        del form.unit
    elif request.method == "GET":
        form.subject.data = shown.page.told.account.content.get("subject")
        form.unit.data = shown.page.unit_id
    return form


def _page(shown: Shown, learned: Learned, form: PublicForm) -> str:
    is_look = isinstance(form, LookForm)
    with office().reading(shown.channel) as work:
        names = _names(work)
    return render_template(
        "desk/steps/guideline_look.html" if is_look else "desk/steps/guideline.html",
        channel=shown.channel,
        shown=shown,
        form=form,
        learned=learned,
        waiting_subject=names.get((learned.waiting or {}).get("subject", "")),
        step_words=str(LOOK_WORDS if is_look else WORDS),
    )


def _names(work: Work) -> dict[str, str]:
    """Return names of subjects by code and of units by id, old ones too."""
    subjects = {one.code: local_name(one) for one in all_subjects(work.session, work.channel)}
    return subjects | {one.id: local_name(one) for one in all_units(work.session)}


def _offer_filters(form: RegisterForm, lines: list[Line], names: dict[str, str]) -> None:
    subjects = {line.subject for line in lines if line.subject}
    units = {line.unit_id for line in lines if line.unit_id}
    years = sorted({line.year_be for line in lines}, reverse=True)
    offer(form.subject, [(one, names.get(one, one)) for one in sorted(subjects)])
    offer(form.unit, [(one, names.get(one, one)) for one in sorted(units)])
    offer(form.year, [(str(year), str(year)) for year in years])


def _is_wanted(line: Line, chosen_: dict[str, str]) -> bool:
    has = {"subject": line.subject, "unit": line.unit_id, "year": str(line.year_be)}
    return all(has[name] == value for name, value in chosen_.items())


def _row(line: Line, names: dict[str, str]) -> dict[str, Any]:
    return {
        "id": line.id,
        "text": _local_text(line),
        "lang": None if speaks_thai() or line.text_en else "th",
        "subject": names.get(line.subject or "", _("All subjects")),
        "unit": names.get(line.unit_id or "", _("The whole office")),
        "year": line.year_be,
        "on": line.released_on,
        "case_count": line.case_count,
        "numbers": line.numbers,
    }


def _local_text(line: Line) -> str:
    return line.text_th if speaks_thai() or not line.text_en else line.text_en
