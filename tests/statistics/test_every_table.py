"""Every table of a release, whatever it is of, is attacked: nothing in it can be changed unseen.

The tables are found in what was published and not named here, so that one that
is added later is attacked as well.
"""

from __future__ import annotations

import copy
import json
import random  # noqa: TID251 - invented cases that must be the same on every run, no secret
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from complaints.domain.calendar import first_day
from complaints.domain.case_work import Discipline
from complaints.domain.channel import KINDS, Channel, Origin, ReceivedBy
from complaints.domain.plan import SUBJECT, Aim, aim_of
from complaints.domain.states import Outcome
from complaints.domain.subjects import SUBJECTS, RiskArea
from complaints.records.database import Model, engine_options
from complaints.statistics.breakdown_words import Dimension
from complaints.statistics.counting import NONE
from complaints.vault.pairs import SigningPair
from tests.statistics.by_hand import enter_some
from tests.statistics.histories import (
    TOPICS,
    UNITS,
    CountingOffice,
    History,
    a_history,
    an_agency,
    keep,
)
from tests.statistics.offices import a_publisher
from tests.statistics.test_learning import a_guideline
from tests.statistics.test_releases import NO_REASON, REASON, publish
from tests.statistics.verifying import (
    CSV_TABLES,
    VERIFIER,
    Downloads,
    Record,
    downloaded,
    pack_again,
    resigned,
)

NEWEST = {channel: f"{channel}/2569/r2" for channel in Channel}
AFTER_2568, AFTER_2569, LATER = date(2025, 10, 5), date(2026, 10, 5), date(2026, 11, 5)
WORDS = {"method", "targets_method", "guidelines"}
"""Tables of words: once they are signed, nothing else in a release tells what they must say."""

ALONE = {
    "days_median", "days_p90", "days_to_accept_median", "days_of_work_median",
    "days_taken_median", "days_in_progress_median", "days_waiting_median",
}  # fmt: skip
"""Figures that no other figure depends on: the program says so at its beginning."""

Change = Callable[[list[Record]], object]


@dataclass(frozen=True)
class Published:
    """What everybody can download, and the keys of an office that cheats."""

    downloads: Downloads
    signers: dict[Channel, SigningPair]

    def record(self, name: str) -> Record:
        found: Record = json.loads(self.downloads.file(name, "json").read_text())
        return found


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """Two years of both channels with everything that a release can say, and a correction."""
    folder = tmp_path_factory.mktemp("published")
    url = f"sqlite:///{folder / 'cases.sqlite'}"
    engine = sa.create_engine(url, **engine_options(url))
    Model.metadata.create_all(engine)
    signers = {}
    with Session(engine, expire_on_commit=False) as session:
        for channel in Channel:
            keep(session, some_years(channel))
            enter_some(session, channel)
            a_guideline(session, channel, date(2026, 2, 1))
            publisher = a_publisher(session, channel)
            signers[channel] = publisher.signer
            office = CountingOffice(session, an_agency(first_day(2568)), AFTER_2568)
            publish(office, publisher, as_of=AFTER_2568, fiscal_year_be=2568, reason=NO_REASON)
            office.on = AFTER_2569
            publish(office, publisher, as_of=AFTER_2569, reason=NO_REASON)
            # Of the protected channel one more case is too few for new tables: they are repeated.
            keep(session, [a_history(date(2026, 3, 3), channel=channel)])
            office.on = LATER
            publish(office, publisher, as_of=LATER, reason=REASON)
        found = downloaded(session, folder / "statistics")
    engine.dispose()
    return Published(found, signers)


def some_years(channel: Channel) -> list[History]:
    """Return cases of two fiscal years, of every sort."""
    dice = random.Random(str(channel))  # noqa: S311 - see above
    sorts: dict[str, list[Any]] = {
        "kind": list(KINDS[channel]),
        "received_by": list(ReceivedBy)[:4],
        "topic": list(TOPICS[channel]),
        "unit": list(UNITS),
        "outcome": [Outcome.SUBSTANTIATED, Outcome.RESOLVED, Outcome.FORWARDED],
        "score": [None, 5, 5, 5, 1],
        "origin": list(Origin) if channel is Channel.CORRUPTION else [Origin.REPORTED],
        "discipline": [Discipline.STEP_TAKEN, Discipline.NO_STEP],
    }
    found = []
    for year, count in ((2568, 130), (2569, 110)):
        for _ in range(count):
            day = first_day(year) + timedelta(days=dice.randrange(365))
            ended = day + timedelta(days=dice.randrange(25))
            last = first_day(year + 1) - timedelta(days=1)
            one = a_history(day, min(ended, last) if dice.random() < 0.9 else None, channel=channel)
            accepted = day if dice.random() < 0.8 else None
            of_sorts = {name: dice.choice(values) for name, values in sorts.items()}
            found.append(replace(one, accepted_on=accepted, **of_sorts))
    return found


