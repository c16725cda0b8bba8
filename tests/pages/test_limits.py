"""What one address may ask, and what it is told beyond that."""

from __future__ import annotations

import time
from contextlib import ExitStack
from threading import BoundedSemaphore

import pytest
from werkzeug.exceptions import ServiceUnavailable

from complaints.domain.channel import Channel
from complaints.web import limits as module
from complaints.web import tracking
from complaints.web.limits import (
    LETTER_TURNS,
    LETTERS_PER_MINUTE,
    Limit,
    Limits,
    the_limits,
    whose,
)
from tests.factories.office import settings
from tests.pages.conftest import MakeSite
from tests.pages.inspecting import ORIGIN


@pytest.mark.parametrize(
    ("path", "allowance"),
    [
        ("/corruption/report", {"filings_per_second": 2}),
        ("/grievance/report", {"filings_per_second": 2}),
        ("/track", {"lookups_per_second": 2}),
    ],
)
def test_beyond_the_allowance_the_answer_says_when_to_come_back(
    make_site: MakeSite, path: str, allowance: dict[str, int]
) -> None:
    client = make_site(**allowance).client()

    answers = [client.post(path) for _ in range(12)]

    refused = [answer for answer in answers if answer.status == 429]
    assert refused, "posts without a token are counted too"
    assert all(int(answer.response.headers["Retry-After"]) >= 1 for answer in refused)
    assert {answer.status for answer in answers} <= {400, 429}


def test_reading_is_never_counted(make_site: MakeSite) -> None:
    client = make_site(lookups_per_second=1, filings_per_second=1).client()

    assert {client.get("/track").status for _ in range(5)} == {200}


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Letters that would have been printed; printing one takes seconds."""
    letters: list[object] = []

    def note(letter: object) -> str:
        letters.append(letter)
        return ""

    monkeypatch.setattr(tracking, "printed", note)
    return letters


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_printing_is_counted_although_it_is_only_read(
    make_site: MakeSite, printed: list[object], method: str
) -> None:
    site = make_site()
    client = site.client()
    client.send("/track", code=site.office.file(Channel.CORRUPTION).code)

    answers = [
        client.http.open("/track/letters/receipt.pdf", method=method, base_url=ORIGIN).status_code
        for _ in range(LETTERS_PER_MINUTE + 3)
    ]

    assert len(printed) <= LETTERS_PER_MINUTE
    assert answers[0] == 200
    assert answers[-1] == 429


def test_who_prints_holds_up_nobody_else(make_site: MakeSite, printed: list[object]) -> None:
    site = make_site()
    client = site.client()
    client.send("/track", code=site.office.file(Channel.CORRUPTION).code)
    with site.app.app_context():
        limits = the_limits()

    with ExitStack() as others:
        for _ in range(LETTER_TURNS):
            others.enter_context(limits.turn(Limit.LETTERS))
        began = time.monotonic()
        busy = client.get("/track/letters/receipt.pdf")
        waited = time.monotonic() - began

    assert busy.status == 503
    assert int(busy.response.headers["Retry-After"]) >= 1
    assert waited < module.WAIT_SECONDS / 2, "it waits, and the thread with it"
    assert len(printed) == 0
    client.http.get("/track/letters/receipt.pdf", base_url=ORIGIN)
    assert len(printed) == 1


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        pytest.param("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True, id="one household"),
        pytest.param("2001:db8:1:2::1", "2001:db8:1:3::1", False, id="neighbours"),
        pytest.param("203.0.113.7", "203.0.113.8", False, id="two of the old kind"),
        pytest.param("::ffff:203.0.113.7", "::ffff:203.0.113.8", False, id="written as new ones"),
        pytest.param(None, "", True, id="none"),
    ],
)
def test_who_has_many_addresses_is_still_one(
    one: str | None, other: str | None, is_same: bool
) -> None:
    assert (whose(one) == whose(other)) is is_same


def test_one_address_does_not_use_up_what_another_may_ask(make_site: MakeSite) -> None:
    client = make_site(lookups_per_second=1).client()
    for _ in range(3):
        client.post("/track")

    other = client.post("/track", environ_base={"REMOTE_ADDR": "127.0.0.2"})

    assert other.status == 400


def test_no_address_is_kept(make_site: MakeSite) -> None:
    site = make_site()
    site.client().post("/track", environ_base={"REMOTE_ADDR": "203.0.113.77"})

    with site.app.app_context():
        kept = list(the_limits()._counts[Limit.LOOKUPS]._counts)

    assert [len(key) for key in kept] == [32]
    assert b"203.0.113.77" not in kept[0]


def test_what_costs_memory_waits_for_its_turn(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "WAIT_SECONDS", 0.01)
    limits = Limits(settings("sqlite://", make_site().office.folder))
    limits._turns[Limit.SIGN_INS] = BoundedSemaphore(1)

    with limits.turn(Limit.SIGN_INS), pytest.raises(ServiceUnavailable) as refused:
        limits.turn(Limit.SIGN_INS).__enter__()

    assert refused.value.retry_after is not None
    with limits.turn(Limit.SIGN_INS):
        pass
