"""The versions of the officers' manuals; one that is kept is never changed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from complaints.domain.officers_manuals import Content, OfficersManual, Part
from complaints.records.database import Model, insert_unless_there


class ManualVersion(Model, kw_only=True):
    """What a manual said from a day on; about no case.

    :ivar changed: keys of the parts that differ from the version before, as JSON.
    :ivar content: the parts by language, as JSON.
    """

    __tablename__ = "officers_manuals"

    manual: Mapped[str] = mapped_column(sa.String(10), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    made_on: Mapped[date]
    changed: Mapped[str] = mapped_column(sa.Text)
    content: Mapped[str] = mapped_column(sa.Text)

    __table_args__ = (sa.CheckConstraint("number >= 1", name="versions_of_a_manual_begin_at_one"),)

    @property
    def parts(self) -> dict[str, tuple[Part, ...]]:
        """Return the parts by language."""
        return {
            language: tuple(
                Part(one["key"], one["title"], tuple(one["paragraphs"]), tuple(one["points"]))
                for one in parts
            )
            for language, parts in json.loads(self.content).items()
        }

    @property
    def changed_keys(self) -> list[str]:
        """Return the keys of the parts that differ from the version before."""
        return [str(key) for key in json.loads(self.changed)]


def versions_of(session: Session, manual: OfficersManual) -> list[ManualVersion]:
    """Return the versions of a manual, newest first."""
    query = (
        sa.select(ManualVersion)
        .where(ManualVersion.manual == manual.value)
        .order_by(ManualVersion.number.desc())
    )
    return list(session.scalars(query))


def keep_version(
    session: Session,
    manual: OfficersManual,
    *,
    number: int,
    made_on: date,
    changed: Sequence[str],
    content: Content,
) -> bool:
    """Keep a version; say whether nobody else has kept one of this number meanwhile."""
    told = {language: [asdict(part) for part in parts] for language, parts in content.items()}
    return insert_unless_there(
        session,
        ManualVersion,
        manual=manual.value,
        number=number,
        made_on=made_on,
        changed=json.dumps(list(changed)),
        content=json.dumps(told, ensure_ascii=False, sort_keys=True),
    )
