"""What the officers' manuals say, made of the settings in both languages."""

from __future__ import annotations

from collections.abc import Callable

from flask_babel import force_locale

from complaints.domain.officers_manuals import LANGUAGES, Content, OfficersManual, Part
from complaints.web.manual_texts.corruption import corruption_parts
from complaints.web.manual_texts.facts import Facts, gather_facts
from complaints.web.manual_texts.intake import intake_parts
from complaints.web.manual_texts.misconduct import misconduct_parts
from complaints.work import Work

_PARTS: dict[OfficersManual, Callable[[Facts], list[Part]]] = {
    OfficersManual.INTAKE: intake_parts,
    OfficersManual.CORRUPTION: corruption_parts,
    OfficersManual.MISCONDUCT: misconduct_parts,
}


def says_now(work: Work, manual: OfficersManual) -> Content:
    """Return what a manual says by the settings as they stand today."""
    content = {}
    for language in LANGUAGES:
        with force_locale(language):
            content[language] = tuple(_PARTS[manual](gather_facts(work)))
    return content
