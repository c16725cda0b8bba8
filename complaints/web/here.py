"""What a view finds around it: the office and its settings."""

from __future__ import annotations

from typing import cast

from flask import current_app

from complaints.work.office import Office
from config import Settings


def office() -> Office:
    """Return the office of the running application."""
    return cast(Office, current_app.extensions["office"])


def settings() -> Settings:
    """Return the settings of the running application."""
    return office().settings
