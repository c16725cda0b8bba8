"""How the stand-alone verifier and the tree grow with the leaves."""

from __future__ import annotations

import importlib.util
import os
import sys
import time
from types import ModuleType
from typing import Any

from bench.results import Results
from bench.servers import ROOT
from bench.stage import Stage
from complaints.domain.leaves import LeafState, leaf_of, root_of

FEW, MANY = 20_000, 100_000
MOST = 1.5


def measure(results: Results, _: Stage) -> None:
    """Check few leaves and five times as many; time per leaf must stay."""
    program = _verifier()
    took = {count: _took(program, count) / count for count in (FEW, MANY)}
    results.plain("verifier, microseconds a leaf", round(took[MANY] * 1e6, 2))
    results.ratio(
        f"verifier, time per leaf at {MANY:,} to {FEW:,}", took[MANY], took[FEW], MOST, most=True
    )


def _took(program: ModuleType, count: int) -> float:
    leaves = sorted(
        leaf_of(os.urandom(32), "X", "grievance/2569/r1", 1, LeafState.COMPLETED).encode()
        for _ in range(count)
    )
    said: dict[str, Any] = {
        "completed": count,
        "in_progress": 0,
        "count": count,
        "root": root_of(leaves).hex(),
    }
    found = program.Findings()
    began = time.perf_counter()
    program.check_leaves("grievance/2569/r1", {"leaves": said}, leaves, found)
    took = time.perf_counter() - began
    assert found.bad == []
    return took


def _verifier() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "verify_release", ROOT / "static" / "verify-release.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["verify_release"] = module
    spec.loader.exec_module(module)
    return module
