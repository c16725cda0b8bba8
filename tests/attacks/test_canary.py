"""Unique strings in everything a person types; then every byte that the service left behind.

Each canary is looked for as UTF-8, UTF-16 in both orders, base64 at each of its three
alignments, percent and hexadecimal.
"""

from __future__ import annotations

import base64
import logging
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
import sqlalchemy as sa

from complaints.casework.backup import make_backup
from complaints.casework.evidence import look_at
from complaints.casework.heads import export_heads
from complaints.casework.signing_in import sign_in
from complaints.casework.steps import (
    accept,
    complete,
    exclude,
    explain,
    reopen,
    send_message,
    write_note,
)
from complaints.domain.channel import Channel
from complaints.domain.states import Outcome
from complaints.evidence.scan import Clamd
from complaints.jobs.delivering import deliver
from complaints.jobs.mail_key import mail_pairs
from complaints.notices.sending import SmtpSender
from complaints.tracking.following import change_code, look, rate
from complaints.tracking.following import send_message as reporter_writes
from complaints.tracking.visits import Visitor, enter
from complaints.work import Actor
from tests.evidence.carriers import docx
from tests.factories.office import AnOffice
from tests.factories.people import PASSPHRASE
from tests.support.clamd import RunningClamd
from tests.support.mail_server import mail_server
from tests.support.memory import IN_MEMORY

FIELDS = (
    "details", "place", "happened", "accused", "evidence", "witnesses", "identity", "name", "phone",
    "email", "file_name", "file_body", "office_message", "note", "reason", "result", "reopening",
    "reporter_message", "words", "later_file", "document", "author",
)  # fmt: skip
CANARY = {field: f"นกน้อย{at:02d}Kanarie{at:02d}" for at, field in enumerate(FIELDS)}
SERVER_LOGS = {"mail.log", "asyncio"}
"""Of the mail server, which stands for somebody else's and must know where mail goes."""
CANARY["email"] = "kanarie.09.sparrow@example.org"


