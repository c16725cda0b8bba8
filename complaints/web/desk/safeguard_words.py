"""The pages that protect people in a case, by name: their titles, signs and addresses."""

from __future__ import annotations

from flask import url_for
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from complaints.domain.channel import Channel

TITLES: dict[str, LazyString] = {
    "protect": _l("Protect the reporter"),
    "identity": _l("Open the identity"),
    "reissue": _l("Give out a new code"),
    "move": _l("Hand over to the other desk"),
    "recuse": _l("Give the case up"),
    "slip": _l("Print a rating slip"),
}
ICONS = {
    "protect": "shield",
    "identity": "user",
    "reissue": "key",
    "move": "forward",
    "recuse": "exit",
    "slip": "star",
}
ONLY_ON = {"identity": Channel.CORRUPTION, "reissue": Channel.GRIEVANCE}
"""The channel whose cases alone have something there."""


def safeguard_links(channel: Channel, number: str) -> dict[str, dict[str, str]]:
    """Return these pages as links by name; without those that the channel does not have."""
    return {
        name: {
            "text": str(title),
            "icon": ICONS[name],
            "href": url_for(f"desk.{name}_case", channel=channel, number=number),
        }
        for name, title in TITLES.items()
        if ONLY_ON.get(name, channel) is channel
    }
