"""Case tracking for complaints and tips of a Thai local government.

Two channels, general grievances and protected corruption complaints, share
one house. Its rooms and the direction of their imports are in the README.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from config import Settings

__version__ = "0.1.0"


def create_app(settings: Settings | None = None) -> Flask:
    """Return the service as a WSGI application.

    The wiring is imported here and not above, because child processes that
    clean pictures import this package and need nothing of it.

    :param settings: the settings to run with; read from the environment when left out.
    """
    from complaints.assembly import assemble

    return assemble(settings)
