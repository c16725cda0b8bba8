"""Where a grievance reporter wants notices: sealed to a key that only the jobs read.

It is the one typed thing that a thief of disk *and* configuration reads,
because a machine must be able to read it while nobody is there.
"""

from __future__ import annotations

from complaints.domain.errors import Broken, Code
from complaints.domain.sealed import Sealed
from complaints.vault.casekeys import CaseRef
from complaints.vault.pairs import OpeningPair, seal_to

PADDED_BYTES = 256
_INFO = "complaints mail address v1"


def seal_address(ref: CaseRef, public: bytes, address: str) -> Sealed:
    """Seal an address for the jobs; every one gives the same number of bytes.

    :param public: public half of the mail key, 1,216 bytes.
    :raises ValueError: longer than an address can be.
    """
    plain = address.encode()
    if len(plain) >= PADDED_BYTES:
        raise ValueError("an address has at most 254 characters")
    return Sealed(seal_to(public, plain.ljust(PADDED_BYTES, b"\0"), _info(ref)))


def open_address(ref: CaseRef, pair: OpeningPair, sealed: bytes) -> str:
    """Return an address for the moment in which a notice is sent.

    :raises Broken: another key or case, or changed.
    """
    try:
        return pair.open(sealed, _info(ref)).rstrip(b"\0").decode()
    except UnicodeDecodeError:
        raise Broken(Code.SEAL_IS_BROKEN) from None


def _info(ref: CaseRef) -> bytes:
    return f"{_INFO}\n{ref.agency_id}\n{ref.channel}\n{ref.case_id}".encode()
