"""The proof of a release, computed as its page tells anybody to, and not as the service does.

Nothing of the service and of its verifier is used here: what stands in
`templates/statistics/release_proof.html` must be enough.
"""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FIRST = bytes(32)


class Number(str):
    """A number as it stands in a file."""

    __slots__ = ()


def read(path: Path) -> Any:
    """Return what a JSON file says, its numbers as they are written."""
    return json.loads(path.read_text(), parse_int=Number, parse_float=Number)


def written(part: Any) -> str:
    """Return a part of a file in the one way of writing."""
    if isinstance(part, dict):
        inside = (f"{written(name)}:{written(part[name])}" for name in sorted(part))
        return "{" + ",".join(inside) + "}"
    if isinstance(part, list):
        return "[" + ",".join(map(written, part)) + "]"
    if isinstance(part, Number):
        return str(part)
    return json.dumps(part, ensure_ascii=False)


def without_proof(part: dict[str, Any]) -> bytes:
    """Return the bytes of all but the proof."""
    return written({name: inner for name, inner in part.items() if name != "proof"}).encode()


def refuse_unless_signed(name: str, hashed: bytes, proof: dict[str, str]) -> None:
    """Raise unless the key of a proof signed 32 bytes under a name."""
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(proof["signer_key"]))
    key.verify(bytes.fromhex(proof["signature"]), name.encode() + b"\x00" + hashed)


def tree(lines: list[bytes]) -> bytes:
    """Return the root over lines, from the definition in RFC 9162, 2.1.1."""
    if not lines:
        return sha256(b"").digest()
    if len(lines) == 1:
        return sha256(b"\x00" + lines[0]).digest()
    left = 1
    while left * 2 < len(lines):
        left *= 2
    return sha256(b"\x01" + tree(lines[:left]) + tree(lines[left:])).digest()


def line_of(receipt: dict[str, Any], release: str, stay: int, state: str) -> bytes:
    """Return the line by which a release counts the case of a receipt."""
    parts = ("complaints-leaf-1", receipt["token"], receipt["number"], release, str(stay), state)
    return f"{state} {sha256(chr(10).join(parts).encode()).hexdigest()}".encode()


def check_release(folder: Path, before: bytes) -> tuple[bytes, list[bytes]]:
    """Check a folder by the method; return the fingerprint of its release and its lines.

    :param before: the fingerprint of the release before it.
    """
    package = read(folder / "datapackage.json")
    files = {one["name"]: (folder / one["path"]).read_bytes() for one in package["resources"]}
    for one in package["resources"]:
        content = files[one["name"]]
        assert (str(len(content)), sha256(content).hexdigest()) == (
            one["bytes"],
            one["hash"].removeprefix("sha256:"),
        )
    hashed = sha256(without_proof(package)).digest()
    refuse_unless_signed("complaints-package-1", hashed, package["proof"])

    release = read(next(folder.glob("*-r[0-9]*.json")))
    fingerprint = sha256(without_proof(release) + before).digest()
    said = release["proof"]
    assert (said["digest"], said["previous"]) == (fingerprint.hex(), before.hex())
    assert package["digest"] == fingerprint.hex()
    refuse_unless_signed("complaints-release-1", fingerprint, said)

    lines = files["leaves"].splitlines()
    assert lines == sorted(lines)
    assert tree(lines).hex() == release["leaves"]["root"]
    return fingerprint, lines


def check_receipt(text: str) -> dict[str, Any]:
    """Check the signature of a receipt by the method; return what it says."""
    whole = json.loads(text, parse_int=Number, parse_float=Number)
    hashed = sha256(written(whole["receipt"]).encode()).digest()
    refuse_unless_signed("complaints-receipt-1", hashed, whole["proof"])
    inner: dict[str, Any] = whole["receipt"]
    return inner
