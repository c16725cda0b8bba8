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


@dataclass(frozen=True)
class Imprint:
    """Who publishes, when, and why another release was needed.

    :ivar publisher: full name of the officer.
    :ivar position: the officer's position.
    :ivar reason: empty for the first release of a year.
    :ivar is_demonstration: everything counted is invented.
    :ivar statement: problems, obstacles and remedies.
    :ivar prepared: who drafted it; so for who checked and who acknowledged.
    :ivar receipt_key: public half of the key that signs receipts, hexadecimal.
    """

    agency: Words
    publisher_id: str
    publisher: str
    position: str
    published_on: date
    reason: Words
    is_demonstration: bool = False
    receipt_key: str | None = None
    statement: Statement | None = None
    prepared: SignOff | None = None
    checked: SignOff | None = None
    acknowledged: SignOff | None = None

    def sign_offs(self) -> dict[str, SignOff]:
        """Return who stood for which step."""
        steps = {
            "prepared": self.prepared,
            "checked": self.checked,
            "acknowledged": self.acknowledged,
        }
        return {step: one for step, one in steps.items() if one is not None}
