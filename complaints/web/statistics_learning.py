"""What came again and how the office prevents the like, in the words of a language."""

from __future__ import annotations

from typing import Any

from complaints.statistics.editions import Draft
from complaints.statistics.learning import (
    GUIDELINES,
    LOOKED_FOR,
    NO_GUIDELINES,
    NONE_CAME_AGAIN,
    NOT_COMPARED_YET,
    TITLE,
)
from complaints.statistics.words import Language


def learning_told(draft: Draft, language: Language) -> dict[str, Any]:
    """Return what the templates say of what the office learned."""
    return {
        "title": TITLE.in_(language),
        "looked_for": None if draft.is_provisional else LOOKED_FOR[draft.channel].in_(language),
        "again": [
            {
                "name": one.name.in_(language),
                "counts": ", ".join(f"{count:,}" for count in one.counts),
            }
            for one in draft.recurrence
        ],
        "none": (NOT_COMPARED_YET if draft.is_provisional else NONE_CAME_AGAIN).in_(language),
        "guidelines_title": GUIDELINES.in_(language),
        "guidelines": [
            {
                "text": one.text.in_(language) or one.text.th,
                "of": one.of.in_(language) if one.of else "",
            }
            for one in draft.guidelines
        ],
        "no_guidelines": NO_GUIDELINES.in_(language),
    }
