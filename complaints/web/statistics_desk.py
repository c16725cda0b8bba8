"""Publishing statistics: what is out, what a new release would say, publishing it."""

from __future__ import annotations

from typing import Any, Final

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import TextAreaField

from complaints.domain.access import Permission
from complaints.domain.calendar import fiscal_year_be
from complaints.domain.channel import Channel
from complaints.domain.drafts import DraftState
from complaints.domain.errors import ChangedMeanwhile, Code, NotAllowed, Refusal
from complaints.statistics.coming import coming_releases
from complaints.statistics.drafting import (
    STATEMENT_CHARACTERS,
    STATEMENT_FIELDS,
    Drafted,
    acknowledge_draft,
    check_draft,
    draft_on_its_way,
    kept_statement,
    save_draft,
    waiting_drafts,
    waits_for_a_colleague,
)
from complaints.statistics.editions import Draft
from complaints.statistics.figures import COUNTS
from complaints.statistics.preparing import prepare
from complaints.statistics.releases import due_releases, list_releases, publish_release
from complaints.statistics.statements import Statement
from complaints.statistics.words import (
    Language,
    Words,
    day_words,
    none_words,
    title,
)
from complaints.web.access import open_to
from complaints.web.forms import PublicForm, Required, text
from complaints.web.here import office
from complaints.web.statistics_changes import language_of_reader
from complaints.web.statistics_coming import coming_rows
from complaints.web.statistics_faults import faults_of
from complaints.web.statistics_learning import learning_told
from complaints.web.statistics_press import (
    MAIN_COUNTS,
    Press,
    breakdown_columns,
    breakdowns_told,
    columns_of,
    row_of,
)
from complaints.web.statistics_shelf import shelf
from complaints.web.statistics_targets import targets_told
from complaints.web.wording import refusal_text

bp = Blueprint("releases", __name__, url_prefix="/desk/<channel:channel>/releases")
waiting_bp = Blueprint("releases_to_acknowledge", __name__, url_prefix="/desk/acknowledge")

YEARS_OFFERED: Final = 3
_YEAR: Final = "/<int(fixed_digits=4):year>"


class StatementForm(PublicForm):
    """What is said of the figures; the first release of a year needs no reason."""

    problems_th = TextAreaField(_l("Problems, in Thai"), [Required(longest=STATEMENT_CHARACTERS)])
    obstacles_th = TextAreaField(_l("Obstacles, in Thai"), [Required(longest=STATEMENT_CHARACTERS)])
    remedies_th = TextAreaField(_l("Remedies, in Thai"), [Required(longest=STATEMENT_CHARACTERS)])
    reason_th = TextAreaField(_l("Reason, in Thai"), [text(STATEMENT_CHARACTERS)])
    problems_en = TextAreaField(_l("Problems, in English"), [text(STATEMENT_CHARACTERS)])
    obstacles_en = TextAreaField(_l("Obstacles, in English"), [text(STATEMENT_CHARACTERS)])
    remedies_en = TextAreaField(_l("Remedies, in English"), [text(STATEMENT_CHARACTERS)])
    reason_en = TextAreaField(_l("Reason, in English"), [text(STATEMENT_CHARACTERS)])

    def statement(self) -> Statement:
        """Return what was typed."""
        return Statement(**{part: self._words(part) for part in (*STATEMENT_FIELDS, "reason")})

    def fill(self, statement: Statement) -> None:
        """Show what was typed before."""
        for part in (*STATEMENT_FIELDS, "reason"):
            words = getattr(statement, part)
            self[f"{part}_th"].data, self[f"{part}_en"].data = words.th, words.en

    def ask_for_reason(self) -> None:
        """Ask why the year is published again, and say so together with what else is missing."""
        setattr(self.reason_th.flags, "required", True)  # noqa: B010 - the type knows no flags
        is_incomplete = any(self[f"{part}_th"].errors for part in STATEMENT_FIELDS)
        if is_incomplete and not (self.reason_th.data or "").strip():
            self.reason_th.errors = (refusal_text(Code.FIELD_IS_EMPTY),)

    def _words(self, part: str) -> Words:
        return Words(self[f"{part}_th"].data or "", self[f"{part}_en"].data or "")


