"""Numbers of the plan that somebody entered."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from complaints.domain.channel import Channel
from complaints.domain.plan import PROSECUTED, RECEIVED, SUBJECT
from complaints.records.plan_figures import PlanFigure

DOCUMENT = "รายงานประจำปี ศูนย์ดำรงธรรมตัวอย่าง"


def enter(
    session: Session,
    channel: Channel,
    indicator: str,
    year: int,
    count: int,
    *,
    number: int = 1,
    source: str = DOCUMENT,
) -> None:
    """Keep a number, whatever the rules of entering say."""
    session.add(
        PlanFigure(
            channel=channel.value,
            indicator=indicator,
            fiscal_year_be=year,
            number=number,
            count=count,
            source=source,
            stated_on=date(2026, 10, 20),
            reason="" if number == 1 else "พิมพ์ผิด",
            entered_by="0" * 32,
            entered_on=date(2026, 10, 21),
        )
    )
    session.flush()


def enter_some(session: Session, channel: Channel) -> None:
    """Keep numbers of the base year and, of prosecuted cases, of the year 2569."""
    enter(session, channel, RECEIVED, 2565, 1234)
    if channel is Channel.CORRUPTION:
        enter(session, channel, PROSECUTED, 2565, 10)
        enter(session, channel, PROSECUTED, 2569, 6)
        enter(session, channel, f"{SUBJECT}procurement", 2565, 33)
