"""What a recovery ceremony takes along: everything sealed, nothing that it needs in clear.

One JSON record a line: first the roster, the accounts and the envelopes, then
a line for each case with what is wrapped for the recovery key and the sealed
rows, among which the ceremony finds whom the case shuts out.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from complaints.domain.conflict import Appointed
from complaints.domain.errors import Broken, Code
from complaints.domain.sealed import Sealed
from complaints.vault.casekeys import Succession
from complaints.vault.custodians import Envelopes
from complaints.vault.roster import Change, Entry, Seat, Signature

FORMAT = "complaints recovery export 1"


@dataclass(frozen=True)
class SealedRow:
    """One sealed row of a case."""

    id: str
    position: int
    key_number: int
    half: str
    content_sealed: bytes


@dataclass(frozen=True)
class ExportedCase:
    """A case as the recovery key can open it.

    :ivar wraps: its keys, sealed to the recovery key, by number.
    :ivar holders: who holds its newest key.
    :ivar identity: row of the sealed identity and the nest of the recovery key, if there are.
    """

    case_id: str
    entry_count: int
    keys: tuple[Succession, ...]
    wraps: dict[int, bytes]
    rows: tuple[SealedRow, ...]
    holders: tuple[str, ...] = ()
    identity: tuple[str, bytes] | None = None


@dataclass(frozen=True)
class Head:
    """What stands before the cases.

    :ivar roster: its complete lines.
    :ivar waiting: lines that still want signatures, in order.
    :ivar accounts: everybody who has or had an account.
    :ivar envelopes: None where a single file holds the recovery key.
    """

    agency_id: str
    channel: str
    roster: tuple[Entry, ...]
    waiting: tuple[Entry, ...]
    accounts: tuple[Appointed, ...]
    envelopes: Envelopes | None = field(repr=False)


def lines_of(head: Head, cases: Iterator[ExportedCase]) -> Iterator[str]:
    """Yield the lines of an export."""
    yield _line({"format": FORMAT, **_head(head)})
    for case in cases:
        yield _line(
            {
                "case_id": case.case_id,
                "entry_count": case.entry_count,
                "keys": [
                    [
                        one.number,
                        *map(_text, (one.commitment, one.mac, one.signer_key, one.signature)),
                    ]
                    for one in case.keys
                ],
                "wraps": {str(number): _text(wrap) for number, wrap in case.wraps.items()},
                "rows": [
                    [row.id, row.position, row.key_number, row.half, _text(row.content_sealed)]
                    for row in case.rows
                ],
                "holders": list(case.holders),
                "identity": [case.identity[0], _text(case.identity[1])] if case.identity else None,
            }
        )


def read_export(path: Path) -> tuple[Head, Iterator[ExportedCase]]:
    """Return head and cases of an export; the cases are read while they are asked for.

    :raises Broken: the file is no export.
    """
    lines = _records(path)
    try:
        first = next(lines)
        if first["format"] != FORMAT:
            raise Broken(Code.SEAL_IS_BROKEN)
        return _head_of(first), map(_case_of, lines)
    except (StopIteration, KeyError, ValueError, TypeError):
        raise Broken(Code.SEAL_IS_BROKEN) from None


def envelopes_as_record(envelopes: Envelopes) -> dict[str, Any]:
    """Return envelopes as JSON keeps them."""
    return {
        "agency_id": envelopes.agency_id,
        "channel": envelopes.channel,
        "quorum": envelopes.quorum,
        "custodians": {name: _text(public) for name, public in envelopes.custodians.items()},
        "sealed": [[list(choice), _text(inside)] for choice, inside in envelopes.sealed.items()],
    }


def envelopes_of_record(record: dict[str, Any]) -> Envelopes:
    """Return envelopes from a record of :func:`envelopes_as_record`."""
    return Envelopes(
        record["agency_id"],
        record["channel"],
        int(record["quorum"]),
        {name: _bytes(public) for name, public in record["custodians"].items()},
        {tuple(choice): Sealed(_bytes(inside)) for choice, inside in record["sealed"]},
    )


def _records(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _head(head: Head) -> dict[str, Any]:
    return {
        "agency_id": head.agency_id,
        "channel": head.channel,
        "roster": [_entry(entry) for entry in head.roster],
        "waiting": [_entry(entry) for entry in head.waiting],
        "accounts": [[one.officer_id, one.full_name, one.position] for one in head.accounts],
        "envelopes": envelopes_as_record(head.envelopes) if head.envelopes else None,
    }


def _head_of(record: dict[str, Any]) -> Head:
    of = record["agency_id"], record["channel"]
    return Head(
        *of,
        roster=tuple(_entry_of(one, *of) for one in record["roster"]),
        waiting=tuple(_entry_of(one, *of) for one in record["waiting"]),
        accounts=tuple(Appointed(*one) for one in record["accounts"]),
        envelopes=envelopes_of_record(record["envelopes"]) if record["envelopes"] else None,
    )


def _case_of(record: dict[str, Any]) -> ExportedCase:
    return ExportedCase(
        record["case_id"],
        int(record["entry_count"]),
        tuple(Succession(int(number), *map(_bytes, rest)) for number, *rest in record["keys"]),
        {int(number): _bytes(wrap) for number, wrap in record["wraps"].items()},
        tuple(
            SealedRow(row_id, int(position), int(key), half, _bytes(sealed))
            for row_id, position, key, half, sealed in record["rows"]
        ),
        tuple(record["holders"]),
        (record["identity"][0], _bytes(record["identity"][1])) if record["identity"] else None,
    )


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "number": entry.number,
        "change": entry.change.value,
        "seat": entry.seat.value,
        "holder_id": entry.holder_id,
        "opening_key": _text(entry.opening_key),
        "signing_key": _text(entry.signing_key),
        "previous": _text(entry.previous),
        "signatures": [[one.signer_id, _text(one.signature)] for one in entry.signatures],
    }


def _entry_of(record: dict[str, Any], agency_id: str, channel: str) -> Entry:
    return Entry(
        agency_id=agency_id,
        channel=channel,
        number=int(record["number"]),
        change=Change(record["change"]),
        seat=Seat(record["seat"]),
        holder_id=record["holder_id"],
        opening_key=_bytes(record["opening_key"]),
        signing_key=_bytes(record["signing_key"]),
        previous=_bytes(record["previous"]),
        signatures=tuple(Signature(who, _bytes(what)) for who, what in record["signatures"]),
    )


def _line(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n"


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
