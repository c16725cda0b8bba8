from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from complaints.evidence import clean
from complaints.evidence.clean import CleanFile, FileCleaner, NotCleaned
from complaints.evidence.errors import CleanerUnavailable, Reason
from complaints.evidence.kinds import FileKind
from complaints.evidence.limits import EvidenceLimits
from complaints.evidence.workshop.confine import CannotConfine, filter_calls
from tests.evidence.samples import (
    CARRIERS,
    bomb_png,
    canary,
    canary_gif,
    canary_jpeg,
    decoded,
    encoded,
    halves,
)

RED, BLUE = (220, 20, 30), (20, 30, 200)


def jpeg_markers(body: bytes) -> Iterator[int]:
    at = 2
    while at < len(body):
        yield body[at + 1]
        if body[at + 1] == 0xDA:
            return
        at += 2 + int.from_bytes(body[at + 2 : at + 4], "big")


def png_chunks(body: bytes) -> Iterator[bytes]:
    at = 8
    while at < len(body):
        yield body[at + 4 : at + 8]
        at += 12 + int.from_bytes(body[at : at + 4], "big")


def colour_at(picture: Image.Image, x: int, y: int) -> tuple[int, ...]:
    colour = picture.convert("RGB").getpixel((x, y))
    assert isinstance(colour, tuple)
    return tuple(int(band) for band in colour)


def assert_near(colour: tuple[int, ...], wanted: tuple[int, ...]) -> None:
    assert all(abs(a - b) <= 12 for a, b in zip(colour, wanted, strict=True)), colour


@pytest.mark.parametrize("kind", CARRIERS, ids=lambda kind: kind.value)
def test_nothing_hidden_is_left_in_a_picture(kind: FileKind, cleaner: FileCleaner) -> None:
    carrier = CARRIERS[kind]()
    assert canary() in carrier

    picture = cleaner.clean(carrier, kind)

    assert b"CANARY" not in picture.body
    assert b"7f3a" not in picture.body
    if picture.kind is FileKind.JPEG:
        assert set(jpeg_markers(picture.body)) <= {0xE0, 0xDB, 0xC0, 0xC4, 0xDA}
        assert picture.body.endswith(b"\xff\xd9")
    else:
        assert set(png_chunks(picture.body)) == {b"IHDR", b"IDAT", b"IEND"}


def test_nothing_hidden_is_left_where_colours_need_no_change(cleaner: FileCleaner) -> None:
    carrier = canary_jpeg(with_profile=False)

    assert b"CANARY" not in cleaner.clean(carrier, FileKind.JPEG).body


@pytest.mark.parametrize(
    ("kind", "form"), [(FileKind.JPEG, "JPEG"), (FileKind.HEIC, "HEIF"), (FileKind.GIF, "GIF")]
)
def test_the_plain_way_would_leave_something_hidden(kind: FileKind, form: str) -> None:
    assert b"CANARY" in encoded(decoded(CARRIERS[kind]()), form)


@pytest.mark.parametrize(
    ("kind", "made"),
    [
        (FileKind.JPEG, FileKind.JPEG),
        (FileKind.PNG, FileKind.PNG),
        (FileKind.WEBP, FileKind.JPEG),
        (FileKind.HEIC, FileKind.JPEG),
    ],
)
def test_colours_and_size_stay(kind: FileKind, made: FileKind, cleaner: FileCleaner) -> None:
    carrier = CARRIERS[kind]()

    picture = cleaner.clean(carrier, kind)
    shown = decoded(picture.body)

    assert picture.kind is made
    assert shown.size == decoded(carrier).size
    assert_near(colour_at(shown, 4, 8), RED)
    assert_near(colour_at(shown, shown.width - 4, 8), BLUE)


def test_a_picture_taken_sideways_is_upright(cleaner: FileCleaner) -> None:
    shown = decoded(cleaner.clean(canary_jpeg(orientation=6), FileKind.JPEG).body)

    assert shown.size == (32, 64)
    assert_near(colour_at(shown, 8, 4), RED)
    assert_near(colour_at(shown, 8, 60), BLUE)