@bp.get("")
@open_to(Permission.RELEASE_PREPARE)
def show_releases(channel: Channel) -> ResponseReturnValue:
    """Show what is published and what is due."""
    with office().reading(channel) as work:
        released, due = list_releases(work), due_releases(work)
        coming = coming_releases(channel, work.agency, released, work.today())
        this_year = fiscal_year_be(work.today())
    return render_template(
        "statistics/desk_releases.html",
        channel=channel.value,
        releases=released,
        due=due,
        coming=coming_rows(coming),
        years=[this_year - back for back in range(YEARS_OFFERED)],
    )


@bp.get(_YEAR)
@open_to(Permission.RELEASE_PREPARE)
def show_draft(channel: Channel, year: int) -> ResponseReturnValue:
    """Show what a release of a fiscal year would say, and how far it has come."""
    form = StatementForm()
    with office().reading(channel) as work:
        statement = kept_statement(work, year)
    if statement is not None:
        form.fill(statement)
    return _draft_page(channel, year, form)


@bp.post(_YEAR)
@open_to(Permission.RELEASE_PREPARE)
def save(channel: Channel, year: int) -> ResponseReturnValue:
    """Count a fiscal year and keep it as a draft."""
    form = StatementForm()
    if not form.validate():
        return _draft_page(channel, year, form, status=422)
    try:
        with office().writing(channel) as work:
            save_draft(
                work,
                g.actor,
                fiscal_year_be=year,
                as_of=work.today(),
                statement=form.statement(),
            )
    except NotAllowed as refusal:
        form.refuse(refusal)
        return _draft_page(channel, year, form, status=409)
    except Refusal as refusal:
        return _draft_page(channel, year, form, status=form.refuse(refusal))
    flash(_("The draft is kept. Now a colleague checks it."), "success")
    return redirect(url_for(".show_draft", channel=channel, year=year), code=303)


@bp.post(f"{_YEAR}/check")
@open_to(Permission.RELEASE_PREPARE)
def check(channel: Channel, year: int) -> ResponseReturnValue:
    """Say that a draft was looked through."""
    form = StatementForm()
    try:
        with office().writing(channel) as work:
            check_draft(work, g.actor, fiscal_year_be=year, seen=request.form.get("draft"))
    except (NotAllowed, ChangedMeanwhile) as refusal:
        form.refuse(refusal)
        return _draft_page(channel, year, form, status=409)
    flash(_("The draft is checked. Now the executive takes note."), "success")
    return redirect(url_for(".show_draft", channel=channel, year=year), code=303)


@bp.post(f"{_YEAR}/publish")
@open_to(Permission.RELEASE_PUBLISH)
def publish(channel: Channel, year: int) -> ResponseReturnValue:
    """Publish an acknowledged release, signed with the officer's own key."""
    form = StatementForm()
    try:
        release = publish_release(
            office(),
            channel,
            publisher=g.actor,
            signer=_signer(),
            press=Press(current_app),
            fiscal_year_be=year,
        )
    except (NotAllowed, ChangedMeanwhile) as refusal:
        form.refuse(refusal)
        return _draft_page(channel, year, form, status=409)
    shelf().forget_catalogue()
    flash(_("Release %(number)s is published.", number=release.number), "success")
    return redirect(url_for(".show_releases", channel=channel), code=303)


@bp.get(f"{_YEAR}/acknowledge")
@open_to(Permission.RELEASE_ACKNOWLEDGE)
def show_acknowledging(channel: Channel, year: int) -> ResponseReturnValue:
    """Show the executive a checked draft."""
    with office().reading(channel) as work:
        found = draft_on_its_way(work, year)
    if found is None:
        abort(404)
    return render_template(
        "statistics/desk_acknowledge.html",
        channel=channel.value,
        year=year,
        form=FlaskForm(),
        found=found,
        can_acknowledge=found.state is DraftState.CHECKED,
        **_way(found),
        **_shown(found.draft),
    )


