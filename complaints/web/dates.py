"""Days and numbers as people say them, in Thai and English."""

from __future__ import annotations

from datetime import date
from typing import Literal

from flask_babel import get_locale

from complaints.domain.calendar import BUDDHIST_OFFSET
from complaints.domain.codes import thai_digits as to_thai_digits

Form = Literal["long", "short"]

THAI_MONTHS = (
    "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม"
).split()
THAI_SHORT_MONTHS = "ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค.".split()
ENGLISH_MONTHS = (
    "January February March April May June July August September October November December"
).split()
THAI_WEEKDAYS = "จันทร์ อังคาร พุธ พฤหัสบดี ศุกร์ เสาร์ อาทิตย์".split()
ENGLISH_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


def thai_date(day: date, form: Form = "long") -> str:
    """Return a day in the Buddhist era, such as ``21 พฤศจิกายน 2569``."""
    months = THAI_MONTHS if form == "long" else THAI_SHORT_MONTHS
    return f"{day.day} {months[day.month - 1]} {day.year + BUDDHIST_OFFSET}"


def english_date(day: date, form: Form = "long") -> str:
    """Return a day such as ``21 November 2026``."""
    month = ENGLISH_MONTHS[day.month - 1]
    return f"{day.day} {month if form == 'long' else month[:3]} {day.year}"


def speaks_thai() -> bool:
    """Say whether the reader of this page reads Thai."""
    locale = get_locale()
    return locale is None or locale.language == "th"


def format_day(day: date, form: Form = "long") -> str:
    """Return a day in the reader's language."""
    return thai_date(day, form) if speaks_thai() else english_date(day, form)


def weekday(day: date) -> str:
    """Return the name of the day of the week in the reader's language."""
    names = THAI_WEEKDAYS if speaks_thai() else ENGLISH_WEEKDAYS
    return names[day.weekday()]


def year_words(year_be: int) -> str:
    """Return a fiscal year (B.E.) as the reader counts years.

    :param year_be: such as 2568; an English reader sees the common era beside it.
    """
    return str(year_be) if speaks_thai() else f"{year_be} (C.E. {year_be - BUDDHIST_OFFSET})"


def thai_digits(value: object) -> str:
    """Return a value with ๐-๙, as official letters write it."""
    return to_thai_digits(str(value))


def size_words(size: int) -> str:
    """Return a number of bytes in kB or MB (of 1,000)."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} kB"
    megabytes = size / 1_000_000
    return f"{megabytes:.0f} MB" if megabytes == int(megabytes) else f"{megabytes:.1f} MB"


def days_until(day: date, today: date) -> int:
    """Return whole days from today to a day; negative once it is past."""
    return (day - today).days
