"""The forms of the steps of a case; names of fields are part of the interface."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField, TextAreaField

from complaints.domain.text import LINE_CHARACTERS, TEXT_CHARACTERS
from complaints.web.desk.fields import DayField, chosen, filled
from complaints.web.forms import OneOf, Pick, PublicForm, Required, line, text

PARAGRAPHS = 5000


class StepForm(PublicForm):
    """What every step has: what its reader saw of the case, and templates for words.

    :cvar template_into: the field into which a template goes, if there is one.
    """

    template_into = ""
    version = HiddenField()
    template = Pick(_l("Template"))

    @property
    def seen_version(self) -> int | None:
        """Return how many rows of the case the reader saw; None when it is not said."""
        typed = self.version.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None


class ResponsibleForm(StepForm):
    """Who answers for a case; accepts it, or hands it on."""

    unit = Pick(_l("Responsible unit"), [chosen()])
    officer = Pick(_l("Responsible officer"), [chosen()])


class ScreenForm(StepForm):
    """The boxes of the official reply to a new matter."""

    template_into = "result"
    box = OneOf(_l("What becomes of it"), [chosen()])
    unit = Pick(_l("Responsible unit"))
    officer = Pick(_l("Responsible officer"))
    body = Pick(_l("Forwarded to"))
    body_name = StringField(_l("Another body, if it is not on the list"), [line(LINE_CHARACTERS)])
    follow_up_on = DayField(_l("Ask what became of it on"))
    law = StringField(_l("Which law"), [line(500)])
    result = TextAreaField(_l("Words to the reporter"), [text(TEXT_CHARACTERS)])


class ActForm(StepForm):
    """Who acts for the responsible officer, and until when."""

    officer = Pick(_l("Acting officer"), [chosen()])
    until = DayField(_l("Acts until"), [filled()])


class MessageForm(StepForm):
    """Words that the reporter will read."""

    template_into = "message"
    message = TextAreaField(_l("Message to the reporter"), [Required(longest=TEXT_CHARACTERS)])


class AskForm(StepForm):
    """A question to the reporter, and what the answer is needed for."""

    template_into = "message"
    message = TextAreaField(_l("Question to the reporter"), [Required(longest=TEXT_CHARACTERS)])
    why = TextAreaField(_l("What the answer is needed for"), [text(2000)])


class NoteForm(StepForm):
    """Words that officers alone will read."""

    note = TextAreaField(_l("Internal note"), [Required(longest=TEXT_CHARACTERS)])


class RelateForm(StepForm):
    """Another case that belongs to this one."""

    other = StringField(_l("Number of the other case"), [filled()])
    words = TextAreaField(_l("In what way"), [text(PARAGRAPHS)])


class ExplainForm(StepForm):
    """Why the promised day is not enough, the new day, and who approved it."""

    template_into = "reason"
    delay = Pick(_l("Kind of reason"))
    reason = TextAreaField(_l("Why more time is needed"), [Required(longest=TEXT_CHARACTERS)])
    new_date = DayField(_l("New day of the answer"), [filled()])
    approved_by = StringField(_l("Approved by"), [line(LINE_CHARACTERS)])


class ResultForm(StepForm):
    """Words of a result, as the reporter will read them."""

    template_into = "result"
    result = TextAreaField(
        _l("Result, as the reporter will read it"), [Required(longest=TEXT_CHARACTERS)]
    )


class ForwardForm(ResultForm):
    """To which body outside a matter goes, and when to ask what became of it."""

    body = Pick(_l("Forwarded to"))
    body_name = StringField(_l("Another body, if it is not on the list"), [line(LINE_CHARACTERS)])
    follow_up_on = DayField(_l("Ask what became of it on"))


class DuplicateForm(ResultForm):
    """Which case goes on in place of this one."""

    duplicate_of = StringField(_l("Number of the case that goes on"), [filled()])


class CompleteForm(ResultForm):
    """How the case ended, in one word and in words; what is learned; what follows."""

    outcome = Pick(_l("Outcome"), [chosen()])
    cause = TextAreaField(_l("Cause"), [text(PARAGRAPHS)])
    guideline = TextAreaField(_l("How to prevent it from happening again"), [text(PARAGRAPHS)])
    discipline = Pick(_l("What follows for the offender"))
    discipline_words = TextAreaField(_l("Which step, or why none; name nobody"), [text(PARAGRAPHS)])
    follow_up_on = DayField(_l("Ask what became of it on"))


class ConfirmForm(StepForm):
    """The second key on a result, or words with which it goes back."""

    verdict = OneOf(_l("What do you decide?"), [chosen()])
    words = TextAreaField(_l("If it goes back: why"), [text(PARAGRAPHS)])


class ObjectionForm(StepForm):
    """What another officer decides on an objection, in words that the reporter reads."""

    template_into = "words"
    decision = OneOf(_l("What do you decide?"), [chosen()])
    words = TextAreaField(_l("Answer to the reporter"), [Required(longest=TEXT_CHARACTERS)])


class FollowUpForm(StepForm):
    """What became of a completed case, and when to ask again."""

    words = TextAreaField(_l("What became of it; name nobody"), [Required(longest=PARAGRAPHS)])
    follow_up_on = DayField(_l("Ask again on"))


class ExcludeForm(StepForm):
    """Who must not open the case any more."""

    officer = Pick(_l("Officer to shut out"), [chosen()])


class ReopenForm(StepForm):
    """Why a completed case goes on."""

    template_into = "reason"
    reason = TextAreaField(_l("Why the case is opened again"), [Required(longest=TEXT_CHARACTERS)])
