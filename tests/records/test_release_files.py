"""A long file of a release lies in parts, and comes back as it was."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from complaints.domain.channel import Channel
from complaints.records import releases
from complaints.records.database import new_id
from complaints.records.releases import PART_BYTES, PARTS_AT_ONCE, Release, ReleaseFile
from tests.factories.office import AnOffice

GRIEVANCE = Channel.GRIEVANCE
A_LOT = PART_BYTES * (PARTS_AT_ONCE + 1)
"""As many bytes as one statement writes, and the first ones."""


def content_of(length: int) -> bytes:
    """Return bytes no two parts of which are alike."""
    lines = b"".join(b"%08d\n" % number for number in range(length // 9 + 1))
    return lines[:length]


def a_release(session: Session) -> str:
    release = Release(
        channel=GRIEVANCE.value, fiscal_year_be=2569, number=1, chain_number=1,
        is_provisional=False, as_of=date(2026, 10, 1), published_on=date(2026, 10, 1),
        published_by=new_id(), content="{}", previous=b"", digest=b"", signer_key=b"",
        signature=b"",
    )  # fmt: skip
    session.add(release)
    session.flush()
    return release.id


def kept(office: AnOffice, content: bytes) -> str:
    """Store the lines of a release, and return whose they are."""
    with office.writing(GRIEVANCE) as work:
        release_id = a_release(work.session)
        releases.keep_file(work.session, release_id, "leaves", content)
    return release_id


def read(office: AnOffice, release_id: str) -> bytes | None:
    with office.reading(GRIEVANCE) as work:
        return releases.whole_file(work.session, release_id, "leaves")


@pytest.mark.parametrize(
    "length",
    [
        pytest.param(0, id="nothing"),
        pytest.param(PART_BYTES - 1, id="all but a part"),
        pytest.param(PART_BYTES, id="a part"),
        pytest.param(PART_BYTES + 1, id="a byte more"),
        pytest.param(A_LOT, id="what one statement writes"),
        pytest.param(A_LOT + 1, id="a byte more than that"),
        pytest.param(2 * A_LOT + 77, id="three statements"),
    ],
)
def test_a_file_comes_back_byte_for_byte(office: AnOffice, length: int) -> None:
    content = content_of(length)

    release_id = kept(office, content)

    assert read(office, release_id) == content
    with office.reading(GRIEVANCE) as work:
        measured = releases.measure_file(work.session, release_id, "leaves")
    assert measured == (length, sha256(content).hexdigest())


def test_no_row_holds_more_than_a_part(office: AnOffice) -> None:
    kept(office, content_of(A_LOT))

    rows = [*office.rows("release_files"), *office.rows("release_parts")]

    assert len(rows) == 1 + PARTS_AT_ONCE
    assert {len(row["content"]) for row in rows} == {PART_BYTES}


def test_storing_binds_a_few_parts_at_a_time(office: AnOffice) -> None:
    bound: list[int] = []

    def watch(*told: Any) -> None:
        _, _, _, parameters, _, many = told
        rows = parameters if many else [parameters]
        bound.append(sum(map(_bytes_in, rows)))

    sa.event.listen(office.engine, "before_cursor_execute", watch)
    try:
        kept(office, content_of(5 * A_LOT))
    finally:
        sa.event.remove(office.engine, "before_cursor_execute", watch)

    assert max(bound) == PARTS_AT_ONCE * PART_BYTES


def test_a_file_that_an_older_release_kept_whole_is_read_as_before(office: AnOffice) -> None:
    content = content_of(A_LOT)
    with office.writing(GRIEVANCE) as work:
        release_id = a_release(work.session)
        work.session.add(
            ReleaseFile(release_id=release_id, form="leaves", content=content, sha256="")
        )

    assert read(office, release_id) == content


def test_a_form_that_is_not_there_is_nothing(office: AnOffice) -> None:
    release_id = kept(office, b"")

    with office.reading(GRIEVANCE) as work:
        assert releases.whole_file(work.session, release_id, "pdf") is None
        assert releases.measure_file(work.session, release_id, "pdf") is None


def _bytes_in(row: Any) -> int:
    """Return how many bytes stand in a row that is bound; each driver wraps them its own way."""
    values = row.values() if isinstance(row, dict) else row
    plain = [getattr(value, "obj", value) for value in values]
    return sum(len(value) for value in plain if isinstance(value, bytes))
