"""What was measured: figures beside their floors, as a table and as JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from bench.load import Load


@dataclass
class Results:
    """What was measured, in the order in which it was."""

    rows: list[dict[str, object]] = field(default_factory=list)

    @property
    def are_met(self) -> bool:
        """Say whether every figure keeps its limit."""
        return all(row.get("met", True) for row in self.rows)

    def ratio(self, name: str, value: float, floor: float, limit: float, *, most: bool) -> None:
        """Add a figure with its floor and how far apart they may be.

        :param most: the ratio must not be above the limit; otherwise not below.
        """
        ratio = value / floor
        met = ratio <= limit if most else ratio >= limit
        self.rows.append(
            {
                "name": name,
                "value": value,
                "floor": floor,
                "ratio": round(ratio, 2),
                "limit": limit,
                "met": met,
            }
        )

    def plain(self, name: str, value: float | int | str) -> None:
        """Add a figure without a floor."""
        self.rows.append({"name": name, "value": value})

    def load(self, name: str, load: Load) -> None:
        """Add what a load came to."""
        self.plain(f"{name}: median ms", round(load.median * 1000, 2))
        self.plain(f"{name}: p95 ms", round(load.p95 * 1000, 2))
        self.plain(f"{name}: per second", round(load.per_second, 1))
        self.ratio(f"{name}: errors and one", load.errors + 1, 1, 1, most=True)

    def write(self, path: Path) -> None:
        """Write everything as JSON and print it as a table."""
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(self.rows, indent=2))
        for row in self.rows:
            if "ratio" in row:
                verdict = "met" if row["met"] else "MISSED"
                print(f"{row['name']:<56} {row['ratio']:>8} (limit {row['limit']}) {verdict}")
            else:
                print(f"{row['name']:<56} {row['value']:>8}")
