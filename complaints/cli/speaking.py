"""How commands speak: plain sentences, never a traceback, never a secret."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import ParamSpec, TypeVar

import click
from flask import current_app
from flask_babel import force_locale
from sqlalchemy.exc import OperationalError, ProgrammingError

from complaints.casework.founding import AlreadyFounded
from complaints.casework.recovery_files import RecoveryFolderUnfit
from complaints.domain.channel import Channel
from complaints.domain.errors import Code, Refusal
from complaints.web.wording import refusal_text
from complaints.work.office import NotSetUp, Office

NOTHING_HERE = "There is no agency here yet; run 'flask --app complaints init' first."
ALREADY_HERE = (
    "There is an agency here already, in the database or in the instance folder."
    " Another one needs an empty database and an empty instance folder."
)
NO_DATABASE = "The database does not answer, or its tables are not those of this version."
NAME_FORM = (
    "name: A sign-in name has 3 to 60 small Latin letters, digits, dots, dashes and underscores,"
    " and begins and ends with a letter or a digit."
)
CHANNELS = click.Choice([channel.value for channel in Channel])

P = ParamSpec("P")
T = TypeVar("T")


def plainly(command: Callable[P, T]) -> Callable[P, T]:
    """Let a command answer every refusal with one sentence."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return command(*args, **kwargs)
        except Refusal as refusal:
            raise click.ClickException(_sentence(refusal)) from None
        except AlreadyFounded:
            raise click.ClickException(ALREADY_HERE) from None
        except RecoveryFolderUnfit as unfit:
            raise click.ClickException(str(unfit)) from None
        except NotSetUp:
            raise click.ClickException(NOTHING_HERE) from None
        except (OperationalError, ProgrammingError):
            raise click.ClickException(NO_DATABASE) from None

    return run


def the_office() -> Office:
    """Return the office of the running command.

    :raises ClickException: this instance has no secrets, so no office either.
    """
    office = current_app.extensions.get("office")
    if not isinstance(office, Office):
        raise click.ClickException(NOTHING_HERE)
    return office


def table(rows: Sequence[tuple[str, ...]]) -> str:
    """Return rows as columns of even width; the first row is the head."""
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def _sentence(refusal: Refusal) -> str:
    if (refusal.field, refusal.code) == ("name", Code.FIELD_HAS_FORBIDDEN_CHARACTERS):
        return NAME_FORM
    with force_locale("en"):
        text = refusal_text(refusal.code)
    return f"{refusal.field}: {text}" if refusal.field else text
