"""Making a demonstration: on any day, on both databases, never over another agency."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from complaints import demonstration
from complaints.casework.founding import AlreadyFounded, found_agency, is_founded
from complaints.demonstration.documents import document_of
from complaints.demonstration.people import profile
from complaints.demonstration.pictures import picture_of
from complaints.demonstration.sign_ins import read_sign_ins
from complaints.demonstration.stories import all_stories
from complaints.domain.calendar import BANGKOK
from complaints.evidence.clean import FileCleaner
from complaints.evidence.kinds import FileKind
from complaints.evidence.limits import EvidenceLimits
from complaints.evidence.sniff import kind_of
from complaints.evidence.workshop.reading import words_of
from complaints.jobs.verifying import verify
from complaints.statistics.editions import Edition
from tests.demonstration.conftest import Opened, PlainPress
from tests.factories.office import AnOffice

A_FEW = [story for story in all_stories() if not story.picture][::9]


class JammedPress(PlainPress):
    """Stops the play in the middle, as a full disk or a pulled plug would."""

    def pdf(self, edition: Edition) -> bytes:
        """Print nothing."""
        raise OSError


def at(year: int, month: int, day: int, hour: int = 10) -> datetime:
    return datetime(year, month, day, hour, 0, tzinfo=BANGKOK)


def test_a_small_demonstration_is_sound_on_both_databases(
    empty_office: AnOffice, press: PlainPress
) -> None:
    demonstration.make(empty_office.office, press, stories=A_FEW)

    assert len(empty_office.rows("cases")) == len(A_FEW)
    assert all(check.is_sound for check in verify(empty_office.office))
    assert empty_office.office.agency().is_demonstration


@pytest.mark.parametrize(
    "instant",
    [
        pytest.param(at(2026, 10, 1, hour=0), id="the first hour of a fiscal year"),
        pytest.param(at(2026, 10, 9), id="a running year of nine days"),
        pytest.param(at(2027, 4, 1), id="the day after a half-year"),
        pytest.param(at(2027, 9, 30), id="the last day of a fiscal year"),
    ],
)
def test_a_demonstration_can_be_made_on_any_day(
    opened_on: Opened, press: PlainPress, instant: datetime
) -> None:
    office = opened_on(instant)

    demonstration.make(office.office, press, stories=A_FEW)

    today = office.office.today().isoformat()
    received = [row["received_on"] for row in office.rows("cases")]
    assert len(received) == len(A_FEW)
    assert max(received) <= today
    assert max(row["on"] for row in office.rows("journal")) <= today
    assert all(check.is_sound for check in verify(office.office))


def test_a_second_one_is_refused(opened_on: Opened, press: PlainPress) -> None:
    office = opened_on(at(2026, 11, 16))
    demonstration.make(office.office, press, stories=[])
    sign_ins = read_sign_ins(office.folder)

    with pytest.raises(AlreadyFounded):
        demonstration.make(office.office, press, stories=[])

    assert read_sign_ins(office.folder) == sign_ins
    assert len(office.rows("agency")) == 1


def test_a_real_agency_gets_no_demonstration_and_is_not_cleared(
    opened_on: Opened, press: PlainPress, tmp_path: Path
) -> None:
    office = opened_on(at(2026, 11, 16))
    stick = tmp_path / "stick"
    stick.mkdir()
    real = profile(office.office.today())
    founded = found_agency(office.office, real, recovery_folder=stick, is_demonstration=False)

    demonstration.clear_unfinished(office.office)
    with pytest.raises(AlreadyFounded):
        demonstration.make(office.office, press, stories=[])

    assert not demonstration.is_unfinished(office.office)
    assert [(row["id"], row["is_demonstration"]) for row in office.rows("agency")] == [
        (founded.agency_id, 0)
    ]


def test_an_interrupted_play_is_cleared_and_made_anew(opened_on: Opened, press: PlainPress) -> None:
    office = opened_on(at(2026, 11, 16))
    with pytest.raises(OSError):  # noqa: PT011 - the stand-in raises it bare
        demonstration.make(office.office, JammedPress(), stories=A_FEW)
    assert demonstration.is_unfinished(office.office)

    demonstration.clear_unfinished(office.office)

    assert not is_founded(office.office)
    assert not list(office.folder.rglob("*.key"))
    demonstration.make(office.office, press, stories=A_FEW)
    assert not demonstration.is_unfinished(office.office)


def test_a_finished_play_is_never_cleared(opened_on: Opened, press: PlainPress) -> None:
    office = opened_on(at(2026, 11, 16))
    demonstration.make(office.office, press, stories=A_FEW)

    demonstration.clear_unfinished(office.office)

    assert is_founded(office.office)
    assert len(office.rows("cases")) == len(A_FEW)


def test_telephones_and_passphrases_differ_from_one_demonstration_to_the_next(
    opened_on: Opened, press: PlainPress
) -> None:
    office = opened_on(at(2026, 11, 16))
    demonstration.make(office.office, press, stories=[])

    sign_ins = read_sign_ins(office.folder)
    assert len({one.passphrase for one in sign_ins}) == len(sign_ins)
    assert len({one.totp_secret for one in sign_ins}) == len(sign_ins)


def test_every_picture_is_another_one() -> None:
    pictures = {picture_of(number) for number in range(7)}

    assert len(pictures) == 7
    assert all(picture.startswith(b"\x89PNG") and len(picture) < 20_000 for picture in pictures)


def test_promises_in_the_stories_are_possible() -> None:
    """An explanation names a day after the fifteen, and stories end in the order they are told."""
    for story in all_stories():
        days = [beat.day for beat in story.beats]
        assert days == sorted(days)
        assert story.ago is None or story.days <= story.ago
        for beat in story.beats:
            if beat.do == "explain":
                assert timedelta(days=beat.until) > timedelta(days=max(15, beat.day))


def test_the_document_holds_a_name_of_which_cleaning_leaves_nothing() -> None:
    cleaner = FileCleaner(EvidenceLimits())
    body = document_of("บันทึกการใช้เครื่อง", "ผู้พิมพ์ที่ไม่มีใครควรรู้ชื่อ")

    kind = kind_of(body[:4096], "บันทึก.docx", [body])
    clean = cleaner.clean(body, kind).body

    assert kind is FileKind.DOCX
    assert clean is not None
    assert words_of(clean, kind.value).strip() == "บันทึกการใช้เครื่อง"
    with zipfile.ZipFile(io.BytesIO(clean)) as package:
        assert all("ผู้พิมพ์".encode() not in package.read(name) for name in package.namelist())
    assert [story.picture for story in all_stories() if story.picture.endswith(".docx")]
