"""What the tests of the room may ask for: a folder, the real cipher, a cleaner."""

from __future__ import annotations

from pathlib import Path

import pytest

from complaints.evidence.clean import FileCleaner
from complaints.evidence.limits import EvidenceLimits
from complaints.evidence.ports import FileCipher
from complaints.evidence.store import FolderStore
from complaints.vault.files import FileSealer, open_file

SMALL = EvidenceLimits(
    file_bytes=300_000, report_bytes=500_000, files=3, disk_floor_bytes=0, image_pixels=1_000_000
)


@pytest.fixture
def cipher() -> FileCipher:
    return FileCipher(FileSealer, open_file)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "corruption"


@pytest.fixture
def store(folder: Path) -> FolderStore:
    return FolderStore(folder)


@pytest.fixture
def limits() -> EvidenceLimits:
    return SMALL


@pytest.fixture(scope="session")
def cleaner() -> FileCleaner:
    return FileCleaner(EvidenceLimits(image_pixels=1_000_000, image_side=5000))
