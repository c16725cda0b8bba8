"""The sheets on paper: nothing is printed over something else, and nothing runs off the page."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import date

import pypdfium2
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from complaints.domain.channel import Channel
from complaints.records.database import Model
from complaints.statistics.words import period_words
from complaints.web.statistics_press import Press
from tests.statistics.by_hand import enter_some
from tests.statistics.histories import a_history, keep, keep_lists
from tests.statistics.test_forms import an_edition

A_MARK, A_HAIR = 3, 1
"""Points: what is lower is the hidden line of the foot; what overlaps by less only touches."""

Box = tuple[float, float, float, float]


@pytest.mark.parametrize("channel", Channel)
def test_nothing_on_the_sheets_is_printed_over_something_else(
    press: Press, channel: Channel
) -> None:
    engine = sa.create_engine("sqlite://")
    Model.metadata.create_all(engine)
    with Session(engine) as session:
        keep_lists(session)
        enter_some(session, channel)
        keep(session, [a_history(date(2025, 11, day), channel=channel) for day in (3, 4, 5)])
        edition = an_edition(session, channel)
    sheets = press.pdf(edition)
    engine.dispose()

    assert list(_printed_twice(sheets)) == []
    assert list(_off_the_page(sheets)) == []
    shortest = edition.draft.figures[0].period.type
    drawn = [one for one in edition.draft.figures if one.period.type is shortest]
    assert list(_charted(sheets)) == [
        (_normal(period_words(one.period).th), one.ledger.total) for one in drawn
    ]
    assert any(one.ledger.total for one in drawn)


def _charted(sheets: bytes) -> Iterator[tuple[str, int]]:
    """Yield the name and the number of each bar of the chart."""
    lines = [line for text, _ in _pages(sheets) for line in text.get_text_range().splitlines()]
    heading = _normal("แผนภูมิ: จำนวนเรื่องแต่ละช่วง")
    for line in lines[[_normal(one) for one in lines].index(heading) + 2 :]:
        name, _, total = _normal(line).rpartition(" ")
        if not (name and total.isdigit()):
            break
        yield name, int(total)


def _normal(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _printed_twice(sheets: bytes) -> Iterator[tuple[str, str]]:
    """Yield every two pieces of text that share a place of a page."""
    for text, _ in _pages(sheets):
        boxes = _boxes(text)
        for at, one in enumerate(boxes):
            for other in boxes[:at]:
                wide = min(one[2], other[2]) - max(one[0], other[0])
                high = min(one[3], other[3]) - max(one[1], other[1])
                if wide > A_HAIR and high > min(one[3] - one[1], other[3] - other[1]) / 2:
                    yield text.get_text_bounded(*one), text.get_text_bounded(*other)


def _off_the_page(sheets: bytes) -> Iterator[str]:
    """Yield every piece of text that is nearer than a centimetre to an edge of its page."""
    margin = 28
    for text, width in _pages(sheets):
        for box in _boxes(text):
            if box[0] < margin or box[2] > width - margin:
                yield text.get_text_bounded(*box)


def _pages(sheets: bytes) -> Iterator[tuple[pypdfium2.PdfTextPage, float]]:
    with pypdfium2.PdfDocument(sheets) as document:
        for page in document:
            yield page.get_textpage(), page.get_width()


def _boxes(text: pypdfium2.PdfTextPage) -> list[Box]:
    found = [text.get_rect(at) for at in range(text.count_rects())]
    return [box for box in found if box[3] - box[1] > A_MARK]
