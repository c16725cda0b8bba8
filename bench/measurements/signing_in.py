"""Signing in, against the derivation of the passphrase's key."""

from __future__ import annotations

import statistics

from bench import floors
from bench.browser import Browser
from bench.clients import sign_in
from bench.results import Results
from bench.stage import Stage


def measure(results: Results, stage: Stage) -> None:
    """Sign every officer in once."""
    people = [
        one
        for role in ("officer", "unit_head")
        for desk in ("grievance", "corruption")
        for one in stage.sign_ins(role=role, desk=desk)
    ]
    floor = floors.passphrase_derivation()
    took = [sign_in(Browser(stage.service.port), one).took for one in people]
    results.ratio("sign-in at 1 client", statistics.median(took), floor, 1.2, most=True)
