#!/usr/bin/env python3
"""Check published complaint statistics without trusting who published them.

    pip install cryptography
    python3 verify-release.py https://example.go.th/statistics/
    python3 verify-release.py FOLDER --key 64-HEX-DIGITS --receipt receipt.json

A place is an address or a folder with `releases.json` (all releases) or `datapackage.json` (one).
What is checked, in the order of the functions below:

1. every file is the one that the publisher listed, by length and SHA-256;
2. list and release carry the publisher's Ed25519 signature;
3. no period is missing, and every figure follows from those of the shorter periods;
4. the CSV tables say the same, cell by cell, and what is held against the plan follows;
5. the leaves are as many as the cases, and make the signed Merkle root (RFC 9162);
6. each release names the one before it, so none was dropped or put in another order;
7. with a receipt: every release that must count the matter does.

What this cannot show: that the signing key is the office's own, unless you name the key that you
were given on paper (`--key`); and that nobody's matter was left out of figures and leaves alike:
only the receipt of that very reporter shows that. A receipt can be forged by whoever holds the
server's key, so it accuses the office only where the office cannot explain it.

The end status is 0 when everything holds, 1 when something does not, 2 when it cannot be read.
"""

from __future__ import annotations

import argparse
import bisect
import csv
import hashlib
import io
import json
import sys
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

RELEASE, PACKAGE, RECEIPT = "complaints-release-1", "complaints-package-1", "complaints-receipt-1"
LEAF, STATES = "complaints-leaf-1", ("completed", "in_progress")
FIRST_PREVIOUS = "00" * 32
ADDED_UP = ("received", "reopened", "moved_in", "on_time_count", "on_time_of")
MOST_PASSAGES = 50
SECONDS = 60

Read = Callable[[str], bytes]
Record = dict[str, Any]


@dataclass
class Findings:
    """What was found: what does not hold, and what the reader should know."""

    bad: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def check(self, holds: bool, problem: str) -> bool:
        """Keep a problem unless something holds; say whether it does."""
        if not holds:
            self.bad.append(problem)
        return holds


@dataclass(frozen=True)
class Checked:
    """A release whose parts were read."""

    name: str
    record: Record
    leaves: list[bytes]


def reader_of(place: str) -> Read:
    """Return what reads a file of a place, and of nowhere else."""
    if urlsplit(place).scheme in {"http", "https"}:
        base = place if place.endswith("/") else f"{place}/"

        def fetch(name: str) -> bytes:
            address = urljoin(base, name)
            if not address.startswith(base):
                raise ValueError("a file outside the place")
            with urllib.request.urlopen(address, timeout=SECONDS) as answer:  # noqa: S310
                return bytes(answer.read())

        return fetch
    folder = Path(place).resolve()

    def load(name: str) -> bytes:
        path = (folder / name).resolve()
        if not path.is_relative_to(folder):
            raise ValueError("a file outside the place")
        return path.read_bytes()

    return load


