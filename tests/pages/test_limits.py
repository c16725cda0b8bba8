"""What one address may ask, and what it is told beyond that."""

from __future__ import annotations

from threading import BoundedSemaphore

import pytest
from werkzeug.exceptions import ServiceUnavailable

from complaints.web import limits as module
from complaints.web.limits import Limit, Limits, the_limits
from tests.factories.office import settings
from tests.pages.conftest import MakeSite


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
