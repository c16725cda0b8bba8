"""``make bench``: every figure beside its floor, measured in the same run.

The machines are noisy, so ratios count and absolute times do not. The table
goes to the screen, everything to ``build/bench.json``.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bench import floors
from bench.browser import Answer, Browser
from bench.load import Load, run
from bench.more_cases import totp_now
from bench.servers import ROOT, Server, serving
from complaints.domain.codes import CODE_DIGITS
from complaints.vault.totp import STEP_SECONDS

BUILD = ROOT / "build"
REPORT = "/grievance/report"
SERVICE, BARE = "complaints:create_app()", "bench.bare:create_app()"
LIMITS = {
    "FILINGS_PER_SECOND": "100000",
    "LOOKUPS_PER_SECOND": "100000",
    "SIGN_INS_PER_MINUTE": "100000",
}
REQUESTS = int(os.environ.get("BENCH_REQUESTS", "200"))
PAGES = ("/", REPORT, "/corruption/report", "/track", "/statistics/", "/manuals/grievance")


@dataclass
class Results:
    """What was measured, in the order in which it was."""

    rows: list[dict[str, object]] = field(default_factory=list)

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
        self.plain(f"{name}: errors", load.errors)


def main() -> int:
    """Measure everything, print it and write it down."""
    results = Results()
    BUILD.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=BUILD) as folder:
        instance = Path(folder)
        environ = {"INSTANCE_DIR": str(instance), **LIMITS}
        _make_demonstration(environ)
        with serving(BARE, {}) as bare, serving(SERVICE, environ) as service:
            results.plain("memory of a worker at rest, MB", round(service.worker_megabytes(), 1))
            _measure_filing(results, service, bare, instance)
            _measure_lookup(results, service, bare)
            _measure_sign_in(results, service, instance)
            _measure_statistics(results, service, bare)
            _measure_pages(results, service)
            _measure_memory(results, service)
            _measure_lists(results, service, instance, environ)
    _write(results)
    return 0 if all(row.get("met", True) for row in results.rows) else 1


def _make_demonstration(environ: dict[str, str]) -> None:
    command = [sys.executable, "-m", "flask", "--app", "complaints", "demo"]
    subprocess.run(  # noqa: S603 - our own command
        command, cwd=ROOT, env={**os.environ, **environ}, check=True, stdout=subprocess.DEVNULL
    )


def _measure_filing(results: Results, service: Server, bare: Server, instance: Path) -> None:
    bare_page = run(bare.port, _getting("/"), clients=1, requests=REQUESTS)
    floor = (
        floors.code_derivation()
        + floors.seals_of_a_filing(holders=_receiving_holders(instance))
        + floors.durable_commit(instance)
        + bare_page.median
    )
    one = run(service.port, _filing, clients=1, requests=REQUESTS)
    results.ratio("filing at 1 client", one.median, floor, 1.5, most=True)
    many = run(service.port, _filing, clients=16, requests=REQUESTS // 8)
    results.load("filing at 16 clients", many)
    results.ratio("filing at 16 clients: errors", many.errors + 1, 1, 1, most=True)


def _measure_lookup(results: Results, service: Server, bare: Server) -> None:
    bare_page = run(bare.port, _getting("/"), clients=1, requests=REQUESTS)
    floor = floors.code_derivation() + floors.opening_of_a_lookup() + 2 * bare_page.median
    code = _file_one(service)
    one = run(service.port, _looking_up(code), clients=1, requests=REQUESTS)
    results.ratio("lookup at 1 client", one.median, floor, 1.5, most=True)
    many = run(service.port, _looking_up(code), clients=16, requests=REQUESTS // 8)
    results.load("lookup at 16 clients", many)


def _measure_sign_in(results: Results, service: Server, instance: Path) -> None:
    people = [one for one in _sign_ins(instance) if one["desk"]]
    floor = floors.passphrase_derivation()
    took = sorted(_sign_in(Browser(service.port), one).took for one in people)
    results.ratio("sign-in at 1 client", took[len(took) // 2], floor, 1.2, most=True)


def _measure_statistics(results: Results, service: Server, bare: Server) -> None:
    index = Browser(service.port).get("/statistics/").body.decode()
    path = next(part for part in index.split('"') if part.startswith("/statistics/grievance/2"))
    for clients in (1, 16):
        floor = run(bare.port, _getting("/"), clients=clients, requests=REQUESTS)
        page = run(service.port, _getting(path), clients=clients, requests=REQUESTS)
        name = f"statistics page, requests per second at {clients}"
        results.ratio(name, page.per_second, floor.per_second, 0.5, most=False)


def _measure_pages(results: Results, service: Server) -> None:
    browser = Browser(service.port)
    for path in PAGES:
        page = browser.get(path).body
        every = len(page) + sum(len(browser.get(asset).body) for asset in _assets(page.decode()))
        results.ratio(f"bytes of {path}, fonts apart", every, 60_000, 1, most=True)


def _measure_memory(results: Results, service: Server) -> None:
    run(service.port, _getting("/"), clients=4, requests=1250)
    megabytes = round(service.worker_megabytes(), 1)
    results.plain("memory of a worker after 5,000 requests, MB", megabytes)


def _measure_lists(
    results: Results, service: Server, instance: Path, environ: dict[str, str]
) -> None:
    officer = next(
        one for one in _sign_ins(instance) if (one["role"], one["desk"]) == ("officer", "grievance")
    )
    medians = []
    held = 0
    for count in (1_000, 20_000):
        _add_grievances(environ, officer["name"], count - held)
        held = count
        load = run(service.port, _listing(officer), clients=1, requests=60)
        results.load(f"list at {count:,} open cases", load)
        medians.append(load.median)
    results.ratio("list at 20,000 against 1,000", medians[1], medians[0], 1.5, most=True)


def _add_grievances(environ: dict[str, str], name: str, count: int) -> None:
    command = [sys.executable, "-m", "bench.more_cases", name, str(count)]
    subprocess.run(  # noqa: S603 - our own command
        command, cwd=ROOT, env={**os.environ, **environ}, check=True
    )


def _getting(path: str) -> Callable[[Browser], Callable[[int], Answer]]:
    return lambda browser: lambda _: browser.get(path)


def _filing(browser: Browser) -> Callable[[int], Answer]:
    def file(number: int) -> Answer:
        """Post a fresh form; only the post is timed."""
        hidden = browser.hidden(REPORT)
        fields = {**hidden, "details": f"ถนนหน้าบ้านชำรุด {number}", "kind": "grievance"}
        return browser.post(REPORT, fields)

    return file


def _looking_up(code: str) -> Callable[[Browser], Callable[[int], Answer]]:
    def prepare(browser: Browser) -> Callable[[int], Answer]:
        hidden = browser.hidden("/track")

        def look(_: int) -> Answer:
            posted = browser.post("/track", {**hidden, "code": code})
            if posted.status != 303:
                return posted
            shown = browser.get(posted.location)
            return Answer(shown.status, shown.body, "", posted.took + shown.took)

        return look

    return prepare


def _listing(officer: dict[str, str]) -> Callable[[Browser], Callable[[int], Answer]]:
    def prepare(browser: Browser) -> Callable[[int], Answer]:
        time.sleep(STEP_SECONDS)  # a code of the telephone serves once
        _sign_in(browser, officer)
        return lambda _: browser.get("/desk/grievance/cases")

    return prepare


def _file_one(service: Server) -> str:
    browser = Browser(service.port)
    page = _filing(browser)(0).body.decode()
    shown = re.sub(r"<[^>]*>", "", page.split('id="lookup-code"', 1)[1].split(">", 1)[1])
    return "".join(character for character in shown if character.isdigit())[:CODE_DIGITS]


def _sign_in(browser: Browser, one: dict[str, str]) -> Answer:
    hidden = browser.hidden("/desk/sign-in")
    fields = {
        **hidden,
        "name": one["name"],
        "passphrase": one["passphrase"],
        "totp": totp_now(one["totp_secret"]),
    }
    return browser.post("/desk/sign-in", fields)


def _sign_ins(instance: Path) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads((instance / "demo-sign-ins.json").read_text())
    return found


def _receiving_holders(instance: Path) -> int:
    """Return to how many a grievance's key is sealed: the receiving officers and recovery."""
    receiving = [
        one for one in _sign_ins(instance) if (one["role"], one["desk"]) == ("officer", "grievance")
    ]
    return len(receiving) + 1


def _assets(page: str) -> set[str]:
    parts = (part.split("#")[0] for part in page.split('"'))
    return {part for part in parts if part.startswith("/static/") and "/fonts/" not in part}


def _write(results: Results) -> None:
    (BUILD / "bench.json").write_text(json.dumps(results.rows, indent=2))
    for row in results.rows:
        if "ratio" in row:
            verdict = "met" if row["met"] else "MISSED"
            print(f"{row['name']:<56} {row['ratio']:>8} (limit {row['limit']}) {verdict}")
        else:
            print(f"{row['name']:<56} {row['value']:>8}")


if __name__ == "__main__":
    sys.exit(main())
