"""The lists that report pages offer, read from the records every few seconds."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, TypeVar, cast

from flask import Flask, current_app

from complaints.domain.channel import Channel
from complaints.domain.errors import IntakeClosed
from complaints.intake.corruption import NamedOfficer, officers_to_exclude
from complaints.intake.mail_addresses import mail_to
from complaints.intake.registration import is_open
from complaints.records.agency import Subject, active_subjects
from complaints.web.here import office
from complaints.web.wording import local_name

Kept = TypeVar("Kept")

KEPT_SECONDS: Final = 2.0
_NAME: Final = "offers"


@dataclass
class Offers:
    """What was read last, by what it is."""

    kept: dict[str, tuple[float, object]] = field(default_factory=dict)

    def read(self, what: str, how: Callable[[], Kept]) -> Kept:
        """Return something at most a few seconds old.

        :param how: reads it; what it raises is not kept.
        """
        read_at, value = self.kept.get(what, (0.0, None))
        if time.monotonic() - read_at > KEPT_SECONDS:
            value = how()
            self.kept[what] = (time.monotonic(), value)
        return cast(Kept, value)


def keep_offers(app: Flask) -> None:
    """Let an application remember what it offers."""
    app.extensions[_NAME] = Offers()


def refuse_unless_open(channel: Channel) -> None:
    """Refuse to show a form that nobody would read.

    :raises IntakeClosed: nobody could read a report of the channel today.
    """
    if not is_taking(channel):
        raise IntakeClosed


def is_taking(channel: Channel) -> bool:
    """Say whether a channel takes reports, as of a moment ago."""
    return _offers().read(f"open {channel}", lambda: is_open(office(), channel))


def subjects_of(channel: Channel) -> list[tuple[str, str]]:
    """Return what a report can be about, as choices in the reader's language."""
    return [(subject.code, local_name(subject)) for subject in _subjects(channel)]


def subject_name(channel: Channel, code: str | None) -> str | None:
    """Return the name of what a report is about; None where it was not said, or is retired."""
    return next((local_name(one) for one in _subjects(channel) if one.code == code), None)


def offers_mail() -> bool:
    """Say whether the office has set up mail, as of a moment ago."""
    return _offers().read("mail", _sends_mail)


def officers_of_desk() -> list[NamedOfficer]:
    """Return the officers of the protected channel whom a reporter can shut out.

    :raises IntakeClosed: nobody could read a report today.
    """
    return _offers().read("officers", _read_officers)


def _subjects(channel: Channel) -> list[Subject]:
    return _offers().read(f"subjects {channel}", lambda: _read_subjects(channel))


def _read_subjects(channel: Channel) -> list[Subject]:
    with office().reading(channel) as work:
        return active_subjects(work.session, channel)


def _sends_mail() -> bool:
    with office().reading(Channel.GRIEVANCE) as work:
        return mail_to(work) is not None


def _read_officers() -> list[NamedOfficer]:
    with office().reading(Channel.CORRUPTION) as work:
        return officers_to_exclude(work)


def _offers() -> Offers:
    return cast(Offers, current_app.extensions[_NAME])
