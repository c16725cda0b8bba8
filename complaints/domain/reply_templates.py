"""What may stand in braces in a reply template, to be filled in from a case."""

from __future__ import annotations

import re

PLACEHOLDERS = ("number", "due", "today", "received", "unit", "officer", "agency")
PLACEHOLDER = re.compile(r"\{(" + "|".join(PLACEHOLDERS) + r")\}")


def has_strange_braces(text: str) -> bool:
    """Say whether braces would be left standing that nothing fills in."""
    return bool(set("{}") & set(PLACEHOLDER.sub("", text)))
