"""Closed lists of words that officers choose from while they work a case."""

from __future__ import annotations

from enum import StrEnum


class DelayReason(StrEnum):
    """Why the promised days are not enough; own words stand beside it."""

    WAITING_FOR_AGENCY = "waiting_for_agency"
    WAITING_FOR_EXPERT = "waiting_for_expert"
    WAITING_FOR_BUDGET = "waiting_for_budget"
    WAITING_FOR_CONTRACTOR = "waiting_for_contractor"
    WAITING_FOR_REPORTER = "waiting_for_reporter"
    INQUIRY_GOES_ON = "inquiry_goes_on"
    WEATHER_OR_SEASON = "weather_or_season"


class Box(StrEnum):
    """The boxes of the official reply to a new matter, and the refusal of one."""

    OURS = "ours"
    NOT_OURS = "not_ours"
    OTHER_LAW = "other_law"
    NOT_ACCEPTED = "not_accepted"


class Discipline(StrEnum):
    """What follows for the offender in a substantiated case."""

    STEP_TAKEN = "step_taken"
    NO_STEP = "no_step"
    TO_FOLLOW = "to_follow"


class Decision(StrEnum):
    """What another officer decides on an objection to the result."""

    STANDS = "stands"
    TAKEN_UP_AGAIN = "taken_up_again"


class Verdict(StrEnum):
    """What a second holder says to a result that waits for him."""

    CONFIRM = "confirm"
    SEND_BACK = "send_back"
