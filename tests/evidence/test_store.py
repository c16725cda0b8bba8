from __future__ import annotations

import os
import stat
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.evidence.errors import BlobUnknown
from complaints.evidence.memory import MemoryStore
from complaints.evidence.store import (
    BANGKOK,
    BlobStore,
    FolderStore,
    new_blob_id,
    today_in_bangkok,
)
from tests.evidence.samples import files_below

TODAY = date(2026, 11, 21)


@pytest.fixture(params=["folder", "memory"])
def any_store(request: pytest.FixtureRequest, tmp_path: Path) -> BlobStore:
    return FolderStore(tmp_path / "channel") if request.param == "folder" else MemoryStore()


def arrived(store: BlobStore, body: bytes = b"sealed") -> str:
    blob_id = new_blob_id()
    with store.begin(blob_id) as sink:
        sink.write(body)
    return blob_id


def kept(store: BlobStore, body: bytes = b"sealed") -> str:
    blob_id = arrived(store, body)
    store.keep(blob_id)
    return blob_id


def test_a_kept_blob_can_be_read_and_removed(any_store: BlobStore) -> None:
    blob_id = kept(any_store, b"one")

    with any_store.open(blob_id) as source:
        assert source.read() == b"one"
    any_store.discard(blob_id)
    assert any_store.missing({blob_id}) == set()
    any_store.remove(blob_id)
    assert any_store.missing({blob_id}) == {blob_id}
    any_store.remove(blob_id)


def test_what_only_arrived_is_not_kept(any_store: BlobStore) -> None:
    blob_id = arrived(any_store)

    with any_store.open_arriving(blob_id) as source:
        assert source.read() == b"sealed"
    with pytest.raises(BlobUnknown):
        any_store.open(blob_id)
    any_store.discard(blob_id)
    with pytest.raises(BlobUnknown):
        any_store.keep(blob_id)


def test_a_name_serves_once(any_store: BlobStore) -> None:
    blob_id = arrived(any_store)

    with pytest.raises(FileExistsError):
        any_store.begin(blob_id)


@given(st.text(max_size=60) | st.sampled_from(["../../x", "..", "", "A" * 32, "0" * 31, "0" * 33]))
def test_nothing_but_a_blob_id_becomes_a_path(name: str) -> None:
    folder = Path("/nonexistent-evidence")
    store = FolderStore.__new__(FolderStore)
    store._arriving = store._blobs = folder

    for act in (store.begin, store.open, store.open_arriving, store.keep, store.remove):
        with pytest.raises(BlobUnknown):
            act(name)


def test_a_link_is_not_followed(store: FolderStore, folder: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"secret")
    blob_id = new_blob_id()
    (folder / "blobs" / blob_id[:2]).mkdir()
    (folder / "blobs" / blob_id[:2] / blob_id).symlink_to(secret)

    with pytest.raises(OSError, match="symbolic links"):
        store.open(blob_id)


def test_folders_and_files_are_for_the_service_alone(store: FolderStore, folder: Path) -> None:
    arrived(store)
    kept(store)

    for path in (folder, *folder.rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)


def test_times_show_the_day_alone(folder: Path) -> None:
    store = FolderStore(folder, today=lambda: TODAY)
    kept(store)
    store.remove(kept(store))

    midnight = datetime(2026, 11, 21, tzinfo=BANGKOK).timestamp()
    shown = [path for path in folder.rglob("*") if path.name != "incoming"]
    assert len(shown) >= 2
    assert {path.stat().st_mtime for path in (*shown, folder / "incoming")} == {midnight}


def test_a_blob_is_on_the_disk_before_and_after_its_move(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    happened: list[str] = []
    sync = os.fsync

    def note_sync(handle: int) -> None:
        happened.append(Path(f"/proc/self/fd/{handle}").readlink().name)
        sync(handle)

    monkeypatch.setattr(os, "fsync", note_sync)
    store = FolderStore(folder, at=happened.append)
    blob_id = kept(store)

    renamed = happened.index("blob_renamed")
    assert happened[:renamed] == ["blobs", blob_id, "blob_synced"]
    assert set(happened[renamed + 1 :]) == {blob_id[:2], "incoming", "blobs", "blob_kept"}
    assert happened[-1] == "blob_kept"


def test_channels_lie_apart_and_may_share_what_arrives(tmp_path: Path) -> None:
    arriving = tmp_path / "arriving"
    one = FolderStore(tmp_path / "corruption", arriving=arriving)
    other = FolderStore(tmp_path / "grievance", arriving=arriving)
    blob_id = arrived(one)

    other.keep(blob_id)

    assert one.missing({blob_id}) == {blob_id}
    assert other.missing({blob_id}) == set()


def test_a_sweep_takes_old_orphans_and_nothing_else(folder: Path) -> None:
    day = TODAY
    store = FolderStore(folder, today=lambda: day)
    known, orphan, half = kept(store), kept(store), arrived(store)
    store._round_times(folder / "incoming" / half)

    day = TODAY + timedelta(days=1)
    young = kept(store)
    assert store.sweep(TODAY, {known}) == 0
    day = TODAY + timedelta(days=2)
    assert store.sweep(TODAY + timedelta(days=1), {known}) == 2

    assert store.missing({known, orphan, young}) == {orphan}
    assert {path.name for path in files_below(folder)} == {known, young}


def test_a_sweep_of_this_day_is_refused(store: FolderStore) -> None:
    with pytest.raises(ValueError, match="in the making"):
        store.sweep(today_in_bangkok(), set())


def test_memory_is_swept_of_everything_unknown() -> None:
    store = MemoryStore()
    known, orphan = kept(store), kept(store)
    arrived(store)

    assert store.sweep(TODAY, {known}) == 2
    assert store.missing({known, orphan}) == {orphan}


def test_the_room_left_is_told(store: FolderStore) -> None:
    assert store.free_bytes() > 0