def forms(text: str) -> Iterator[tuple[str, bytes]]:
    """Yield every form in which a text could lie on a disk."""
    raw = text.encode()
    yield "UTF-8", raw
    yield "UTF-16LE", text.encode("utf-16-le")
    yield "UTF-16BE", text.encode("utf-16-be")
    yield "hexadecimal", raw.hex().encode()
    yield "HEXADECIMAL", raw.hex().upper().encode()
    yield "percent", quote(text).encode()
    yield "JSON", text.encode("unicode_escape")
    for shift in range(3):
        padded = base64.b64encode(bytes(shift) + raw)
        yield f"base64, shifted by {shift}", padded[(shift * 8 + 5) // 6 : -4]


def found_in(body: bytes, secrets: dict[str, str]) -> list[str]:
    """Return which canaries stand in some bytes, and how."""
    return [
        f"{field} as {form}"
        for field, text in secrets.items()
        for form, looked_for in forms(text)
        if looked_for in body
    ]


def live(office: AnOffice, channel: Channel, cookies: dict[str, str]) -> None:
    """Let one case of a channel live through everything that can happen to it."""
    say = CANARY
    handler = "anan" if channel is Channel.CORRUPTION else "ekachai"
    colleague = "busaba" if channel is Channel.CORRUPTION else "fahsai"
    actor, excluded = office.actor(handler), office.id_of(colleague)
    part = office.part(channel, say["file_body"].encode() * 9000, f"{say['file_name']}.txt")
    own = (
        ("place", "happened", "accused", "evidence", "witnesses", "identity")
        if channel is Channel.CORRUPTION
        else ("place", "name", "phone", "email")
    )
    wants_mail = {} if channel is Channel.CORRUPTION else {"wants_mail": True}
    given = {field: say[field] for field in own}
    receipt = office.file(channel, details=say["details"], parts=[part], **given, **wants_mail)
    number, visitor = receipt.number, office.visitor(receipt)
    late = office.part(channel, say["later_file"].encode(), "late.txt")
    document = office.part(channel, a_document(say["document"], say["author"]), "a.docx")
    document.session.keep_originals = True
    reporter_writes(office.office, visitor, text=say["reporter_message"], parts=[late])
    reporter_writes(office.office, visitor, text="", parts=[document])
    look_into(office, visitor, number, actor)
    with office.writing(channel) as work:
        accept(work, number=number, actor=actor, unit_id=f"{0:032x}", officer_id=actor.id)
        send_message(work, number=number, actor=actor, text=say["office_message"])
        write_note(work, number=number, actor=actor, text=say["note"])
        later = work.today().replace(year=2027)
        explain(work, number=number, actor=actor, reason=say["reason"], new_date=later)
        exclude(work, number=number, actor=actor, officer_id=excluded)
    with office.writing(channel) as work:
        complete(work, number=number, actor=actor, outcome=Outcome.RESOLVED, result=say["result"])
    with office.writing(channel) as work:
        rate(work, visitor, score=5, words=say["words"])
        reopen(work, number=number, actor=actor, reason=say["reopening"])
    code, _ = change_code(office.office, visitor)
    cookies[f"{channel} code"] = receipt.code or ""
    cookies[f"{channel} new code"] = code
    cookies[f"{channel} half"] = enter(office.office, code).half.hex()
    with office.reading(channel) as work:
        told = look(work, office.visitor_of(code))
    assert {say["details"], say["result"], say["reporter_message"]} <= {
        *(entry.text for entry in told.timeline), told.account.content["details"]
    }  # fmt: skip


def a_document(words: str, author: str) -> bytes:
    """Return a document with words that are read and an author who is not."""
    body = f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"
    return docx(body, {"docProps/core.xml": f"<c>{author}</c>".encode()})


def look_into(office: AnOffice, visitor: Visitor, number: str, actor: Actor) -> None:
    """Let an officer look at the document that the reporter sent last."""
    with office.reading(visitor.channel) as work:
        (record,) = look(work, visitor).messages[-1].files
    looked = look_at(
        office.office, visitor.channel, actor, number=number, blob_id=record["blob_id"], first=0
    )
    assert looked.shown is not None
    assert looked.shown.words == CANARY["document"]
    assert looked.custody.scanned
    assert looked.custody.original


def dump(office: AnOffice) -> bytes:
    """Return every value of every table, as bytes."""
    parts = []
    with office.engine.connect() as connection:
        for table in sa.inspect(connection).get_table_names():
            for row in connection.execute(sa.text(f'SELECT * FROM "{table}"')):  # noqa: S608 - names from the catalogue
                parts += [v if isinstance(v, bytes) else str(v).encode() for v in row]
    return b"\n".join(parts)


def test_nothing_that_a_person_typed_is_left_anywhere(
    office: AnOffice,
    caplog: pytest.LogCaptureFixture,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    clamd: RunningClamd,
) -> None:
    office.office = replace(office.office, scanner=Clamd(clamd.path))
    in_memory = set(IN_MEMORY.iterdir())
    spare = tmp_path / "spare"
    spare.mkdir()
    monkeypatch.setenv("TMPDIR", str(spare))
    monkeypatch.setattr(tempfile, "tempdir", None)
    caplog.set_level(logging.DEBUG)
    secrets = {**CANARY, "passphrase": PASSPHRASE}
    mail_pairs(office.office)
    for channel in Channel:
        live(office, channel, secrets)
    with mail_server(tmp_path / "mail") as (box, server):
        deliver(office.office, SmtpSender(server))
    sign_in(office.office, name="anan", passphrase=PASSPHRASE, totp=office.totp("anan"))

    shelf = tmp_path / "backups"
    shelf.mkdir()
    make_backup(office.office, shelf, "newest")
    export_heads(office.office)

    logged = "\n".join(
        f"{record.getMessage()} {record.exc_text}"
        for record in caplog.records
        if record.name not in SERVER_LOGS
    )
    hits = found_in(logged.encode(), secrets) + found_in(dump(office), secrets)
    looked_at = 0
    for path in tmp_path.rglob("*"):
        hits += [f"{path.name}: {hit}" for hit in found_in(str(path).encode(), secrets)]
        if path.is_file():
            looked_at += 1
            hits += [f"{path.name}: {hit}" for hit in found_in(path.read_bytes(), secrets)]
    for path in map(Path, _database_files(office)):
        looked_at += 1
        hits += [f"{path.name}: {hit}" for hit in found_in(path.read_bytes(), secrets)]

    for path in files_in_memory(clamd, in_memory):
        looked_at += 1
        with suppress(FileNotFoundError):  # another program's, and gone: so it is not left
            hits += [f"in memory: {hit}" for hit in found_in(path.read_bytes(), secrets)]

    assert set(box.recipients) == {CANARY["email"]}, "the mail server alone learns the address"
    others = {field: text for field, text in secrets.items() if field != "email"}
    for mail in box.mails:
        hits += [f"mail: {hit}" for hit in found_in(bytes(mail), others)]

    assert hits == []
    assert looked_at >= 7  # the sealed files of both channels, two archives, signed heads
    assert list(spare.iterdir()) == []


def files_in_memory(clamd: RunningClamd, before: set[Path]) -> list[Path]:
    """Return what lies in file systems without a disk: the scanner's, and whatever is new.

    Databases of this run are left out: this office's is searched by itself.
    """
    new = [path for path in IN_MEMORY.iterdir() if path not in before]
    ours = [path for path in new if not path.name.startswith(("clamd-", "tests-"))]
    found = [*clamd.path.parent.rglob("*"), *(each for one in ours for each in one.rglob("*"))]
    return [path for path in (*found, *ours) if path.is_file()]


def _database_files(office: AnOffice) -> list[str]:
    url = office.engine.url
    if not url.drivername.startswith("sqlite"):
        return []
    main = Path(str(url.database))
    files = [str(path) for path in main.parent.glob(f"{main.name}*")]
    assert any(name.endswith("-wal") for name in files)
    return files


@pytest.mark.parametrize("form", [name for name, _ in forms("นกน้อย00Kanarie00")])
def test_the_search_would_find_what_it_looks_for(form: str) -> None:
    text = CANARY["details"]
    hidden = dict(forms(text))[form]

    assert f"details as {form}" in found_in(b"before " + hidden + b" after", CANARY)
    if form.startswith("base64"):
        shift = int(form[-1])
        whole = base64.b64encode(b"x" * (3 + shift) + text.encode() + b"yyyy")
        assert f"details as {form}" in found_in(whole, CANARY)