@pytest.mark.parametrize(
    ("mode", "form", "kind", "shown_mode"),
    [
        ("CMYK", "JPEG", FileKind.JPEG, "RGB"),
        ("L", "JPEG", FileKind.JPEG, "L"),
        ("1", "PNG", FileKind.PNG, "L"),
        ("LA", "PNG", FileKind.PNG, "L"),
        ("P", "PNG", FileKind.PNG, "RGB"),
        ("RGBA", "WEBP", FileKind.WEBP, "RGB"),
    ],
)
def test_every_colour_mode_becomes_a_plain_one(
    mode: str, form: str, kind: FileKind, shown_mode: str, cleaner: FileCleaner
) -> None:
    picture = encoded(halves().convert(mode), form)

    assert decoded(cleaner.clean(picture, kind).body).mode == shown_mode


def test_sixteen_bits_become_eight_without_turning_white(cleaner: FileCleaner) -> None:
    grey = Image.new("I;16", (8, 8), 0x8000)

    assert_near(
        colour_at(decoded(cleaner.clean(encoded(grey, "PNG"), FileKind.PNG).body), 1, 1), (128,) * 3
    )


def test_what_was_erased_does_not_come_back(cleaner: FileCleaner) -> None:
    erased = halves().convert("RGBA")
    erased.putalpha(0)
    erased.paste((20, 30, 200, 255), (32, 0, 64, 32))

    shown = decoded(cleaner.clean(encoded(erased, "PNG"), FileKind.PNG).body)

    assert shown.getpixel((4, 4)) == (0, 0, 0, 0)
    assert shown.getpixel((60, 4)) == (20, 30, 200, 255)


def test_of_a_moving_picture_the_first_frame_is_kept_and_it_is_said(
    cleaner: FileCleaner,
) -> None:
    assert cleaner.clean(canary_gif(), FileKind.GIF).first_frame_only
    assert not cleaner.clean(canary_jpeg(), FileKind.JPEG).first_frame_only


@pytest.mark.parametrize(
    ("width", "height"),
    [
        pytest.param(20_000, 20_000, id="400 million pixels"),
        pytest.param(1200, 1200, id="a little too many pixels"),
        pytest.param(5001, 8, id="too wide"),
    ],
)
def test_a_picture_too_large_is_refused_at_once(
    width: int, height: int, cleaner: FileCleaner
) -> None:
    bomb = bomb_png(width, height)
    started = time.monotonic()

    with pytest.raises(NotCleaned) as refused:
        cleaner.clean(bomb, FileKind.PNG)

    assert refused.value.reason is Reason.PICTURE_TOO_LARGE
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        pytest.param(b"\xff\xd8\xff" + b"nonsense" * 90, FileKind.JPEG, id="nonsense"),
        pytest.param(canary_jpeg()[:-900], FileKind.JPEG, id="cut off"),
        pytest.param(encoded(halves(), "BMP"), FileKind.PNG, id="another decoder's picture"),
        pytest.param(canary_jpeg(), FileKind.PNG, id="another kind than it was taken for"),
        pytest.param(b"", FileKind.HEIC, id="nothing"),
    ],
)
def test_a_picture_that_is_not_sound_is_refused(
    body: bytes, kind: FileKind, cleaner: FileCleaner
) -> None:
    with pytest.raises(NotCleaned) as refused:
        cleaner.clean(body, kind)

    assert refused.value.reason is Reason.PICTURE_BROKEN


class Program(FileCleaner):
    """Runs another program in the place of the cleaner."""

    program = ""

    def _command(self, kind: FileKind, asked: dict[str, Any]) -> list[str]:
        return [sys.executable, "-I", "-c", self.program]


def clean_with(program: str, seconds: int = 20) -> CleanFile:
    cleaner = Program(EvidenceLimits(file_bytes=1000), seconds=seconds)
    cleaner.program = program
    return cleaner.clean(b"x" * 10**6, FileKind.PNG)


@pytest.mark.parametrize(
    "program",
    [
        pytest.param("""print('{"kind": "png"}'); print('<html>')""", id="not what it says"),
        pytest.param("""print('{"kind": "exe"}')""", id="no kind of picture"),
        pytest.param("""print('{"kind": "pdf"}'); print('%PDF-')""", id="another kind"),
        pytest.param("print('[]')", id="no answer"),
        pytest.param("print('png 0')", id="no words that are known"),
        pytest.param("import os; os.kill(os.getpid(), 11)", id="crashed"),
        pytest.param("import sys; sys.exit(3)", id="judged without reading"),
    ],
)
def test_a_child_is_not_believed(program: str) -> None:
    with pytest.raises(NotCleaned):
        clean_with(program)


def test_a_child_that_does_not_end_is_ended() -> None:
    started = time.monotonic()

    with pytest.raises(NotCleaned):
        clean_with("import time; time.sleep(60)", seconds=1)

    assert time.monotonic() - started < 10


