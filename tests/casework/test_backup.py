"""A backup opens nothing by itself, and a restore does not go back behind what was signed."""

from __future__ import annotations

import json
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from complaints.casework.accounts import close_account
from complaints.casework.backup import BackedUp, make_backup
from complaints.casework.case_page import read_case, read_file
from complaints.casework.erasing import erase_due
from complaints.casework.heads import export_heads
from complaints.casework.restoring import (
    Backup,
    Restored,
    read_backup,
    take_in_rows,
    unlock,
)
from complaints.casework.roster import sign_entry
from complaints.casework.steps import send_message
from complaints.cli.backup import restore_into
from complaints.domain.channel import Channel
from complaints.domain.errors import Broken, Code, NotAllowed, NotFound
from complaints.intake.registration import Receipt
from complaints.jobs.verifying import verify
from complaints.records.dumping import KEY_TABLES, LEFT_OUT, content_tables
from complaints.records.models import ALL_TABLES
from complaints.records.notices import Notice, put
from complaints.records.officers import roster_entries
from complaints.tracking.following import look
from complaints.tracking.visits import enter
from complaints.vault.custodians import RecoveryKey
from tests.casework.test_erasing import a_completed_case
from tests.factories.office import AnOffice, an_office
from tests.migrations.test_migrations import REVISIONS
from tests.support.databases import Shelf, migrate

CORRUPTION, GRIEVANCE = Channel.CORRUPTION, Channel.GRIEVANCE


def recovery_keys() -> dict[str, RecoveryKey]:
    """Return the recovery keys of the test agency; in a real one they are off the server."""
    return {
        channel.value: RecoveryKey(bytes([200 + len(channel.value)]) * 32) for channel in Channel
    }


def backed_up(office: AnOffice) -> BackedUp:
    """Make a backup into a folder of its own."""
    folder = office.folder / "backups"
    folder.mkdir(parents=True, exist_ok=True)
    return make_backup(office.office, folder, REVISIONS[-1])


@dataclass
class Elsewhere:
    """Another server, with an empty database."""

    url: str
    folder: Path
    office: AnOffice

    def read(self, made: BackedUp, head: Path) -> Backup:
        unlocked = self.folder / "unlocked.json"
        unlocked.write_text(unlock(made.keys, recovery_keys(), []))
        return read_backup(made.content, made.keys, unlocked, head, self.office.office.today())

    def restore(self, made: BackedUp, head: Path) -> Restored:
        found = self.read(made, head)
        upgrade: Callable[[str], None] = partial(migrate, self.url)
        return restore_into(self.office.office, self.office.engine, found, upgrade)


@pytest.fixture
def elsewhere(shelf: Shelf, office: AnOffice, tmp_path: Path) -> Iterator[Elsewhere]:
    """Another server, under the same clock."""
    name, folder = shelf.new(), tmp_path / "elsewhere"
    folder.mkdir()
    url = shelf.create(name)
    other = an_office(url, folder / "instance", office.clock)
    yield Elsewhere(url, folder, other)
    other.close()
    shelf.drop(name)


def head_of(office: AnOffice) -> Path:
    """Export the newest heads and take them off the server."""
    newest = export_heads(office.office, always=True)
    assert newest is not None
    kept = office.folder / "stick.json"
    kept.write_text(newest.read_text())
    return kept


def a_case(office: AnOffice, channel: Channel) -> Receipt:
    receipt = office.file(channel, parts=[office.part(channel, b"evidence " * 999)])
    actor = office.actor("anan" if channel is CORRUPTION else "ekachai")
    with office.writing(channel) as work:
        send_message(work, number=receipt.number, actor=actor, text="ได้รับแล้ว")
    return receipt


def broken(office: AnOffice) -> list[str]:
    return [check.said for check in verify(office.office) if not check.is_sound]


@pytest.mark.parametrize("channel", list(Channel))
def test_everybody_finds_everything_again(
    office: AnOffice, elsewhere: Elsewhere, channel: Channel
) -> None:
    receipt = a_case(office, channel)
    made, head = backed_up(office), head_of(office)

    restored = elsewhere.restore(made, head)

    other = elsewhere.office
    assert (restored.case_count, restored.blob_count) == (1, 1)
    assert restored.lost == {}
    with other.reading(channel) as work:
        told = look(work, other.visitor(receipt))
    assert told.timeline[-1].text == "ได้รับแล้ว"
    actor = other.actor("anan" if channel is CORRUPTION else "ekachai")
    with other.writing(channel) as work:
        page = read_case(work, actor, number=receipt.number)
        (blob,) = [file["blob_id"] for entry in page.entries for file in entry.files]
        file = read_file(work, actor, number=receipt.number, blob_id=blob)
    assert b"".join(file.chunks) == b"evidence " * 999
    assert broken(other) == []


