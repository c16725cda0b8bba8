"""The two channels, and the closed lists of words that a report may carry."""

from __future__ import annotations

from enum import StrEnum


class Channel(StrEnum):
    """Where a matter belongs; the two never mix."""

    CORRUPTION = "corruption"
    GRIEVANCE = "grievance"

    @property
    def other(self) -> Channel:
        """Return the channel that this one is not."""
        return Channel.GRIEVANCE if self is Channel.CORRUPTION else Channel.CORRUPTION


class Kind(StrEnum):
    """What a reporter brings."""

    GRIEVANCE = "grievance"
    COMPLAINT = "complaint"
    TIP = "tip"
    OPINION = "opinion"

    @property
    def has_clock(self) -> bool:
        """Say whether the 15 days run; an opinion is heard, not answered."""
        return self is not Kind.OPINION


KINDS: dict[Channel, tuple[Kind, ...]] = {
    Channel.CORRUPTION: (Kind.COMPLAINT, Kind.TIP, Kind.OPINION),
    Channel.GRIEVANCE: (Kind.GRIEVANCE, Kind.OPINION),
}


class ReporterKind(StrEnum):
    """Who the reporter says to be; never required."""

    CITIZEN = "citizen"
    STAFF = "staff"
    OUTSIDER = "outsider"


class Origin(StrEnum):
    """How the office came to a corruption case."""

    REPORTED = "reported"
    CAME_TO_KNOW = "came_to_know"
    FOUND_BY_INSPECTION = "found_by_inspection"


class ReceivedBy(StrEnum):
    """The way on which a matter reached the office."""

    ONLINE = "online"
    PHONE = "phone"
    IN_PERSON = "in_person"
    LETTER = "letter"
    BOX = "box"
    LINE = "line"
    FACEBOOK = "facebook"
    COMMUNITY_MEETING = "community_meeting"
    OTHER_AGENCY = "other_agency"


class Role(StrEnum):
    """What an account of the office is for."""

    OFFICER = "officer"
    UNIT_HEAD = "unit_head"
    OVERSIGHT = "oversight"
    EXECUTIVE = "executive"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    ALTERNATE = "alternate"
    WITNESS = "witness"


ROLES_WITH_KEYS = frozenset({Role.OFFICER, Role.UNIT_HEAD, Role.ALTERNATE, Role.WITNESS})
"""Roles that may be on a roster; all but the witness may be handed the key of a case."""
