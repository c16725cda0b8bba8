"""What every test may ask for; each thing lives in its own module of `tests/support`."""

from __future__ import annotations

import gc
import os

from tests.support.memory import place_for_folders

pytest_plugins = [
    "tests.support.loopback",
    "tests.support.postgresql",
    "tests.support.databases",
    "tests.support.browser",
    "tests.support.clamd",
    "tests.support.live_server",
    "tests.support.quick_keys",
]

# Folders of tests come and go by the thousand, and offices write to them as if for ever.
if place := place_for_folders():
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(place))

OBJECTS_BETWEEN_COLLECTIONS = 100_000


def pytest_collection_finish() -> None:
    """Let the collector of garbage pass over modules and tests: they stay until the end.

    It would look through all of them again and again, a tenth of the time of a run. What
    comes later is looked through less often than in a service that runs for months.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
