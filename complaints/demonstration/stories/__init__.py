"""The stories that a demonstration plays, read from the two files beside this one."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from complaints.domain.channel import Channel, Kind, Origin, ReceivedBy, ReporterKind

UNIT_KEYS = (
    "clerk",
    "finance",
    "works",
    "health",
    "education",
    "strategy",
    "welfare",
    "audit",
)
"""Short names of the first units, in the order of ``domain.subjects.UNITS``."""


@dataclass(frozen=True)
class Beat:
    """One thing that somebody does in a story.

    :ivar do: accept, assign, message, ask, note, explain, complete, learn, reopen,
        exclude, protect by the office; reply, rate, code, suffer, object by the reporter.
    :ivar day: days after the receipt.
    :ivar until: for an explanation: the new date, in days after the receipt.
    :ivar who: for an exclusion: which officer of the desk, from 0.
    :ivar told: for a protection: the line that the reporter reads; for a question: what the
        answer is needed for.
    :ivar body: for a matter that is forwarded: to which body.
    :ivar risk: for a protection: how likely a detriment is.
    :ivar of: for a duplicate: the name of the story that goes on.
    :ivar cause: at completion: why it came to it; officers alone read it.
    :ivar guideline: at completion: how to prevent the like; officers alone read it.
    :ivar english: for words of the register: the same in English.
    """

    do: str
    day: int
    text: str = ""
    unit: str = ""
    outcome: str = ""
    until: int = 0
    score: int = 0
    who: int = 0
    told: str = ""
    body: str = ""
    risk: str = "high"
    of: str = ""
    cause: str = ""
    guideline: str = ""
    english: str = ""

    @property
    def is_of_office(self) -> bool:
        """Say whether the office does it, and so on a working day."""
        return self.do not in {"reply", "rate", "code", "suffer", "object"}


@dataclass(frozen=True)
class Story:
    """A matter from its receipt to where it stands today.

    :ivar closed: when in the last closed fiscal year it came, 0 to 1.
    :ivar running: when in the part of the running year that is over, 0 to 1.
    :ivar ago: how many days before today it came; exactly one of the three is set.
    :ivar exclude: which officers of the desk the reporter ticks, from 0.
    :ivar picture: name of a picture, or of a document whose original is kept, that comes with it.
    :ivar name: by which another story can speak of it.
    """

    channel: Channel
    kind: Kind
    subject: str
    fields: dict[str, str]
    reporter_kind: ReporterKind | None
    received_by: ReceivedBy
    origin: Origin
    exclude: tuple[int, ...]
    picture: str
    beats: tuple[Beat, ...]
    closed: float | None = None
    running: float | None = None
    ago: int | None = None
    name: str = ""

    @property
    def days(self) -> int:
        """Return how many days pass until its last beat."""
        return max((beat.day for beat in self.beats), default=0)


_FIELDS = {
    Channel.CORRUPTION: (
        "details",
        "place",
        "happened",
        "accused",
        "evidence",
        "witnesses",
        "identity",
    ),
    Channel.GRIEVANCE: ("details", "place", "name", "phone", "email"),
}


def all_stories() -> list[Story]:
    """Return every story of both channels."""
    return [story for channel in Channel for story in _stories_of(channel)]


def _stories_of(channel: Channel) -> list[Story]:
    path = Path(__file__).with_name(f"{channel.value}.toml")
    return [_story(channel, found) for found in tomllib.loads(path.read_text())["story"]]


def _story(channel: Channel, found: dict[str, Any]) -> Story:
    usual = Kind.COMPLAINT if channel is Channel.CORRUPTION else Kind.GRIEVANCE
    reporter = found.get("reporter")
    return Story(
        channel=channel,
        kind=Kind(found.get("kind", usual)),
        subject=str(found.get("subject") or found["topic"]),
        fields={name: found[name] for name in _FIELDS[channel] if name in found},
        reporter_kind=ReporterKind(reporter) if reporter else None,
        received_by=ReceivedBy(found.get("by", "online")),
        origin=Origin(found.get("origin", "reported")),
        exclude=tuple(found.get("exclude", ())),
        picture=found.get("picture", ""),
        beats=tuple(Beat(**beat) for beat in found["steps"]),
        closed=found.get("closed"),
        running=found.get("running"),
        ago=found.get("ago"),
        name=found.get("story_name", ""),
    )
