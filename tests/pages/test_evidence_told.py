"""What reporters are told about their files before they send them, and what is then kept."""

from __future__ import annotations

import pytest

from tests.evidence.carriers import docx, docx_properties, pdf
from tests.evidence.test_workshop import locked_pdf
from tests.pages.inspecting import Site, a_file

PAGES = ("/corruption/report", "/grievance/report")


@pytest.mark.parametrize("path", PAGES)
def test_it_is_told_before_sending_what_is_removed_and_what_is_not(site: Site, path: str) -> None:
    page = site.client().get(f"{path}?lang=en")

    assert "Hidden data is removed from every file" in page.words
    assert "stays, also text under a black bar" in page.words
    assert page.page.select_one("input[name=keep_originals]:not([checked])")


def test_a_document_is_kept_clean_and_its_original_is_not(site: Site) -> None:
    client = site.client()

    answer = client.send(
        "/corruption/report", details="x", attachments=[a_file(docx_properties("core")(), "a.docx")]
    )

    assert answer.status == 200
    assert len(site.stored_files()) == 1


def test_an_original_is_kept_as_well_when_it_is_asked_for(site: Site) -> None:
    client = site.client()

    answer = client.send(
        "/corruption/report",
        details="x",
        attachments=[a_file(docx(), "a.docx")],
        keep_originals="y",
    )

    assert answer.status == 200
    assert len(site.stored_files()) == 2


def test_what_cannot_be_cleaned_is_refused_with_a_way_out(site: Site) -> None:
    client = site.client()
    locked = [a_file(locked_pdf(), "a.pdf"), a_file(pdf(), "b.pdf")]

    refused = client.send("/grievance/report?lang=en", details="x", attachments=locked)

    assert refused.status == 422
    assert "a.pdf: what is hidden in it cannot be removed" in " ".join(refused.errors)
    assert "b.pdf" not in " ".join(refused.errors)
    assert site.stored_files() == []


def test_where_nothing_can_be_cleaned_it_is_told_before_sending(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("complaints.evidence.clean._is_ready", lambda: False)

    page = site.client().get("/grievance/report?lang=en")

    assert "Files other than plain text cannot be taken at this moment" in page.words
