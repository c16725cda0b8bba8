"""``make bench``: every figure beside its floor, measured in the same run.

The machines are noisy, so ratios count and absolute times do not. The table
goes to the screen, everything to ``build/bench.json``. Names of measurements
given as arguments (``make bench ONLY="filing lookup"``) run those alone.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

from bench.measurements import (
    boards,
    filing,
    jobs,
    lists,
    lookup,
    memory,
    pages,
    published_files,
    release_counting,
    rewrapping,
    sealing,
    searching,
    signing_in,
    statistics_page,
    verifying,
)
from bench.results import Results
from bench.stage import BUILD, Stage

MEASUREMENTS: dict[str, Callable[[Results, Stage], None]] = {
    "memory": memory.measure,
    "sealing": sealing.measure,
    "filing": filing.measure,
    "lookup": lookup.measure,
    "signing_in": signing_in.measure,
    "statistics_page": statistics_page.measure,
    "published_files": published_files.measure,
    "verifying": verifying.measure,
    "pages": pages.measure,
    "lists": lists.measure,
    "boards": boards.measure,
    "jobs": jobs.measure,
    "searching": searching.measure,
    "rewrapping": rewrapping.measure,
    "release_counting": release_counting.measure,
}
"""In this order: each leaves the demonstration fuller than it found it."""


def main(names: Sequence[str]) -> int:
    """Measure, print and write down; return 1 where a limit is missed.

    :param names: which measurements; all of them when empty.
    """
    unknown = set(names) - set(MEASUREMENTS)
    if unknown:
        print(f"No such measurement; there are: {', '.join(MEASUREMENTS)}.", file=sys.stderr)
        return 2
    results = Results()
    with Stage() as stage:
        for name, measure in MEASUREMENTS.items():
            if not names or name in names:
                print(f"measuring {name} …", file=sys.stderr)
                measure(results, stage)
    results.write(BUILD / "bench.json")
    return 0 if results.are_met else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
