"""Every sentence of code and templates has its Thai, and the catalogue holds no other."""

from __future__ import annotations

from pathlib import Path

import polib
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "complaints/translations/th/LC_MESSAGES/messages.po"
KEYWORDS = {**DEFAULT_KEYWORDS, "_l": None, "lazy_gettext": None, "lazy_ngettext": (1, 2)}
FOLDERS = {
    "complaints": [("**.py", "python")],
    "templates": [("**.html", "jinja2")],
}

Sentence = tuple[str, str | None]


def said() -> set[Sentence]:
    """Return every sentence that a page can say, with its plural form."""
    found: set[Sentence] = set()
    for folder, methods in FOLDERS.items():
        options = {"**.html": {"trimmed": "true", "silent": "false"}}
        for _, _, message, _, _ in extract_from_dir(
            ROOT / folder, methods, options, keywords=KEYWORDS
        ):
            one, many = (message, None) if isinstance(message, str) else (message[0], message[1])
            found.add((str(one), str(many) if many else None))
    return found


def translated() -> dict[Sentence, bool]:
    """Return the sentences of the catalogue, and whether each has its Thai."""
    return {
        (entry.msgid, entry.msgid_plural or None): bool(entry.msgstr or entry.msgstr_plural.get(0))
        and "fuzzy" not in entry.flags
        for entry in polib.pofile(str(CATALOGUE))
        if not entry.obsolete
    }


def test_every_sentence_has_its_thai() -> None:
    catalogue = translated()

    assert sorted(one for one, many in said() if not catalogue.get((one, many))) == []


def test_the_catalogue_holds_no_sentence_that_nobody_says() -> None:
    assert sorted(one for one, _ in translated().keys() - said()) == []
