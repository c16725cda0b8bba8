"""What an officer had typed whose session ended meanwhile: given back, and nothing taken.

Only words, and only to the browser that was shown the form: the token of the
page says so. A form with files is left alone, because reading it would lay
them on the disk.
"""

from __future__ import annotations

from typing import Final

from flask import request
from flask_wtf.csrf import validate_csrf
from werkzeug.exceptions import RequestEntityTooLarge
from wtforms import ValidationError

from complaints.web.uploads import as_text

WORDS: Final = (
    *("message", "why", "note", "reason", "result", "words", "law", "cause", "guideline"),
    *("discipline_words", "measures", "told", "accused", "account", "text", "text_th", "text_en"),
)
"""Names of fields in which officers write sentences; a passphrase is none of them."""


def unsent_words() -> list[str]:
    """Return the words of the form that was sent; nothing where they are not to be shown."""
    if request.method != "POST" or request.mimetype != "application/x-www-form-urlencoded":
        return []
    try:
        validate_csrf(request.form.get("csrf_token"))
    except (ValidationError, RequestEntityTooLarge):
        return []
    typed = (as_text(one) for name in WORDS for one in request.form.getlist(name))
    return [one for one in typed if one.strip()]