def test_a_child_that_never_stops_talking_is_ended() -> None:
    with pytest.raises(NotCleaned) as refused:
        clean_with("import sys\nwhile True: sys.stdout.buffer.write(bytes(65536))")

    assert refused.value.reason is Reason.PICTURE_TOO_LARGE


def test_the_cleaner_proves_itself_at_start(cleaner: FileCleaner) -> None:
    cleaner.prove()

    broken = Program(EvidenceLimits())
    broken.program = "import sys; sys.exit(3)"
    with pytest.raises(CleanerUnavailable):
        broken.prove()


def test_a_child_that_cannot_run_is_no_fault_of_the_picture() -> None:
    with pytest.raises(CleanerUnavailable):
        clean_with("import no_such_decoder")


def test_a_picture_does_not_wait_for_ever() -> None:
    with pytest.raises(CleanerUnavailable):
        FileCleaner(EvidenceLimits(), at_once=0, patience=0.01).clean(b"x", FileKind.PNG)


CONFINED = """
import ctypes, os, socket, sys
sys.path.insert(0, sys.argv[1])
from complaints.evidence.workshop import confine, program
program.prepared({"task": "clean", "kind": "png", "pixels": 1000, "side": 1000})
confine.confine(800_000_000, 5)
libc = ctypes.CDLL(None, use_errno=True)

def in_the_place_of_a_pipe(make, *how):
    os.close(0)
    if make(*how) < 0:
        raise OSError(ctypes.get_errno())

escapes = {
    "file": lambda: open(sys.argv[2], "w"),
    "read": lambda: open("/etc/hostname"),
    "socket": lambda: socket.socket(),
    "socket for a pipe": lambda: in_the_place_of_a_pipe(libc.socket, 2, 1, 0),
    "file for a pipe": lambda: in_the_place_of_a_pipe(libc.open, b"/etc/hostname", 0),
    "process": lambda: os.fork(),
    "program": lambda: os.execv("/bin/true", ["true"]),
    "signal": lambda: os.kill(os.getppid(), 0),
    "memory": lambda: bytearray(900_000_000),
    "root": lambda: os.setuid(0) if os.getuid() else None,
}
for name, escape in escapes.items():
    try:
        escape()
    except (OSError, MemoryError):
        print(name, "refused", sep=": ")
"""


def test_the_child_can_touch_nothing(tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    target = tmp_path / "left-behind"

    refused = run_confined(CONFINED, str(target))

    assert refused == {
        f"{escape}: refused"
        for escape in (
            "file", "read", "socket", "socket for a pipe", "file for a pipe", "process",
            "program", "signal", "memory", "root",
        )
    }  # fmt: skip
    assert not target.exists()


def run_confined(program: str, *arguments: str) -> set[str]:
    ran = subprocess.run(
        [sys.executable, "-I", "-c", program, str(clean._ROOT), *arguments],
        capture_output=True,
        text=True,
        check=True,
        env={},
    )
    return set(ran.stdout.splitlines())


LIMITED = """
import os, resource, sys
sys.path.insert(0, sys.argv[1])
from complaints.evidence.workshop import confine
before = os.readlink("/proc/self/ns/net")
moved = confine.leave_network()
print("moved", moved == (os.readlink("/proc/self/ns/net") != before))
links = [line.split(":")[0].strip() for line in open("/proc/self/net/dev") if ":" in line]
print("alone", not moved or links == ["lo"])
confine.limit(500_000_000, 7, threads=False)
for name in ("AS", "CPU", "FSIZE", "CORE", "NOFILE", "NPROC"):
    print(name, resource.getrlimit(getattr(resource, "RLIMIT_" + name))[1])
"""


def test_the_child_is_limited_and_alone() -> None:
    assert run_confined(LIMITED) == {
        "moved True", "alone True", "AS 500000000", "CPU 7", "FSIZE 0", "CORE 0", "NOFILE 3",
        "NPROC 0",
    }  # fmt: skip


def test_without_a_filter_of_calls_no_file_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.machine", lambda: "abacus")

    with pytest.raises(CannotConfine):
        filter_calls()


def test_the_child_is_given_no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_OF_THE_SERVICE", "1")

    with pytest.raises(CleanerUnavailable):
        clean_with(
            "import os, sys; sys.exit(1 if 'SECRET_OF_THE_SERVICE' not in os.environ else 3)"
        )
