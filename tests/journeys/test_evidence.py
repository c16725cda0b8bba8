"""A reporter sends a document and wants its original kept; an officer looks at it on a phone."""

from __future__ import annotations

import pytest

from tests.evidence.carriers import docx, pdf_of_pages
from tests.journeys.looking import faults_of
from tests.journeys.walking import Journey
from tests.support.browser import ContextFactory

pytestmark = pytest.mark.browser

HEADING = "เอกสารสัญญาที่ไม่ตรงกับงานจริง"


@pytest.mark.parametrize(
    ("name", "kind", "body", "shown"),
    [
        pytest.param(
            "a.pdf", "application/pdf", pdf_of_pages(4), ".desk-file__picture", id="pages"
        ),
        pytest.param("a.docx", "application/octet-stream", docx(), ".desk-file__words", id="words"),
    ],
)
def test_a_document_is_looked_at_and_its_original_is_warned_of(
    journey: Journey,
    no_script: ContextFactory,
    phone: ContextFactory,
    name: str,
    kind: str,
    body: bytes,
    shown: str,
) -> None:
    details = f"{HEADING} {name}"
    form = journey.begin(no_script).go("/corruption/report").fill(details=details)
    form.attach(name, kind, body).unfold("หากต้องพิสูจน์ว่าไฟล์เป็นของจริง")
    form.page.locator("[name=keep_originals]").check()
    journey.keep_secret(form.send().receipt())

    officer = journey.begin_as("integrity-1", phone).go("/desk/corruption/cases")
    officer.follow(details).press("a.evidence-list__name")
    assert officer.shows(shown)
    look = officer.path
    officer.press("aside a[href$='/original']")
    assert officer.shows("textarea[name=reason]")

    assert faults_of(officer, [look, f"{look.removesuffix('/look')}/original"]) == []
