"""The measures of a period: which of them a channel publishes, and their figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from complaints.domain.calendar import Period
from complaints.domain.channel import Channel
from complaints.statistics.measures import Days, Ends, Ledger, OnTime

Cell = str | int | float | bool | date | None

# How a corruption total came together beyond what was carried over is a small number of its own.
COUNTS: Final[dict[Channel, tuple[str, ...]]] = {
    Channel.CORRUPTION: (
        "opening",
        "total",
        "completed",
        "forwarded",
        "not_accepted",
        "in_progress",
    ),
    Channel.GRIEVANCE: (
        "opening",
        "received",
        "reopened",
        "moved_in",
        "total",
        "completed",
        "moved_out",
        "forwarded",
        "not_accepted",
        "in_progress",
        "on_time_count",
        "on_time_of",
        "on_time_share",
        "late_explained",
        "late_unexplained",
        "days_median",
        "days_p90",
        "days_to_accept_median",
        "days_of_work_median",
        "days_taken_median",
        "days_in_progress_median",
        "days_waiting_median",
    ),
}
"""The measures that a channel publishes, in the order of the columns."""

MOVEMENTS: Final = frozenset(COUNTS[Channel.GRIEVANCE][:10])
"""Those of them that make up the ledger; the others tell how the promise was kept."""

STAYS: Final = frozenset(COUNTS[Channel.GRIEVANCE][-5:])
"""Those that tell how long cases stayed in each state, and waited for the reporter."""


@dataclass(frozen=True)
class Figures:
    """What is published of one period.

    :ivar on_time: None where no promise is published; so are the days.
    :ivar ends: None where nothing is told of how cases ended.
    """

    period: Period
    ledger: Ledger
    on_time: OnTime | None = None
    days: Days | None = None
    ends: Ends | None = None

    def measures(self) -> dict[str, Cell]:
        """Return every measure by its name."""
        ledger, on_time, days, ends = self.ledger, self.on_time, self.days, self.ends
        return {
            "opening": ledger.opening,
            "received": ledger.received,
            "reopened": ledger.reopened,
            "moved_in": ledger.moved_in,
            "total": ledger.total,
            "completed": ledger.finished,
            "moved_out": ledger.moved_out,
            "forwarded": ends.forwarded if ends else None,
            "not_accepted": ends.not_accepted if ends else None,
            "in_progress": ledger.closing,
            "on_time_count": on_time.count if on_time else None,
            "on_time_of": on_time.of if on_time else None,
            "on_time_share": on_time.share if on_time else None,
            "late_explained": on_time.explained if on_time else None,
            "late_unexplained": on_time.unexplained if on_time else None,
            "days_median": days.median if days else None,
            "days_p90": days.p90 if days else None,
            "days_to_accept_median": days.to_accept if days else None,
            "days_of_work_median": days.of_work if days else None,
            "days_taken_median": days.taken if days else None,
            "days_in_progress_median": days.in_progress if days else None,
            "days_waiting_median": days.waiting if days else None,
        }