@bp.post(f"{_YEAR}/acknowledge")
@open_to(Permission.RELEASE_ACKNOWLEDGE)
def acknowledge(channel: Channel, year: int) -> ResponseReturnValue:
    """Record that the executive took note."""
    with office().writing(channel) as work:
        acknowledge_draft(work, g.actor, fiscal_year_be=year, seen=request.form.get("draft"))
    flash(_("Acknowledged. The officers can publish it now."), "success")
    return redirect(url_for("releases_to_acknowledge.show_waiting"), code=303)


@waiting_bp.get("")
@open_to(Permission.RELEASE_ACKNOWLEDGE)
def show_waiting() -> ResponseReturnValue:
    """List what waits for the executive."""
    with office().reading(Channel.GRIEVANCE) as work:
        waiting = waiting_drafts(work)
    return render_template(
        "statistics/desk_waiting.html",
        waiting=[
            {
                "channel": one.channel,
                "year": one.fiscal_year_be,
                "title": title(Channel(one.channel), one.fiscal_year_be).in_(language_of_reader()),
                "as_of": one.as_of,
            }
            for one in waiting
        ],
    )


def _draft_page(
    channel: Channel, year: int, form: StatementForm, status: int = 200
) -> ResponseReturnValue:
    draft, refused, found, waits = None, None, None, False
    faults: list[str] = []
    with office().reading(channel) as work:
        try:
            found = draft_on_its_way(work, year)
            waits = waits_for_a_colleague(work, g.actor, year)
        except NotAllowed as refusal:
            refused = refusal_text(refusal.code)
        try:
            draft = found.draft if found else prepare(work, year, work.today())
        except NotAllowed as refusal:
            refused, faults = refusal_text(refusal.code), faults_of(refusal)
    is_typed = "problems_th" in request.form
    if found and not is_typed:
        form.fill(found.statement)
    if draft and draft.needs_reason:
        form.ask_for_reason()
    page = render_template(
        "statistics/desk_draft.html",
        channel=channel.value,
        year=year,
        form=form,
        draft=draft,
        found=found,
        waits_for_a_colleague=waits,
        is_typed=is_typed,
        refused=refused,
        faults=faults,
        needs_reason=draft.needs_reason if draft else False,
        **(_way(found) if found else {}),
        **(_shown(draft) if draft else {}),
    )
    return page, status


def _way(found: Drafted) -> dict[str, Any]:
    """Return how far a release has come, step by step."""
    steps = (
        (_("Drafted"), found.prepared),
        (_("Checked"), found.checked),
        (_("Acknowledged by the executive"), found.acknowledged),
        (_("Published"), None),
    )
    return {
        "steps": [
            {
                "text": f"{name}: {one.name} ({one.position})" if one else name,
                "done": one is not None,
                "on": one.on if one else None,
            }
            for name, one in steps
        ],
        "state": found.state.value,
        "said": [
            (
                name,
                getattr(found.statement, part).in_(language_of_reader())
                or getattr(found.statement, part).th,
            )
            for part, name in (
                ("reason", _("Why another release of this year?")),
                ("problems", _("Problems")),
                ("obstacles", _("Obstacles")),
                ("remedies", _("Remedies")),
            )
            if getattr(found.statement, part).th
        ],
    }


def _shown(draft: Draft) -> dict[str, Any]:
    language = language_of_reader()
    counts = COUNTS[draft.channel]
    return {
        "title": title(draft.channel, draft.fiscal_year_be).in_(language),
        "as_of": day_words(draft.as_of).in_(language),
        "columns": columns_of(
            (name for name in MAIN_COUNTS if name in counts), draft.channel, language
        ),
        "all_columns": columns_of(counts, draft.channel, language),
        "breakdowns": breakdowns_told(draft, language),
        "breakdown_columns": breakdown_columns(language),
        "rows": [row_of(figures, language) for figures in draft.figures],
        "none": _none(draft, language),
        "targets": targets_told(draft, language),
        "learned": learning_told(draft, language),
    }


def _none(draft: Draft, language: Language) -> list[str]:
    return [
        none_words(draft.channel, figures.period).in_(language)
        for figures in draft.figures
        if figures.ledger.total == 0
    ]


def _signer() -> Any:
    if g.actor.owned is None:
        abort(404)
    return g.actor.owned.signing
