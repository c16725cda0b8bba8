"""Detriment to somebody who reported: how likely it is, and that it is seen to.

:source: ISO 37002:2021, 8.3.2 and 8.4: the risk of detriment is assessed when a
    report is screened, protective measures follow, and reports of detriment are
    taken up at once.
"""

from __future__ import annotations

from enum import StrEnum


class Risk(StrEnum):
    """How likely it is that a reporter is made to suffer for the report."""

    LOW = "low"
    POSSIBLE = "possible"
    HIGH = "high"