def tables_in(record: Record) -> dict[str, list[Record]]:
    """Return every table that a release signs, wherever it stands: a list of lines with names."""
    return {
        name: part
        for name, part in record.items()
        if isinstance(part, list) and all(isinstance(line, dict) for line in part)
    }


def test_an_attack_on_nothing_proves_nothing(published: Published) -> None:
    tables = [tables_in(published.record(name)) for name in NEWEST.values()]

    assert {len(found) for found in tables} == {9}
    for name in tables[0]:
        filled = [name for found in tables if found[name]]
        assert filled or name == "none", name
    for found in tables:
        told = {row["dimension"] for row in found["breakdowns"] if row["count"] is not None}
        assert len(told) >= 6, told
    corruption = published.record(NEWEST[Channel.CORRUPTION])
    assert corruption["as_of"] not in {row["figures_of"] for row in corruption["breakdowns"][3:]}


def test_the_program_knows_every_category_and_aim_of_the_service() -> None:
    """It stands alone and cannot look them up, so its lists are compared with the rules here."""
    codes = {name: set(words.split()) for name, words in VERIFIER.CODES.items()}

    for channel in Channel:
        assert codes[f"{channel} kind"] == set(KINDS[channel])
        falling = {
            seed.code
            for seed in SUBJECTS[channel]
            if aim_of(f"{SUBJECT}{seed.code}", channel) is Aim.FALL
        }
        assert set(VERIFIER.FALLING[channel].split()) == falling
    assert codes["origin"] == set(Origin)
    assert codes["received_by"] == set(ReceivedBy)
    assert codes["outcome"] == set(Outcome)
    assert codes["discipline"] == {*Discipline, NONE}
    assert codes["risk_area"] == {*RiskArea, NONE}
    assert {dimension for tables in VERIFIER.TABLES.values() for dimension in tables} == {
        dimension.value for dimension in Dimension
    }


def test_the_genuine_releases_hold(published: Published, capsys: Any) -> None:
    status, said = published.downloads.says(capsys)

    assert (status, "BAD" in said) == (0, False), said


def is_figure(name: str, cell: Any) -> bool:
    named = {"line", "fiscal_year_be", "base_year_be", "release", "number", *ALONE}
    return isinstance(cell, int | float) and not isinstance(cell, bool) and name not in named


def change_figure(lines: list[Record]) -> None:
    """Change the last figure of a table; of one without figures, a word."""
    for line in reversed(lines):
        for name, cell in line.items():
            if is_figure(name, cell):
                line[name] = cell + 1
                return
    lines[-1] = dict.fromkeys(lines[-1], "x")


