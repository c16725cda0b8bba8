"""Forms of the public pages: the rules of the domain, at the field, in words.

The rules themselves stand in ``domain/text.py`` and are asked again by the use
case; here they are asked of every field, so that a person hears everything
that is wrong at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    MultipleFileField,
    RadioField,
    SelectChoice,
    SelectField,
)
from wtforms import SelectMultipleField as WTFormsSelectMultipleField
from wtforms.validators import StopValidation

from complaints.domain.channel import Channel
from complaints.domain.errors import BadInput, Code, IntakeClosed, NotFound, Refusal
from complaints.domain.text import clean_line, clean_text, required_text
from complaints.evidence.errors import EvidenceError, FilesRefused, NoRoom, TooMuch
from complaints.web.form_tokens import is_form_token, new_form_token
from complaints.web.uploads import FILES_FIELD, chosen_names, the_request
from complaints.web.wording import refusal_text, words

BAD_INPUT: Final = 422


class TypedBy:
    """A validator that asks a rule of the domain.

    :param rule: cleans what was typed, or raises :class:`BadInput`.
    """

    def __init__(self, rule: Callable[..., str], **arguments: Any) -> None:
        self._rule = rule
        self._arguments = arguments

    def __call__(self, form: Any, field: Field) -> None:
        """Stop at what the rule refuses."""
        try:
            self._rule(field.data or "", field.name, **self._arguments)
        except BadInput as refusal:
            raise StopValidation(refusal_text(refusal.code)) from None


class Required(TypedBy):
    """Text that must be there; the browser is told so too."""

    field_flags: Final = {"required": True}

    def __init__(self, **arguments: Any) -> None:
        super().__init__(required_text, **arguments)


def options(pairs: Iterable[tuple[str, Any]]) -> list[SelectChoice]:
    """Return what a field offers, from values and their words."""
    return [SelectChoice(value, label) for value, label in pairs]


def line(longest: int) -> TypedBy:
    """Return the validator of one line."""
    return TypedBy(clean_line, longest=longest)


def text(longest: int) -> TypedBy:
    """Return the validator of several lines."""
    return TypedBy(clean_text, longest=longest)


class OneOf(RadioField):
    """One answer of a few, with our words for an unknown one."""

    def pre_validate(self, form: Any) -> None:
        """Refuse what is not offered."""
        _refuse_unknown([self.data] if self.data else [], self.choices)


class Pick(SelectField):
    """One answer of many, or none."""

    def pre_validate(self, form: Any) -> None:
        """Refuse what is not offered."""
        _refuse_unknown([self.data] if self.data else [], self.choices)


class PickMany(WTFormsSelectMultipleField):
    """Any number of answers."""

    def pre_validate(self, form: Any) -> None:
        """Refuse what is not offered."""
        _refuse_unknown(self.data or [], self.choices)


class PublicForm(FlaskForm):
    """A form that keeps what was typed and shows every refusal where it belongs."""

    def validate(self, extra_validators: Any = None) -> bool:
        """Say whether everything typed can be taken."""
        taken = bool(super().validate(extra_validators))
        for name in the_request().unreadable & self._fields.keys():
            words_ = refusal_text(Code.FIELD_HAS_FORBIDDEN_CHARACTERS)
            self._fields[name].errors = [*self._fields[name].errors, words_]
            taken = False
        return taken

    def refuse(self, refusal: Refusal | EvidenceError) -> int:
        """Show why a use case refused, and return the status of the answer.

        :raises Refusal: it is no matter of this form.
        """
        if isinstance(refusal, NotFound | IntakeClosed):
            raise refusal
        if isinstance(refusal, Refusal):
            self.show(refusal.field, refusal_text(refusal.code))
            return BAD_INPUT
        return self._refuse_files(refusal)

    @property
    def chosen_before(self) -> list[str]:
        """Return the names of the files that must be chosen again."""
        return chosen_names() if the_request().method == "POST" else []

    def _refuse_files(self, refusal: EvidenceError) -> int:
        if isinstance(refusal, FilesRefused):
            for file in refusal.refusals:
                self.show(
                    FILES_FIELD,
                    _("%(name)s: %(reason)s.", name=file.file_name, reason=words(file.reason)),
                )
            return 413 if refusal.is_too_large else BAD_INPUT
        if isinstance(refusal, TooMuch):
            self.show(FILES_FIELD, _("The files together are too large. Send fewer of them."))
            return 413
        if isinstance(refusal, NoRoom):
            self.show(FILES_FIELD, _("There is no room for files now. Send the text without them."))
            return 503
        self.show(FILES_FIELD, _("The files could not be kept. Please try again in a moment."))
        return 503

    def show(self, name: str | None, sentence: str) -> None:
        """Show a sentence at a field, or above the form where there is no such field."""
        field = self._fields.get(name or "")
        if field is None:
            self.form_errors.append(sentence)
        else:
            field.errors = [*field.errors, sentence]


class ReportForm(PublicForm):
    """What both channels' reports have: a one-time token, and files."""

    channel: Channel
    form_token = HiddenField()
    attachments = MultipleFileField(_l("Files to attach"))
    keep_originals = BooleanField(_l("Also keep my originals"))

    def prepare_token(self) -> None:
        """Keep a token that was made here; otherwise put a fresh one into the page."""
        if not self._is_token_ours():
            self.form_token.data = new_form_token(self.channel)

    def validate_form_token(self, field: Field) -> None:
        """Refuse a token that was not made here."""
        if not self._is_token_ours():
            raise StopValidation(
                _("The form was no longer valid. Please check it and send it again.")
            )

    @property
    def status(self) -> int:
        """Return the status with which the form is shown again."""
        return 400 if self.form_token.errors else BAD_INPUT

    def _is_token_ours(self) -> bool:
        return is_form_token(self.form_token.data, self.channel)


def _refuse_unknown(chosen: Iterable[str], offered: Any) -> None:
    known = {option.value for option in offered or ()}
    if any(each not in known for each in chosen):
        raise StopValidation(refusal_text(Code.CHOICE_IS_UNKNOWN))
