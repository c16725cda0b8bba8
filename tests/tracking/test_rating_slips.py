"""Rating with a slip from the counter: once, by its holder, and nothing else opens by it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from complaints.casework.case_page import read_case
from complaints.casework.rating_slips import SLIP_DAYS, print_slip
from complaints.casework.steps import complete, reopen
from complaints.domain.channel import Channel
from complaints.domain.errors import BadInput, Broken, Code, NotAllowed, NotFound
from complaints.domain.states import Outcome
from complaints.intake.registration import Receipt
from complaints.tracking.following import look, rate
from complaints.tracking.ratings import rate_by_slip, refuse_spent_slip
from complaints.vault.rating_slips import token_index
from tests.factories.office import AnOffice

BOTH = pytest.mark.parametrize("channel", list(Channel))
HANDLER = {Channel.CORRUPTION: "anan", Channel.GRIEVANCE: "ekachai"}
CANARY = "นกขมิ้นเหลืองอ่อน ๗๗๙๑"


def completed(office: AnOffice, channel: Channel) -> Receipt:
    """Return a case with a result."""
    receipt = office.file(channel)
    with office.writing(channel) as work:
        complete(
            work,
            number=receipt.number,
            actor=office.actor(HANDLER[channel]),
            outcome=Outcome.NOT_ACCEPTED,
            result="แจ้งผลแล้ว",
        )
    return receipt


def slip_for(office: AnOffice, receipt: Receipt) -> str:
    """Return the token of a slip that the officer prints."""
    actor = office.actor(HANDLER[receipt.channel])
    with office.writing(receipt.channel) as work:
        return print_slip(work, actor, number=receipt.number).token


def is_refused(office: AnOffice, token: str) -> bool:
    """Say whether a token opens nothing, for looking as for answering."""
    with pytest.raises(NotFound):
        refuse_spent_slip(office.office, token)
    with pytest.raises(NotFound):
        rate_by_slip(office.office, token, score=5)
    return True


@BOTH
def test_a_slip_takes_one_answer_that_reporter_and_officer_read(
    office: AnOffice, channel: Channel
) -> None:
    receipt = completed(office, channel)
    token = slip_for(office, receipt)

    rate_by_slip(office.office, token, score=4, words=CANARY)

    assert is_refused(office, token)
    with office.reading(channel) as work:
        told = look(work, office.visitor(receipt))
    with office.writing(channel) as work:
        page = read_case(work, office.actor(HANDLER[channel]), number=receipt.number)
    assert (told.rating, told.may_rate, told.timeline[-1].text) == (4, False, CANARY)
    assert page.told.rating == 4


@BOTH
def test_a_case_is_rated_once_whichever_way_comes_first(office: AnOffice, channel: Channel) -> None:
    by_slip, by_code = completed(office, channel), completed(office, channel)
    first, second = slip_for(office, by_slip), slip_for(office, by_code)

    rate_by_slip(office.office, first, score=2)
    with pytest.raises(NotAllowed) as refused, office.writing(channel) as work:
        rate(work, office.visitor(by_slip), score=5)
    with office.writing(channel) as work:
        rate(work, office.visitor(by_code), score=5)

    assert refused.value.code is Code.ALREADY_RATED
    assert is_refused(office, second)
    for receipt in (by_slip, by_code):
        with pytest.raises(NotAllowed) as again:
            slip_for(office, receipt)
        assert again.value.code is Code.ALREADY_RATED


@BOTH
def test_the_score_is_in_clear_for_grievances_alone_and_counted_apart(
    office: AnOffice, channel: Channel
) -> None:
    receipt = completed(office, channel)

    rate_by_slip(office.office, slip_for(office, receipt), score=3, words=CANARY)

    (case,), (slip,) = office.rows("cases"), office.rows("rating_slips")
    tallies = {row["measure"]: row["count"] for row in office.rows("tallies")}
    events = [row["fields"] for row in office.rows("journal") if row["event"] == "reporter_rated"]
    if channel is Channel.GRIEVANCE:
        assert (case["score"], bool(case["is_score_by_slip"])) == (3, True)
        assert ["3" in one for one in events] == [True]
    else:
        assert (case["score"], bool(case["is_score_by_slip"])) == (None, False)
        assert tallies["score_under_office_code:3"] == 1
        assert ["3" in one for one in events] == [False]
    assert CANARY.encode() not in b"".join(v for v in slip.values() if isinstance(v, bytes))
    assert slip["token_index"] is None


def test_only_the_digest_of_a_token_is_kept(office: AnOffice) -> None:
    token = slip_for(office, completed(office, Channel.GRIEVANCE))

    (slip,) = office.rows("rating_slips")
    assert bytes(slip["token_index"]) == token_index(token)
    assert token not in str([office.rows(table) for table in ("rating_slips", "journal")])


def test_whoever_holds_slip_and_database_reads_no_answer(office: AnOffice) -> None:
    """The seed of the answer opens with the key of its case and with no other."""
    first, second = (completed(office, Channel.GRIEVANCE) for _ in range(2))
    for receipt in (first, second):
        rate_by_slip(office.office, slip_for(office, receipt), score=1, words=CANARY)
    rows = {row["case_id"]: row for row in office.rows("rating_slips")}
    theirs = rows[office.case(second).id]

    office.execute(
        "UPDATE rating_slips SET seed_sealed = :seed, answer_sealed = :answer WHERE case_id = :id",
        seed=theirs["seed_sealed"], answer=theirs["answer_sealed"], id=office.case(first).id,
    )  # fmt: skip

    with pytest.raises(Broken), office.reading(Channel.GRIEVANCE) as work:
        look(work, office.visitor(first))


@pytest.mark.parametrize("days", [SLIP_DAYS, SLIP_DAYS + 1])
def test_a_slip_lasts_to_its_last_day(sqlite_office: AnOffice, days: int) -> None:
    token = slip_for(sqlite_office, completed(sqlite_office, Channel.GRIEVANCE))
    sqlite_office.clock.pass_days(days)

    if days > SLIP_DAYS:
        assert is_refused(sqlite_office, token)
    else:
        rate_by_slip(sqlite_office.office, token, score=5)


def test_a_slip_sleeps_while_its_case_is_open_again(sqlite_office: AnOffice) -> None:
    receipt = completed(sqlite_office, Channel.GRIEVANCE)
    token = slip_for(sqlite_office, receipt)
    with sqlite_office.writing(Channel.GRIEVANCE) as work:
        reopen(work, number=receipt.number, actor=sqlite_office.actor("ekachai"), reason="ยังไม่เสร็จ")

    assert is_refused(sqlite_office, token)


def test_another_slip_replaces_the_one_before(office: AnOffice) -> None:
    receipt = completed(office, Channel.GRIEVANCE)
    first, second = slip_for(office, receipt), slip_for(office, receipt)

    assert is_refused(office, first)
    rate_by_slip(office.office, second, score=5)


@pytest.mark.parametrize("score", [0, 6, -1])
def test_no_other_score_is_taken_and_the_slip_stays(sqlite_office: AnOffice, score: int) -> None:
    token = slip_for(sqlite_office, completed(sqlite_office, Channel.GRIEVANCE))

    with pytest.raises(BadInput):
        rate_by_slip(sqlite_office.office, token, score=score)

    refuse_spent_slip(sqlite_office.office, token)


@pytest.mark.parametrize("key", ["anan", "jinda", "kasem", "itthi", "ladda"])
def test_a_slip_is_printed_by_those_alone_who_hold_the_case(
    sqlite_office: AnOffice, key: str
) -> None:
    receipt = completed(sqlite_office, Channel.GRIEVANCE)
    with pytest.raises(NotFound), sqlite_office.writing(Channel.GRIEVANCE) as work:
        print_slip(work, sqlite_office.actor(key), number=receipt.number)


def test_there_is_no_slip_before_the_result(sqlite_office: AnOffice) -> None:
    with pytest.raises(NotAllowed) as refused:
        slip_for(sqlite_office, sqlite_office.file_grievance())

    assert refused.value.code is Code.CASE_IS_NOT_COMPLETED


def test_of_many_who_answer_one_slip_at_once_one_is_counted(office: AnOffice) -> None:
    token = slip_for(office, completed(office, Channel.CORRUPTION))

    def answer(score: int) -> bool:
        try:
            rate_by_slip(office.office, token, score=score)
        except NotFound:
            return False
        finally:
            office.sessions.remove()
        return True

    with ThreadPoolExecutor(4) as pool:
        taken = list(pool.map(answer, (1, 2, 3, 4)))

    counts = [row["count"] for row in office.rows("tallies") if row["measure"].startswith("score")]
    assert (sum(taken), sum(counts)) == (1, 1)
