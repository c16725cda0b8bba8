"""What the office says of its figures, and who stood for them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from complaints.statistics.words import Words


@dataclass(frozen=True)
class SignOff:
    """Somebody of the office who stood for a step, and when."""

    name: str
    position: str
    on: date

    def as_record(self) -> dict[str, str]:
        """Return it as the release says it."""
        return {"name": self.name, "position": self.position, "on": self.on.isoformat()}


@dataclass(frozen=True)
class Statement:
    """What the office says of its figures; «ไม่มี» where there is nothing to say.

    :ivar reason: why another release was needed; empty for the first of a year.
    """

    problems: Words
    obstacles: Words
    remedies: Words
    reason: Words

    def as_record(self) -> dict[str, dict[str, str]]:
        """Return it as the release says it."""
        return asdict(self)

    @classmethod
    def of_record(cls, record: dict[str, dict[str, str]]) -> Statement:
        """Return it again from what the release says."""
        return cls(**{name: Words(**words) for name, words in record.items()})