def canonical(record: Record) -> bytes:
    """Return a record as JSON in the one way in which it is hashed and signed."""
    text = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def is_signed(what: str, digest: bytes, proof: Record) -> bool:
    """Say whether the key of a proof signed a hash, as what it is."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(proof["signer_key"]))
        key.verify(bytes.fromhex(proof["signature"]), what.encode() + b"\x00" + digest)
    except (InvalidSignature, KeyError, ValueError):
        return False
    return True


def without_proof(record: Record) -> Record:
    """Return what is signed of a record."""
    return {name: part for name, part in record.items() if name != "proof"}


def check_package(read: Read, found: Findings) -> Checked:
    """Check one release: its files, signatures, figures and leaves."""
    package = json.loads(read("datapackage.json"))
    name = str(package["release_name"])
    proof = package["proof"]
    files: dict[str, bytes] = {}
    for listed in package["resources"]:
        content = read(listed["path"])
        files[listed["name"]] = content
        same = (
            len(content) == listed["bytes"]
            and f"sha256:{hashlib.sha256(content).hexdigest()}" == listed["hash"]
        )
        found.check(same, f"{name}: {listed['path']} is not the file that was published")
    hashed = hashlib.sha256(canonical(without_proof(package))).digest()
    found.check(is_signed(PACKAGE, hashed, proof), f"{name}: the list of files is not signed")
    record = json.loads(files["release"])
    check_signature(name, record, proof["signer_key"], found)
    found.check(package["digest"] == record["proof"]["digest"], f"{name}: files of another release")
    check_periods(name, record, found)
    check_csv(name, record["rows"], files["figures"], found)
    if "measures" in files:
        check_measures(name, record["rows"], files["measures"], found)
    if "breakdowns" in record:
        check_csv(name, record["breakdowns"], files["breakdowns"], found)
    if "targets" in record:
        check_csv(name, record["targets"], files["targets"], found)
        check_targets(name, record, found)
    leaves = files["leaves"].splitlines()
    check_leaves(name, record, leaves, found)
    return Checked(name, record, leaves)


def check_signature(name: str, record: Record, signer_key: str, found: Findings) -> None:
    """Check that a release says what its publisher signed."""
    proof = record["proof"]
    here = f"{record['channel']}/{record['fiscal_year_be']}/r{record['release']}"
    content = canonical(without_proof(record)) + bytes.fromhex(proof["previous"])
    digest = hashlib.sha256(content).digest()
    found.check(here == name, f"{name}: the file is of release {here}")
    found.check(record["format"] == RELEASE, f"{name}: a form that this program does not know")
    found.check(digest.hex() == proof["digest"], f"{name}: the content is not what was signed")
    signed = is_signed(RELEASE, digest, proof) and proof["signer_key"] == signer_key
    found.check(signed, f"{name}: the publisher's signature does not fit")


def day_of(row: Record, name: str) -> date:
    """Return a day of a row."""
    return date.fromisoformat(row[name])


def check_periods(name: str, record: Record, found: Findings) -> None:
    """Check that no period is missing and that all figures agree with each other."""
    rows: list[Record] = record["rows"]
    first = date(record["fiscal_year_be"] - 544, 10, 1)
    last = date.fromisoformat(record["leaves"]["period_end"])
    spans = {(day_of(row, "period_start"), day_of(row, "period_end")) for row in rows}
    found.check(len(spans) == len(rows), f"{name}: a period stands there twice")
    months = min((months_in(*span) for span in spans), default=12)
    wanted = {
        span for length in (1, 3, 6, 12) if length >= months for span in spans_of(first, length)
    }
    over = {span for span in wanted if span[1] <= last}
    for start, end in sorted(over - spans):
        found.check(False, f"{name}: the period {start} to {end} is missing")
    steps = sorted((row for row in rows if months_in(*span_of(row)) == months), key=span_of)
    joined = [day_of(row, "period_start") for row in steps]
    ends = [day_of(row, "period_end") + timedelta(days=1) for row in steps]
    whole = joined == [first, *ends[:-1]] and ends[-1:] == [last + timedelta(days=1)]
    if found.check(whole, f"{name}: the shortest periods do not join without a gap"):
        for row in rows:
            check_row(name, row, steps, found)
        check_total(name, record, steps, found)


def span_of(row: Record) -> tuple[date, date]:
    """Return first and last day of a row."""
    return day_of(row, "period_start"), day_of(row, "period_end")


def months_in(start: date, end: date) -> int:
    """Return how many months a period has."""
    return (end.year - start.year) * 12 + end.month - start.month + 1


def spans_of(first: date, length: int) -> Iterator[tuple[date, date]]:
    """Yield the periods of a fiscal year that have a length in months."""
    for at in range(0, 12, length):
        start, after = later(first, at), later(first, at + length)
        yield start, after - timedelta(days=1)


def later(day: date, months: int) -> date:
    """Return the first of a month some months later."""
    at = day.month - 1 + months
    return date(day.year + at // 12, at % 12 + 1, 1)


def check_row(name: str, row: Record, steps: list[Record], found: Findings) -> None:
    """Check the figures of a period against those of the shorter ones inside it."""
    start, end = span_of(row)
    where = f"{name}: {start} to {end}"
    found.check(
        row["total"] == row["completed"] + row["in_progress"],
        f"{where}: total is not completed + in progress",
    )
    inside = [one for one in steps if span_of(one)[0] >= start and span_of(one)[1] <= end]
    came = sum(one["total"] - one["opening"] for one in inside)
    agrees = (
        bool(inside)
        and row["opening"] == inside[0]["opening"]
        and row["total"] == row["opening"] + came
        and row["completed"] == sum(one["completed"] for one in inside)
        and row["in_progress"] == inside[-1]["in_progress"]
        and all(before["in_progress"] == after["opening"] for before, after in pairwise(inside))
    )
    for measure in ADDED_UP:
        if isinstance(row.get(measure), int):
            agrees = agrees and row[measure] == sum(one[measure] for one in inside)
    found.check(agrees, f"{where}: the figures do not follow from the shorter periods")


def check_total(name: str, record: Record, steps: list[Record], found: Findings) -> None:
    """Check that there are as many leaves as cases, state by state."""
    said = record["leaves"]
    agrees = said["completed"] == sum(one["completed"] for one in steps)
    agrees = agrees and said["in_progress"] == steps[-1]["in_progress"]
    agrees = agrees and said["count"] == said["completed"] + said["in_progress"]
    found.check(agrees, f"{name}: the leaves are not as many as the cases")


def check_csv(name: str, rows: list[Record], content: bytes, found: Findings) -> None:
    """Check that the CSV says what is signed."""
    written = list(csv.DictReader(io.StringIO(content.decode(), newline="")))
    signed = [{key: as_text(cell) for key, cell in row.items()} for row in rows]
    found.check(written == signed, f"{name}: the CSV does not say what was signed")


def check_measures(name: str, rows: list[Record], content: bytes, found: Findings) -> None:
    """Check that the CSV with one figure in a row says what is signed, all of it and once."""
    keys = {"channel", "fiscal_year_be", "period_type", "period_start", "period_end"}
    keys |= {"as_of", "release", "is_provisional"}
    signed = {
        (*(as_text(row[key]) for key in sorted(keys)), measure, as_text(row[measure]))
        for row in rows
        for measure in row.keys() - keys
    }
    written = [
        (*(one[key] for key in sorted(keys)), one["measure"], one["value"])
        for one in csv.DictReader(io.StringIO(content.decode(), newline=""))
    ]
    same = len(written) == len(signed) and set(written) == signed
    found.check(same, f"{name}: the CSV of single figures does not say what was signed")


def check_targets(name: str, record: Record, found: Findings) -> None:
    """Check that the year against the plan follows from its own figures and those beside it."""
    for row in record["targets"]:
        where, count = f"{name}: {row['indicator']}", row["count"]
        for other, since in (("base", "since_base"), ("before", "since_before")):
            if isinstance(row[since], int):
                follows = row[since] == count - row[other]
                found.check(follows, f"{where}: the change does not follow from the figures")
        if row["indicator"] == "received" and count is not None:
            came = sum(
                one["total"] - one["opening"]
                for one in record["rows"]
                if one["period_type"] == "year"
            )
            found.check(count == came, f"{where}: is not what came in the year")
        reached = is_reached(row)
        found.check(reached is None or reached == row["result"], f"{where}: the result is not so")


def is_reached(row: Record) -> str | None:
    """Return what the result of a line must be, where its own figures say so."""
    count, base, before, per_cent = row["count"], row["base"], row["before"], row["aim_per_cent"]
    holds = {
        "none_at_all": lambda: count == 0,
        "at_least": lambda: count >= per_cent,
        "fall": lambda: count < before,
        "fall_from_base": lambda: base > 0 and count * 100 <= base * (100 - per_cent),
    }
    other = {"fall": before, "fall_from_base": base}.get(row["aim"], 1)
    if row["aim"] is None or count is None or other is None or (count == other == 0):
        return None
    return "met" if holds[row["aim"]]() else "not_met"


def as_text(cell: Any) -> str:
    """Return a cell as the CSV writes it."""
    if cell is None:
        return ""
    if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")):
        return f"'{cell}"
    return str(cell).lower() if isinstance(cell, bool) else str(cell)


def check_leaves(name: str, record: Record, leaves: list[bytes], found: Findings) -> None:
    """Check that the published leaves are those of the signed root, each once."""
    said = record["leaves"]
    states = [line.partition(b" ")[0].decode() for line in leaves]
    counts = {state: states.count(state) for state in STATES}
    counted = counts == {state: said[state] for state in STATES} and len(leaves) == said["count"]
    found.check(counted, f"{name}: the leaves are not as many as signed")
    once = all(before < after for before, after in pairwise(leaves))
    found.check(once, f"{name}: the leaves are out of order, or one stands there twice")
    found.check(root_of(leaves).hex() == said["root"], f"{name}: the leaves have another root")


def hash_leaf(leaf: bytes) -> bytes:
    """Return the hash of a leaf."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def hash_node(left: bytes, right: bytes) -> bytes:
    """Return the hash of two nodes."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(leaves: Iterable[bytes]) -> bytes:
    """Return the root of the tree over leaves (RFC 9162, 2.1.1)."""
    waiting: list[tuple[int, bytes]] = []
    for leaf in leaves:
        width, node = 1, hash_leaf(leaf)
        while waiting and waiting[-1][0] == width:
            width, node = 2 * width, hash_node(waiting.pop()[1], node)
        waiting.append((width, node))
    if not waiting:
        return hashlib.sha256().digest()
    _, root = waiting.pop()
    while waiting:
        root = hash_node(waiting.pop()[1], root)
    return root


def leads_to_root(leaf: bytes, proof: Record, root: str) -> bool:
    """Say whether a leaf stands in the tree of a root (RFC 9162, 2.1.3.2)."""
    place, last, node = proof["index"], proof["count"] - 1, hash_leaf(leaf)
    if not 0 <= place <= last:
        return False
    for beside in map(bytes.fromhex, proof["path"]):
        if last == 0:
            return False
        if place % 2 or place == last:
            node = hash_node(beside, node)
            while place % 2 == 0 and place:
                place, last = place // 2, last // 2
        else:
            node = hash_node(node, beside)
        place, last = place // 2, last // 2
    return bool(last == 0 and node.hex() == root)


def check_chain(releases: list[Checked], *, is_whole: bool, found: Findings) -> None:
    """Check that each release of a channel names the one before it."""
    for channel in sorted({one.record["channel"] for one in releases}):
        chain = [one for one in releases if one.record["channel"] == channel]
        numbers = [one.record["chain_number"] for one in chain]
        found.check(len(set(numbers)) == len(numbers), f"{channel}: two releases in one place")
        known = {one.record["chain_number"]: one for one in chain}
        for one in chain:
            at = one.record["chain_number"]
            before = known.get(at - 1)
            previous = one.record["proof"]["previous"]
            if at == 1:
                found.check(previous == FIRST_PREVIOUS, f"{one.name}: is not the first release")
            elif before is not None:
                fits = previous == before.record["proof"]["digest"]
                found.check(fits, f"{one.name}: does not follow {before.name}")
            elif is_whole:
                found.check(False, f"{channel}: release {at - 1} of the chain is missing")
            else:
                found.notes.append(f"{one.name}: the release before it was not looked at")


def check_keys(releases: list[Checked], keys: set[str], found: Findings) -> None:
    """Check who signed, as far as the caller knows whose keys are right."""
    for one in releases:
        key = one.record["proof"]["signer_key"]
        who = one.record["published_by"]
        if keys:
            found.check(key in keys, f"{one.name}: signed with another key, {key}")
        else:
            signed_by = f"{who['name']}, {who['position']}"
            found.notes.append(f"{one.name}: compare the key of {signed_by} on paper: {key}")


def check_receipt(receipt: Record, releases: list[Checked], found: Findings) -> None:
    """Check that every release that must count the matter of a receipt does."""
    inner, proof = receipt["receipt"], receipt["proof"]
    hashed = hashlib.sha256(canonical(inner)).digest()
    of_channel = [one for one in releases if one.record["channel"] == inner["channel"]]
    keys = {one.record.get("receipt_key") for one in of_channel}
    genuine = is_signed(RECEIPT, hashed, proof) and proof["signer_key"] in keys
    found.check(genuine, "the receipt is not signed by the office of these releases")
    shown = {one["release"]: one for one in receipt.get("inclusion", [])}
    for one in of_channel:
        states = [state for state, leaf in lines_of(inner, one.name) if holds(one.leaves, leaf)]
        if states:
            found.notes.append(f"{one.name}: counts the matter of the receipt as {states[-1]}")
        elif must_count(one.record, inner):
            found.check(False, f"{one.name}: DOES NOT COUNT the matter of the receipt")
        else:
            found.notes.append(f"{one.name}: does not count it, and need not by the receipt alone")
        if one.name in shown:
            leaf = shown[one.name]["leaf"].encode()
            mine = leaf in {line for _, line in lines_of(inner, one.name)}
            leads = mine and leads_to_root(leaf, shown[one.name], one.record["leaves"]["root"])
            found.check(leads, f"{one.name}: the proof in the receipt does not lead to its root")


def lines_of(inner: Record, release: str) -> Iterator[tuple[str, bytes]]:
    """Yield every line by which a release could count the matter of a receipt."""
    for passage in range(1, MOST_PASSAGES + 1):
        for state in STATES:
            parts = (LEAF, inner["token"], inner["number"], release, str(passage), state)
            hashed = hashlib.sha256("\n".join(parts).encode()).hexdigest()
            yield state, f"{state} {hashed}".encode()


def holds(leaves: list[bytes], leaf: bytes) -> bool:
    """Say whether a leaf is among the sorted leaves of a release."""
    at = bisect.bisect_left(leaves, leaf)
    return at < len(leaves) and leaves[at] == leaf


def must_count(record: Record, inner: Record) -> bool:
    """Say whether a release covers the day on which a matter came, and knew of it."""
    said = record["leaves"]
    came_within = said["period_start"] <= inner["in_hand_since"] <= said["period_end"]
    return bool(came_within and inner["known_on"] < said["counted_on"])


def read_releases(place: str, found: Findings) -> tuple[list[Checked], bool]:
    """Check every release of a place; say also whether those are all of the office."""
    read = reader_of(place)
    try:
        listed = json.loads(read("releases.json"))["releases"]
    except OSError:
        return [check_package(read, found)], False
    root = place.rstrip("/")
    folders = [str(one["datapackage"]).rpartition("/")[0] for one in listed]
    return [check_package(reader_of(f"{root}/{one}"), found) for one in folders], True


def main(arguments: list[str]) -> int:
    """Check what the caller names, and say what was found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("places", nargs="+", metavar="PLACE", help="folder or address")
    parser.add_argument("--key", action="append", default=[], help="a publisher's key, from paper")
    parser.add_argument("--receipt", type=Path, help="receipt of filing")
    wanted = parser.parse_args(arguments)
    found, releases, whole = Findings(), [], False
    try:
        for place in wanted.places:
            read, is_whole = read_releases(place, found)
            releases += read
            whole = whole or is_whole
        check_chain(releases, is_whole=whole, found=found)
        check_keys(releases, {key.lower() for key in wanted.key}, found)
        if wanted.receipt:
            check_receipt(json.loads(wanted.receipt.read_text()), releases, found)
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError) as problem:
        print(f"cannot be read / อ่านไม่ได้: {type(problem).__name__} {problem}")
        return 2
    for one in releases:
        said = one.record["leaves"]
        print(f"read {one.name}: {said['count']} cases up to {said['period_end']}")
    for note in found.notes:
        print(f"note: {note}")
    for problem_found in found.bad:
        print(f"BAD:  {problem_found}")
    print("DOES NOT HOLD / ไม่ถูกต้อง" if found.bad else "holds / ถูกต้องครบถ้วน")
    return 1 if found.bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