def test_the_content_alone_opens_nothing(office: AnOffice) -> None:
    receipt = office.file_corruption(identity="คนหนึ่ง")
    made = backed_up(office)

    content, keys = made.content.read_bytes(), made.keys.read_bytes()

    for table, column in (("key_wraps", "key_sealed"), ("identity_nests", "key_sealed")):
        for row in office.rows(table):
            piece = row[column][300:330]
            assert piece not in content + keys
            assert _as_text(piece) not in content + keys
    for secret in (b"k" * 32, b"c" * 32, b"p" * 32, b"q" * 32):
        for form in (secret, secret.hex().encode(), _as_text(secret)):
            assert form not in content + keys
    assert receipt.code
    assert receipt.code.encode() not in content + keys
    with tarfile.open(made.content) as tar:
        names = tar.getnames()
    assert not [name for name in names if any(f"/{table}/" in name for table in KEY_TABLES)]
    for path in (made.content, made.keys):
        assert path.stat().st_mode & 0o777 == 0o600


def _as_text(piece: bytes) -> bytes:
    """Return the middle of what base64 makes of some bytes, whatever their alignment."""
    import base64

    return base64.b64encode(piece + bytes(-len(piece) % 3))[4:-4]


def test_every_table_is_content_or_key_or_ends_by_itself() -> None:
    sorted_out = {table.name for table in content_tables()} | {*KEY_TABLES, *LEFT_OUT}

    assert sorted_out == {table.__tablename__ for table in ALL_TABLES}


def test_keys_open_with_both_recovery_keys_and_with_no_other(office: AnOffice) -> None:
    made, keys = backed_up(office), recovery_keys()

    assert set(json.loads(unlock(made.keys, keys, []))["keys"]) == {"corruption", "grievance"}
    with pytest.raises(Broken):
        unlock(made.keys, {**keys, "corruption": keys["grievance"]}, [])
    with pytest.raises(Broken):
        unlock(made.keys, {"grievance": keys["grievance"]}, [])


def test_what_was_erased_since_does_not_come_back(office: AnOffice, elsewhere: Elsewhere) -> None:
    receipt, kept = a_completed_case(office, GRIEVANCE), office.file_grievance()
    case_id = office.case(receipt).id
    office.clock.instant = office.clock.instant.replace(year=office.clock.instant.year + 5)
    made = backed_up(office)
    assert erase_due(office.office) == 1
    head = head_of(office)

    restored = elsewhere.restore(made, head)

    other = elsewhere.office
    assert restored.erased_count == 1
    assert not [row for row in other.rows("key_wraps") if row["case_id"] == case_id]
    assert not [row for row in other.rows("case_entries") if row["case_id"] == case_id]
    assert other.case(receipt).erased_on is not None
    with pytest.raises(NotFound):
        enter(other.office, receipt.code or "")
    assert other.visitor(kept).case_id
    assert broken(other) == []


def test_not_for_a_moment_does_a_wrap_of_it_stand_in_the_database(
    office: AnOffice, elsewhere: Elsewhere
) -> None:
    receipt = a_completed_case(office, CORRUPTION)
    case_id = office.case(receipt).id
    office.clock.instant = office.clock.instant.replace(year=office.clock.instant.year + 10)
    made = backed_up(office)
    erase_due(office.office)
    found = elsewhere.read(made, head_of(office))
    assert [row for row in found.key_rows["key_wraps"] if row["case_id"] == case_id]

    migrate(elsewhere.url)
    with elsewhere.office.engine.begin() as connection:
        take_in_rows(connection, found)

    assert elsewhere.office.rows("key_wraps") == []
    assert elsewhere.office.rows("identity_nests") == []


def test_who_was_removed_since_stays_out(office: AnOffice, elsewhere: Elsewhere) -> None:
    receipt = office.file_corruption()
    made, chai = backed_up(office), office.id_of("chai")
    with office.writing(GRIEVANCE) as work:
        close_account(work, office.actor("itthi"), officer_id=chai)
    for signer in ("anan", "busaba"):
        with office.writing(CORRUPTION) as work:
            number = [r.number for r in roster_entries(work.session, CORRUPTION)][-1]
            sign_entry(work, office.actor(signer), number=number)
    head = head_of(office)

    restored = elsewhere.restore(made, head)

    other = elsewhere.office
    assert restored.removed_count == 1
    assert other.account("chai").closed_on is not None
    assert chai not in {row["recipient_id"] for row in other.rows("key_wraps")}
    later = other.file_corruption()
    case_id = other.case(later).id
    held = {row["recipient_id"] for row in other.rows("key_wraps") if row["case_id"] == case_id}
    assert chai not in held
    assert other.id_of("anan") in held
    assert other.case(receipt).number == receipt.number
    assert broken(other) == []


def a_notice(office: AnOffice, once: str, mail: str) -> None:
    with office.writing(GRIEVANCE) as work:
        put(
            work.session,
            Notice(
                once=once, kind="digest", channel="grievance",
                recipient_id=office.id_of("ekachai"), made_on=work.today(), mail=mail,
            ),
        )  # fmt: skip


