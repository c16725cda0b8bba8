"""An application with an agency and published releases, for tests of pages."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from flask import Flask

from complaints import create_app
from complaints.domain.channel import Channel
from complaints.records.agency import Agency
from complaints.records.database import Model, db
from complaints.statistics.words import Words
from complaints.web.here import office
from complaints.web.statistics_press import Press
from config import create_secrets, read_settings
from tests.statistics.histories import a_history, an_agency, keep
from tests.statistics.offices import PublishingOfficer, a_publisher, release_all_the_way

REASON = Words("เพิ่มช่วงที่สิ้นสุดแล้ว", "Periods that ended since were added")


def a_site(instance: Path, database_url: str, agency: Agency | None = None) -> Flask:
    """Return an application over a fresh database."""
    create_secrets(instance)
    app = create_app(
        read_settings(
            {
                "INSTANCE_DIR": str(instance),
                "DATABASE_URL": database_url,
                "PUBLIC_URL": "http://localhost",
            }
        )
    )
    with app.app_context():
        Model.metadata.create_all(db.engine)
        db.session.add(agency or an_agency())
        db.session.commit()
    return app


def publish(app: Flask, *days: date, year: int = 2569) -> None:
    """Publish releases of a fiscal year of grievances, one for each day of counting."""
    with app.app_context():
        publisher = _publisher()
        for day in days:
            release_all_the_way(
                office(),
                Channel.GRIEVANCE,
                publisher=publisher,
                signer=publisher.signer,
                press=Press(app),
                fiscal_year_be=year,
                as_of=day,
                reason=REASON,
            )


def file_cases(app: Flask, *received: date) -> None:
    """Write grievances that are still in progress."""
    with app.app_context():
        keep(db.session(), [a_history(day) for day in received])
        db.session.commit()


def _publisher() -> PublishingOfficer:
    publisher = a_publisher(db.session())
    db.session.commit()
    return publisher
