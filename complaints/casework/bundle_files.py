"""The file of a sealed bundle, and the key of the body that opens it.

The file is JSON in clear around what is sealed. It names the agency and the
key it is for, and nothing of the matter. The service signs it, because being
sealed to proves no sender.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode, b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from complaints.casework.recovery_files import RecoveryFolderUnfit, write_secretly
from complaints.domain.errors import Broken
from complaints.vault.attest import attested, is_attested
from complaints.vault.bundles import BUNDLE, BodyKey, open_bundle, seal_bundle
from complaints.vault.custodians import fingerprint_of
from complaints.vault.pairs import OpeningPair, SigningPair

SUITE = "HPKE X-Wing HKDF-SHA256 ChaCha20-Poly1305, AES-256-GCM"
KEEP_BODY_KEY = "Opens what is handed over to its holder. Keep it secret and copy it never."
_KIND = re.compile(r"[a-z0-9]{1,8}")
_UNFIT = "This file is no bundle, or not as the office made it."
_OTHER_KEY = "This bundle is sealed to another key, or was changed on its way."


@dataclass(frozen=True)
class OpenedBundle:
    """A bundle that a body has opened.

    :ivar signer_key: of the service that signed it, hexadecimal; to be compared with the
        attest key that stands in the agency's published statistics.
    """

    agency: str
    signer_key: str
    content: dict[str, Any] = field(repr=False)


def write_bundle(key: BodyKey, content: dict[str, Any], *, agency: str, pair: SigningPair) -> str:
    """Return the file of a bundle, sealed to a body's key and signed.

    :param content: JSON; what is a file in it stands there in Base64.
    :param pair: the attest key of the service.
    """
    wrapped, sealed = seal_bundle(key.opening_key, _canonical(content))
    outside = {
        "format": BUNDLE,
        "suite": SUITE,
        "agency": agency,
        "recipient": key.fingerprint,
        "sealed_key": b64encode(wrapped).decode(),
        "sealed": b64encode(sealed).decode(),
    }
    return json.dumps({**outside, **attested(pair, BUNDLE, _canonical(outside))}, indent=1)


def read_bundle(text: str, pair: OpeningPair) -> OpenedBundle:
    """Open the file of a bundle with a body's pair, and check that it is whole.

    :raises RecoveryFolderUnfit: it is none, was changed, or is sealed to another key.
    """
    try:
        outside = json.loads(text)
        signer, signature = outside.pop("signer_key"), bytes.fromhex(outside.pop("signature"))
        is_whole = is_attested(bytes.fromhex(signer), signature, BUNDLE, _canonical(outside))
        sealed_key, sealed = b64decode(outside["sealed_key"]), b64decode(outside["sealed"])
        if not is_whole or outside["format"] != BUNDLE:
            raise RecoveryFolderUnfit(_UNFIT)
        content = json.loads(open_bundle(pair, sealed_key, sealed))
        return OpenedBundle(str(outside["agency"]), signer, content)
    except Broken:
        raise RecoveryFolderUnfit(_OTHER_KEY) from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise RecoveryFolderUnfit(_UNFIT) from None


def unpacked(content: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    """Yield the files of an opened bundle, under names that it cannot choose.

    :raises RecoveryFolderUnfit: a file is not the one of its digest.
    """
    files = [dict(file) for file in content["files"]]
    for number, file in enumerate(files, start=1):
        body = file.pop("body", None)
        if body is None:
            continue
        raw, kind = b64decode(body), str(file["kind"])
        if sha256(raw).hexdigest() != file["sha256"] or not _KIND.fullmatch(kind):
            raise RecoveryFolderUnfit(_UNFIT)
        file["saved_as"] = f"file-{number:02}.{kind}"
        yield file["saved_as"], raw
    yield "bundle.pdf", b64decode(content["pdf"])
    told = {**{name: kept for name, kept in content.items() if name != "pdf"}, "files": files}
    yield "bundle.json", json.dumps(told, ensure_ascii=False, indent=2).encode()


def write_body_key(folder: Path, name: str, seed: bytes) -> tuple[list[Path], str]:
    """Write a body's key and its public half; return their paths and the fingerprint.

    :raises RecoveryFolderUnfit: one of them is there already, or cannot be written.
    """
    public = OpeningPair(seed).public
    stem = f"body-{fingerprint_of(public)[:8]}"
    private_half = {"what": KEEP_BODY_KEY, "name": name, "body_seed": seed.hex()}
    public_half = {"name": name, "body_public": public.hex()}
    written: list[Path] = []
    for path, half in ((f"{stem}.key", private_half), (f"{stem}.public.json", public_half)):
        text = json.dumps(half, ensure_ascii=False, indent=2)
        write_secretly(folder / path, text, written=written)
    return written, fingerprint_of(public)


def read_body_key(path: Path) -> OpeningPair:
    """Return the pair of a body's key file.

    :raises RecoveryFolderUnfit: the file is none.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return OpeningPair(bytes.fromhex(content["body_seed"]))
    except (OSError, KeyError, ValueError, TypeError):
        raise RecoveryFolderUnfit("This file is no key of a receiving body.") from None


def _canonical(content: dict[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