def test_no_notice_is_sent_again(office: AnOffice, elsewhere: Elsewhere) -> None:
    a_notice(office, "before", "waiting")
    made = backed_up(office)
    a_notice(office, "since", "sent")
    head = head_of(office)

    elsewhere.restore(made, head)

    found = {row["once"]: row["mail"] for row in elsewhere.office.rows("notices")}
    assert found == {"before": "none", "since": "none"}
    a_notice(elsewhere.office, "since", "waiting")
    assert {row["mail"] for row in elsewhere.office.rows("notices")} == {"none"}


def test_a_restore_owns_up_to_what_was_lost(office: AnOffice, elsewhere: Elsewhere) -> None:
    office.file_corruption()
    made = backed_up(office)
    lost = office.file_corruption()
    head = head_of(office)

    restored = elsewhere.restore(made, head)

    other = elsewhere.office
    assert restored.lost["corruption"] == 1
    with pytest.raises(NotFound):
        enter(other.office, lost.code or "")
    said = [check.said for check in verify(other.office, head)]
    assert broken(other) == []
    assert [line for line in said if "was lost in the restore of 2026-11-16" in line]


def test_a_database_set_back_without_a_restore_is_reported(
    office: AnOffice, elsewhere: Elsewhere
) -> None:
    made = backed_up(office)
    early = head_of(office)
    elsewhere.restore(made, early)
    other = elsewhere.office
    other.clock.pass_days(1)
    other.file_corruption()
    head = head_of(other)
    number = max(r["number"] for r in other.rows("journal") if r["book"] == "corruption")
    (last,) = [
        r for r in other.rows("journal") if (r["book"], r["number"]) == ("corruption", number - 1)
    ]
    other.execute("DELETE FROM journal WHERE book = 'corruption' AND number = :n", n=number)
    other.execute(
        "UPDATE journal_heads SET number = :n, digest = :d WHERE book = 'corruption'",
        n=number - 1, d=last["digest"],
    )  # fmt: skip

    unsound = [check.said for check in verify(other.office, head) if not check.is_sound]

    assert [said for said in unsound if "the journal of corruption does not hold row" in said]


def test_heads_older_than_the_backup_are_refused(office: AnOffice, elsewhere: Elsewhere) -> None:
    early = head_of(office)
    office.file_corruption()
    made = backed_up(office)

    with pytest.raises(NotAllowed) as refused:
        elsewhere.read(made, early)

    assert refused.value.code is Code.HEADS_ARE_OLDER


def test_keys_older_than_any_may_be_are_refused_and_removed(
    office: AnOffice, elsewhere: Elsewhere
) -> None:
    made, head = backed_up(office), head_of(office)
    office.clock.pass_days(35)
    elsewhere.read(made, head)
    office.clock.pass_days(1)

    with pytest.raises(NotAllowed) as refused:
        elsewhere.read(made, head)

    assert refused.value.code is Code.BACKUP_IS_TOO_OLD
    assert backed_up(office).gone_count == 1
    assert not made.keys.exists()
    assert made.content.exists()


def rewrite(path: Path, change: Callable[[str, bytes], bytes]) -> None:
    """Change the files of an archive."""
    import io

    with tarfile.open(path) as tar:
        files = [(m.name, tar.extractfile(m).read()) for m in tar]  # type: ignore[union-attr]
    with tarfile.open(path, "w") as tar:
        for name, body in files:
            member = tarfile.TarInfo(name)
            changed = change(name, body)
            member.size = len(changed)
            tar.addfile(member, io.BytesIO(changed))


@pytest.mark.parametrize("harm", ["keys changed", "another agency", "no archive", "other heads"])
def test_parts_that_do_not_belong_together_are_refused(
    office: AnOffice, elsewhere: Elsewhere, harm: str
) -> None:
    made, head = backed_up(office), head_of(office)
    if harm == "keys changed":
        rewrite(made.keys, lambda name, body: body[:-1] + b"\0" if ".sealed" in name else body)
    elif harm == "another agency":
        rewrite(made.content, lambda _, body: body.replace(b"a" * 32, b"b" * 32))
    elif harm == "no archive":
        made.content.write_bytes(b"no archive")
    else:
        record: dict[str, Any] = json.loads(head.read_text())
        record["content"]["agency_id"] = "b" * 32
        head.write_text(json.dumps(record))

    with pytest.raises(Broken):
        elsewhere.read(made, head)


def test_heads_that_nobody_signed_stop_the_restore(office: AnOffice, elsewhere: Elsewhere) -> None:
    made, head = backed_up(office), head_of(office)
    record = json.loads(head.read_text())
    record["content"]["erased"] = ["0" * 32]
    head.write_text(json.dumps(record))

    with pytest.raises(Broken):
        elsewhere.read(made, head)


def test_a_backup_of_a_newer_day_takes_another_name(office: AnOffice) -> None:
    first = backed_up(office)
    office.clock.pass_days(1)
    second = backed_up(office)

    assert replace(first, gone_count=0) != second
    assert first.content.exists()
