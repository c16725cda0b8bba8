"""Adds open grievances to the database of a running service: NAME COUNT."""

from __future__ import annotations

import base64
import sys
import time

from bench.bulk import add_open_grievances
from complaints import create_app
from complaints.records import officers
from complaints.vault.totp import totp_at


def totp_now(secret: str) -> str:
    """Return the six digits of this moment for a secret in base32."""
    padded = secret + "=" * (-len(secret) % 8)
    return totp_at(base64.b32decode(padded), time.time())


def main(name: str, count: int) -> None:
    """Add cases whose keys the named officer holds."""
    app = create_app()
    with app.app_context():
        office = app.extensions["office"]
        agency_id, today = office.agency().id, office.today()
        session = office.session()
        officer = officers.find_by_name(session, name)
        if officer is None or officer.opening_key is None:
            raise LookupError("no such officer with keys")
        holder = (officer.id, officer.opening_key)
        add_open_grievances(session, agency_id, holder, count, today)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
