"""What report pages say about files, and the page that answers a filed report."""

from __future__ import annotations

from typing import Any

from flask import render_template

from complaints.evidence.kinds import accepted_suffixes
from complaints.intake.registration import Receipt
from complaints.web.dates import size_words
from complaints.web.here import office, settings
from complaints.web.wording import due_sentences


def file_facts() -> dict[str, Any]:
    """Return what a page with a file field tells about files."""
    limits = settings()
    return {
        "accepted_suffixes": accepted_suffixes(),
        "file_size": size_words(limits.file_bytes),
        "report_size": size_words(limits.report_bytes),
        "file_count": limits.report_files,
        "files_are_cleaned": office().cleaner.is_ready(),
    }


def receipt_page(receipt: Receipt) -> str:
    """Return the page with the lookup code; it is shown this once."""
    return render_template(
        "front/receipt.html",
        receipt=receipt,
        due_steps=due_sentences(receipt.due) if receipt.due else [],
        track_address=track_address(),
    )


def track_address() -> str:
    """Return the address of the tracking page; it is the same for everybody."""
    return f"{settings().public_url}/track"


def rating_address(token: str) -> str:
    """Return the address at which the slip of a token is answered, once."""
    return f"{settings().public_url}/rate/{token}"
