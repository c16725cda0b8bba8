"""The calendar of coming releases as pages show it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from complaints.statistics.coming import Coming, Stage
from complaints.statistics.words import period_words
from complaints.web.statistics_changes import language_of_reader

AHEAD: Final = 2
"""How many releases of periods that still run the public page shows for each channel."""


def coming_rows(coming: Iterable[Coming], *, ahead: int | None = None) -> list[dict[str, Any]]:
    """Return the rows of the calendar.

    :param ahead: how many periods that still run; None for all of the year.
    """
    rows, language = [], language_of_reader()
    running = 0
    for one in coming:
        running += one.stage is Stage.RUNNING
        if ahead is None or running <= ahead:
            names = [period_words(period).in_(language) for period in one.periods]
            rows.append(
                {
                    "names": ", ".join(names),
                    "ends_on": one.ends_on,
                    "due_on": one.due_on,
                    "stage": one.stage.value,
                }
            )
    return rows
