"""`make sbom`: what the service is made of, as CycloneDX, from the lock files alone.

Writes `build/sbom.cdx.json` (what runs) and `build/sbom-dev.cdx.json` (what
tests and checks need on top). The same lock files give the same bytes.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from deploy.locks import LOCKS, ROOT

FORMAT = "1.6"


def write_bill(lock: Path, target: Path) -> None:
    """Write the bill of materials of one lock file, checked against the CycloneDX schema.

    :raises CalledProcessError: the generator refused; its own words are on standard error.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    # The lock file is flat, so the generator has no direct dependencies to tell and says so.
    python = [sys.executable, "-W", "ignore:The Component this BOM is describing"]
    options = ["--pyproject", str(ROOT / "pyproject.toml"), "--output-reproducible", "--validate"]
    output = ["--spec-version", FORMAT, "--output-format", "JSON", "--output-file", str(target)]
    subprocess.run(  # noqa: S603 - ours
        [*python, "-m", "cyclonedx_py", "requirements", *options, *output, str(lock)], check=True
    )


def main() -> int:
    """Write both bills."""
    for lock, name in zip(LOCKS, ("sbom", "sbom-dev"), strict=True):
        target = ROOT / "build" / f"{name}.cdx.json"
        write_bill(lock, target)
        print(f"{target.relative_to(ROOT)}: what {lock.name} locks")
    return 0


if __name__ == "__main__":
    sys.exit(main())
