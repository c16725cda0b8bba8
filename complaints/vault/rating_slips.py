"""Answers on a slip: whoever holds the slip writes one and reads nothing.

A slip is a random token; its digest finds the row. The answer is sealed to a
pair made for this slip alone, whose seed stands in the shared half of the
case. So neither the slip nor the database, nor both together, opens anything.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from complaints.domain.errors import Broken, Code
from complaints.domain.sealed import Sealed
from complaints.vault.casekeys import CaseRef, HalfKey
from complaints.vault.pairs import OpeningPair, new_seed, seal_to
from complaints.vault.sealed import Place, bound, open_text, seal_text

_TABLE = "rating_slips"
_KEY_BYTES = 32 + 1136
"""What :func:`seal_to` makes of a key."""


def token_index(token: str) -> bytes:
    """Return what is kept of a token, so that reading it answers nothing."""
    return hashlib.sha256(bound("rating slip", token)).digest()


def new_answer_key(shared: HalfKey) -> tuple[bytes, Sealed]:
    """Return a public key for one answer, and what opens it, sealed in the case."""
    seed = new_seed()
    sealed = shared.seal(
        {"seed": seed.hex()}, table=_TABLE, column="seed_sealed", row=shared.case.case_id
    )
    return OpeningPair(seed).public, sealed


def seal_answer(ref: CaseRef, answer_key: bytes, answer: Mapping[str, Any]) -> Sealed:
    """Seal an answer; its length tells little.

    :param answer_key: the public key of the slip.
    """
    key = new_seed()
    text = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
    return Sealed(seal_to(answer_key, key, _info(ref)) + seal_text(key, text, _place(ref)))


def open_answer(shared: HalfKey, seed_sealed: bytes, answer_sealed: bytes) -> dict[str, Any]:
    """Return an answer to somebody who can read the case.

    :raises Broken: another case or slip, or changed.
    """
    ref = shared.case
    opened = shared.open(seed_sealed, table=_TABLE, column="seed_sealed", row=ref.case_id)
    pair = OpeningPair(bytes.fromhex(opened["seed"]))
    key = pair.open(answer_sealed[:_KEY_BYTES], _info(ref))
    answer = json.loads(open_text(key, answer_sealed[_KEY_BYTES:], _place(ref)))
    if not isinstance(answer, dict):
        raise Broken(Code.SEAL_IS_BROKEN)
    return answer


def _info(ref: CaseRef) -> bytes:
    return bound("rating answer", ref.agency_id, ref.channel, ref.case_id)


def _place(ref: CaseRef) -> Place:
    return Place(ref.agency_id, ref.channel, ref.case_id, _TABLE, "answer_sealed", ref.case_id)
