"""Addresses that are no text: on either database they name nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from complaints.assembly import assemble
from tests.desk_pages.conftest import Desks
from tests.factories.fixtures import office, office_url
from tests.factories.office import AnOffice

__all__ = ["office", "office_url"]


@pytest.mark.parametrize(
    ("key", "address", "is_form"),
    [
        ("anan", "/desk/corruption/roster/%00/phone", False),
        ("anan", "/desk/corruption/roster/a%00b/hand-over", True),
        ("anan", "/desk/corruption/keeping/%00/confirm", True),
        ("itthi", "/admin/accounts/%00/close", True),
        ("itthi", "/admin/units/%00/retire", True),
        ("itthi", "/admin/subjects/grievance/%ED%A0%80/retire", True),
    ],
)
def test_an_address_that_is_no_text_names_nothing(
    office: AnOffice, fonts: Path, key: str, address: str, is_form: bool
) -> None:
    instance = office.office.settings.instance
    instance.mkdir(parents=True, exist_ok=True)
    (instance / "fonts").symlink_to(fonts)
    app = assemble(office.office.settings)
    app.extensions["office"] = office.office
    browser = Desks(office, app).at(key)

    answer = browser.post(address, csrf_token=browser.token()) if is_form else browser.look(address)

    assert answer.status == 404
