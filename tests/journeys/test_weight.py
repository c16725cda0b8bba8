"""Every page of the public is light enough for a phone with little signal and little data."""

from __future__ import annotations

from pathlib import Path

import pytest

from complaints import create_app
from complaints.records.database import db
from config import read_settings
from tests.support.weighing import MOST_BYTES, weights

KINDS = {"/", "/corruption/report", "/grievance/report", "/track", "/statistics/", "/help"}


@pytest.mark.parametrize("language", ["th", "en"])
def test_no_page_of_the_public_is_heavy(demonstration: Path, language: str) -> None:
    app = create_app(read_settings({"INSTANCE_DIR": str(demonstration)}))
    client = app.test_client()

    def get(address: str) -> bytes:
        answer = client.get(address)
        body = answer.data if answer.status_code == 200 else b""
        answer.close()
        return body

    found = dict(weights(get, language))
    with app.app_context():
        db.session.remove()
        db.engine.dispose()

    assert found.keys() >= KINDS
    for part in ("figures", "breakdowns", "proof"):
        assert [page for page in found if page.endswith(f"/{part}/")]
    assert {page: weight for page, weight in found.items() if weight > MOST_BYTES} == {}
