"""What the forms of the office have beside those of the public: days, and choices in groups."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from wtforms import IntegerField, SelectChoice, StringField
from wtforms.validators import InputRequired

from complaints.domain.calendar import BUDDHIST_OFFSET
from complaints.domain.codes import arabic_digits
from complaints.domain.errors import Code
from complaints.web.wording import REFUSALS

Choice = tuple[str, str]
"""A value and its words."""
Groups = dict[str, list[Choice]]
"""Choices under the words of their groups."""

_ISO_DAY = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})")
_SPOKEN_DAY = re.compile(r"(?P<day>\d{1,2})([/.-])(?P<month>\d{1,2})\2(?P<year>\d{4})")
_FIRST_BUDDHIST_YEAR = 2400


def filled() -> InputRequired:
    """Return the validator of a field that must be filled in."""
    return InputRequired(REFUSALS[Code.FIELD_IS_EMPTY])


def chosen() -> InputRequired:
    """Return the validator of a choice that must be made."""
    return InputRequired(REFUSALS[Code.CHOICE_IS_UNKNOWN])


class DayField(StringField):
    """A day in ISO form or as people write it; ๐-๙ are taken, and Buddhist years are turned.

    A browser with a calendar sends the first; one without lets people write the second.
    """

    typed = ""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read the day, keeping what was typed for the page."""
        self.typed = valuelist[0].strip() if valuelist else ""
        self.data = parse_day(self.typed)
        if self.typed and self.data is None:
            raise ValueError(_("Give a day that exists, as day/month/year."))

    def _value(self) -> str:
        return self.data.isoformat() if isinstance(self.data, date) else self.typed


def parse_day(typed: str) -> date | None:
    """Return the day that was typed as year-month-day or day/month/year, or None."""
    typed = arabic_digits(typed)
    match = _ISO_DAY.fullmatch(typed) or _SPOKEN_DAY.fullmatch(typed)
    if match is None:
        return None
    year, month, day = (int(match[part]) for part in ("year", "month", "day"))
    if year >= _FIRST_BUDDHIST_YEAR:
        year -= BUDDHIST_OFFSET
    try:
        return date(year, month, day)
    except ValueError:
        return None


class WholeNumberField(IntegerField):
    """A whole number, with our words for what is none."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            self.data = None
            raise ValueError(str(REFUSALS[Code.NUMBER_IS_NONE])) from None


def offer(field: Any, choices: Iterable[Choice] | Groups) -> None:
    """Give choices to a field: values with their words, whole or in named groups."""
    groups = choices if isinstance(choices, dict) else {None: choices}
    field.choices = [
        SelectChoice(value, label, optgroup=group)
        for group, members in groups.items()
        for value, label in members
    ]
