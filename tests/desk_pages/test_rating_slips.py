"""The slip as it leaves the printer, and the page that it leads to."""

from __future__ import annotations

import pytest

from complaints.casework.steps import complete
from complaints.domain.channel import Channel
from complaints.domain.states import Outcome
from tests.desk_pages.conftest import Desks

HANDLER = {Channel.CORRUPTION: "anan", Channel.GRIEVANCE: "ekachai"}
both = pytest.mark.parametrize("channel", list(Channel))


def a_slip(desks: Desks, channel: Channel) -> tuple[str, str]:
    """Return the number of a completed case, and the address on its slip."""
    receipt = desks.office.file(channel)
    with desks.office.writing(channel) as work:
        complete(
            work,
            number=receipt.number,
            actor=desks.office.actor(HANDLER[channel]),
            outcome=Outcome.NOT_ACCEPTED,
            result="แจ้งผลแล้ว",
        )
    sheet = desks.at(HANDLER[channel]).send(
        f"/desk/{channel.value}/cases/{receipt.number}/rating-slip"
    )
    assert sheet.status == 200
    assert str(sheet.one("#rating-qr")["src"]).startswith("data:image/svg+xml")
    assert receipt.number not in sheet.words
    address = sheet.one("#rating-address").get_text(strip=True)
    return receipt.number, "/rate/" + address.rsplit("/rate/", 1)[1]


@both
def test_the_slip_leads_to_one_answer_and_tells_nothing_of_the_case(
    desks: Desks, channel: Channel
) -> None:
    number, address = a_slip(desks, channel)
    somebody = desks.nobody()
    page = somebody.look(address)
    taken = somebody.send(address, score="4", words="เร็วดี")

    assert (page.status, taken.status) == (200, 200)
    for seen in (page, taken):
        assert number not in seen.response.get_data(as_text=True)
        assert seen.response.headers["Cache-Control"] == "no-store"
    assert not page.soup.select(".channel-corruption, .channel-grievance, .channel-mark")
    unknown = somebody.look("/rate/" + "x" * 32)
    again = somebody.look(address)
    assert (again.status, again.words) == (unknown.status, unknown.words)
    assert again.status == 404


def test_an_answer_without_a_score_keeps_the_words_and_the_slip(desks: Desks) -> None:
    _, address = a_slip(desks, Channel.GRIEVANCE)
    somebody = desks.nobody()

    refused = somebody.send(address, words="ยังไม่ได้เลือกคะแนน")

    assert refused.status == 422
    assert refused.errors
    assert refused.value("words") == "ยังไม่ได้เลือกคะแนน"
    assert somebody.look(address).status == 200


def test_what_was_typed_comes_again_when_the_form_is_too_old(desks: Desks) -> None:
    _, address = a_slip(desks, Channel.GRIEVANCE)

    refused = desks.nobody().post(address, score="5", words="ขอบคุณมาก")

    assert refused.status == 400
    assert refused.value("words") == "ขอบคุณมาก"
    assert desks.office.rows("rating_slips")[0]["answered_on"] is None


@both
def test_before_the_result_the_desk_says_why_there_is_no_slip(
    desks: Desks, channel: Channel
) -> None:
    number = desks.office.file(channel).number

    page = desks.at(HANDLER[channel]).look(f"/desk/{channel.value}/cases/{number}/rating-slip")

    assert page.status == 409
    assert page.one("#refused")
