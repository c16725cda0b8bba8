"""The commands of ``flask --app complaints``, for the operator of the server."""

from __future__ import annotations

import os

from flask import Flask
from flask_babel import Babel

from complaints.cli.backup import backup, restore, unlock
from complaints.cli.bundle import bundle
from complaints.cli.database import database
from complaints.cli.erasing import erase
from complaints.cli.keeping import jobs, verify
from complaints.cli.officers import officers
from complaints.cli.record import record
from complaints.cli.recovery import recovery
from complaints.cli.releases import release
from complaints.cli.setting_up import demo, init

COMMANDS = (
    backup,
    restore,
    unlock,
    bundle,
    database,
    erase,
    init,
    demo,
    jobs,
    officers,
    record,
    recovery,
    release,
    verify,
)


def register(app: Flask) -> None:
    """Give an application its commands."""
    for command in COMMANDS:
        app.cli.add_command(command)


def runs_a_command() -> bool:
    """Say whether this process was started to run one command, and not to serve."""
    return os.environ.get("FLASK_RUN_FROM_CLI") == "true"


def app_without_secrets() -> Flask:
    """Return an application for a fresh clone, which has no secrets yet.

    It serves no page. ``init`` and ``demo`` make the secrets and go on with the
    real application; what a recovery ceremony needs works without; every other
    command says that one of the first two comes first.
    """
    app = Flask("complaints", static_folder=None)
    # Refusals have words here too. Its __init__ carries no annotations.
    Babel(app)  # type: ignore[no-untyped-call]
    register(app)
    return app