def drop_line(lines: list[Record]) -> None:
    del lines[len(lines) // 2]


def add_line(lines: list[Record]) -> None:
    lines.append(copy.deepcopy(lines[-1]))


def drop_line_and_number_anew(lines: list[Record]) -> None:
    drop_line(lines)
    _number(lines)


def add_line_and_number_anew(lines: list[Record]) -> None:
    add_line(lines)
    _number(lines)


def _number(lines: list[Record]) -> None:
    for number, line in enumerate(lines, start=1):
        if "line" in line:
            line["line"] = number


@pytest.mark.parametrize("channel", Channel)
@pytest.mark.parametrize(
    "change",
    [
        change_figure, drop_line, add_line, drop_line_and_number_anew, add_line_and_number_anew,
    ],
)  # fmt: skip
def test_no_table_is_changed_unseen_not_even_by_who_signs_again(
    published: Published, channel: Channel, change: Change, capsys: Any
) -> None:
    name, downloads = NEWEST[channel], published.downloads
    for table, lines in tables_in(published.record(name)).items():
        if not lines:
            continue
        with as_it_was(downloads.release(name)):
            record = published.record(name)
            change(record[table])
            downloads.file(name, "json").write_text(json.dumps(record))
            assert downloads.says(capsys, place=name)[0] == 1, f"{table}, not signed again"
        if table in WORDS:
            continue
        with as_it_was(downloads.release(name)):

            def spoil(told: Record, at: str = table) -> None:
                change(told[at])

            resigned(downloads, name, published.signers[channel], change=spoil)
            status, said = downloads.says(capsys)
            assert status == 1, f"{table}, signed again: {said}"
            assert not only_of_the_chain(said), f"{table}, signed again: {said}"


def test_a_line_of_none_is_missed_though_every_sum_is_as_before(
    published: Published, capsys: Any
) -> None:
    name, downloads = NEWEST[Channel.GRIEVANCE], published.downloads

    def drop(told: Record) -> None:
        empty = [row for row in told["breakdowns"] if row["category"] == "facebook"]
        assert {row["count"] for row in empty} == {0}
        told["breakdowns"] = [row for row in told["breakdowns"] if row not in empty]
        _number(told["breakdowns"])

    with as_it_was(downloads.release(name)):
        resigned(downloads, name, published.signers[Channel.GRIEVANCE], change=drop)
        status, said = downloads.says(capsys)

    assert (status, "a category is missing" in said) == (1, True), said


def only_of_the_chain(said: str) -> bool:
    """Say whether nothing was found but that a later release does not follow."""
    bad = [line for line in said.splitlines() if line.startswith("BAD")]
    return all("does not follow" in line and "does not follow from" not in line for line in bad)


@pytest.mark.parametrize("channel", Channel)
def test_no_file_of_a_table_is_changed_unseen(
    published: Published, channel: Channel, capsys: Any
) -> None:
    name, downloads = NEWEST[channel], published.downloads
    folder = downloads.release(name)
    listed = json.loads((folder / "datapackage.json").read_text())["resources"]
    files = [folder / one["path"] for one in listed if one["mediatype"] == "text/csv"]
    assert len(files) > len(CSV_TABLES)
    digest = bytes.fromhex(published.record(name)["proof"]["digest"])
    for path in files:
        head, *lines = path.read_bytes().decode().splitlines(keepends=True)
        changed = {
            "a figure": [head, *lines[:-1], _with_another_figure(lines[-1])],
            "a line fewer": [head, *lines[:-1]],
            "a line more": [head, *lines, lines[-1]],
        }
        for what, content in changed.items():
            with as_it_was(folder):
                path.write_text("".join(content), newline="")
                assert downloads.says(capsys, place=name)[0] == 1, f"{path.name}: {what}"
                pack_again(downloads, name, published.signers[channel], digest)
                status, said = downloads.says(capsys, place=name)
                assert status == 1, f"{path.name}: {what}"
                assert "does not say what was signed" in said, f"{path.name}: {what}"


def _with_another_figure(line: str) -> str:
    at = max(place for place, sign in enumerate(line) if sign.isdigit())
    return f"{line[:at]}{(int(line[at]) + 1) % 10}{line[at + 1 :]}"


@pytest.mark.parametrize("number", [pytest.param(1, id="first"), pytest.param(2, id="corrected")])
@pytest.mark.parametrize("channel", Channel)
def test_no_figure_of_any_table_stands_alone_but_those_that_are_said_to(
    published: Published, channel: Channel, number: int
) -> None:
    """Change every single figure by one, as the publisher could, and ask what all others say."""
    names = [f"{channel}/2568/r1", f"{channel}/2569/r1", f"{channel}/2569/r2"][: number + 1]
    releases = [VERIFIER.Checked(one, published.record(one), []) for one in names]
    record, walked = releases[-1].record, 0
    assert found_in(names[-1], releases) == []
    for table, lines in tables_in(record).items():
        for at, line in enumerate(lines):
            for column, cell in list(line.items()):
                if not is_figure(column, cell) or stands_alone(line):
                    continue
                line[column] = cell + 1
                assert found_in(names[-1], releases), f"{table} {at}: {column} of {line}"
                line[column] = cell
                walked += 1
    assert walked > 100


def stands_alone(line: Record) -> bool:
    """Say whether the number of a line is one that nothing else in its release depends on."""
    is_outcome = (line.get("channel"), line.get("dimension")) == ("corruption", "outcome")
    taken_apart = {"substantiated", "forwarded", "not_accepted"}
    is_alone = is_outcome and line["category"] not in taken_apart
    return is_alone or line.get("category") == "answers_apart"


def found_in(name: str, releases: list[Any]) -> list[str]:
    """Return what the program has against the newest of some releases."""
    found = VERIFIER.Findings()
    VERIFIER.check_figures(name, releases[-1].record, found)
    VERIFIER.check_repeated(releases, is_whole=True, found=found)
    VERIFIER.check_compared(releases, is_whole=True, found=found)
    bad: list[str] = found.bad
    return bad


@contextmanager
def as_it_was(folder: Path) -> Iterator[None]:
    """Put the files of a folder back at the end."""
    kept = {path: path.read_bytes() for path in folder.iterdir()}
    try:
        yield
    finally:
        for path, content in kept.items():
            path.write_bytes(content)
