"""What the unavoidable parts of the service cost on this machine, right now."""

from __future__ import annotations

import sqlite3
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from complaints.vault.casekeys import CaseKey, CaseRef, open_as_officer
from complaints.vault.lookup import secrets_of_code
from complaints.vault.officers import new_salt, passphrase_key
from complaints.vault.pairs import OpeningPair, new_seed

ROWS_OF_A_FILING = 10
Clock = Callable[[], float]


def median_of(work: Callable[[], object], times: int, clock: Clock = time.perf_counter) -> float:
    """Return the median seconds of one run of some work.

    :param clock: of the wall, or of this process alone.
    """
    work()
    taken = []
    for _ in range(times):
        began = clock()
        work()
        taken.append(clock() - began)
    return statistics.median(taken)


def code_derivation(clock: Clock = time.perf_counter, times: int = 60) -> float:
    """Return the seconds of one Argon2id of the setting for lookup codes."""
    return median_of(lambda: secrets_of_code("0" * 24, "00" * 16), times, clock)


def passphrase_derivation(times: int = 8) -> float:
    """Return the seconds of one Argon2id of the setting for passphrases."""
    return median_of(lambda: passphrase_key("six made up words", new_salt()), times)


def seals_of_a_filing(holders: int, clock: Clock = time.perf_counter, times: int = 60) -> float:
    """Return the seconds of the seals of one report.

    :param holders: officers and recovery key that the case key is sealed to.
    """
    ref = CaseRef("00" * 16, "corruption", "11" * 16)
    publics = [OpeningPair(new_seed()).public for _ in range(holders)]

    def seal_all() -> None:
        key = CaseKey.new(ref)
        for number, public in enumerate(publics):
            key.wrap_for_officer(str(number), public)
        key.wrap_for_reporter(OpeningPair(new_seed()).public)
        for _ in range(2):
            key.shared.seal({"text": "x"}, table="t", column="c", row="r")
        key.desk.seal({"text": "x"}, table="t", column="c", row="r")

    return median_of(seal_all, times, clock)


def opening_of_a_lookup(clock: Clock = time.perf_counter, times: int = 60) -> float:
    """Return the seconds of opening one wrap with a fresh pair, and one row."""
    ref = CaseRef("00" * 16, "corruption", "11" * 16)
    key, seed = CaseKey.new(ref), new_seed()
    wrap = key.wrap_for_officer("o", OpeningPair(seed).public)
    row = key.shared.seal({"text": "x"}, table="t", column="c", row="r")

    def open_one() -> None:
        opened = open_as_officer(ref, 1, wrap, "o", OpeningPair(seed))
        opened.shared.open(row, table="t", column="c", row="r")

    return median_of(open_one, times, clock)


def durable_commit(folder: Path, clock: Clock = time.perf_counter, times: int = 60) -> float:
    """Return the seconds of one transaction that is on the disk when it returns."""
    path = folder / "floor.sqlite"
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE rows (id INTEGER PRIMARY KEY, body BLOB)")
    body = b"x" * 1500

    def commit() -> None:
        connection.execute("BEGIN IMMEDIATE")
        for _ in range(ROWS_OF_A_FILING):
            connection.execute("INSERT INTO rows (body) VALUES (?)", (body,))
        connection.execute("COMMIT")

    seconds = median_of(commit, times, clock)
    connection.close()
    return seconds
