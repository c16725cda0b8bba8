"""Opening an identity by two, and a new code where the office knows who reported."""

from __future__ import annotations

from typing import Any

import pytest

from complaints.casework.case_page import read_case
from complaints.casework.identities import (
    SealedIdentity,
    ask_for_identity,
    confirm_identity,
    look_at_identity,
)
from complaints.casework.lost_codes import reissue_code
from complaints.casework.steps import exclude
from complaints.domain.channel import Channel
from complaints.domain.entries import EntryKind
from complaints.domain.errors import BadInput, Broken, Code, NotAllowed, NotFound
from complaints.intake.registration import Receipt
from complaints.tracking.following import look
from complaints.tracking.visits import enter
from complaints.work.telling import Told
from tests.factories.office import AnOffice

CORRUPTION, GRIEVANCE = Channel.CORRUPTION, Channel.GRIEVANCE
NAME, REASON = "สมหญิง รักความจริง โทร 0812345678", "ต้องนัดสอบปากคำ"


def a_case(office: AnOffice, **changes: Any) -> Receipt:
    """A confidential report."""
    return office.file_corruption(identity=NAME, **changes)


def asked(office: AnOffice, receipt: Receipt, who: str = "anan") -> str:
    """Let an officer ask for the identity."""
    with office.writing(CORRUPTION) as work:
        actor = office.actor(who)
        return ask_for_identity(work, actor, number=receipt.number, reason=REASON)


def confirmed(office: AnOffice, receipt: Receipt, request_id: str, who: str) -> None:
    """Let an officer confirm it."""
    with office.writing(CORRUPTION) as work:
        actor = office.actor(who)
        confirm_identity(work, actor, number=receipt.number, request_id=request_id)


def seen(office: AnOffice, receipt: Receipt, who: str) -> SealedIdentity:
    """Return what an officer sees of the identity."""
    with office.reading(CORRUPTION) as work:
        return look_at_identity(work, office.actor(who), number=receipt.number)


def told(office: AnOffice, receipt: Receipt) -> Told:
    """Return the case as its reporter reads it."""
    with office.reading(receipt.channel) as work:
        return look(work, office.visitor(receipt))


def test_one_alone_opens_nothing(office: AnOffice) -> None:
    receipt = a_case(office)
    request_id = asked(office, receipt)

    assert seen(office, receipt, "anan").opened is None
    with pytest.raises(NotAllowed) as refused:
        confirmed(office, receipt, request_id, "anan")
    assert refused.value.code is Code.NEEDS_ANOTHER_PERSON
    assert seen(office, receipt, "anan").opened is None
    assert [each.kind for each in told(office, receipt).timeline] == [EntryKind.ACCOUNT]


def test_two_open_it_to_the_one_who_asked_and_the_reporter_reads_when_who_and_why(
    office: AnOffice,
) -> None:
    receipt = a_case(office)
    request_id = asked(office, receipt)
    (waiting,) = seen(office, receipt, "busaba").waiting
    assert (waiting.reason, waiting.is_own, waiting.id) == (REASON, False, request_id)

    confirmed(office, receipt, request_id, "busaba")

    assert seen(office, receipt, "anan").opened == NAME
    assert seen(office, receipt, "busaba").opened is None
    assert seen(office, receipt, "chai").opened is None
    assert seen(office, receipt, "anan").waiting == []
    opening = told(office, receipt).timeline[-1]
    assert opening.kind is EntryKind.IDENTITY_OPENED
    assert opening.on == office.office.today()
    assert opening.text == REASON
    assert "อนันต์" in opening.content["asked_by"]
    assert "บุษบา" in opening.content["confirmed_by"]
    assert NAME not in str(told(office, receipt).timeline)
    assert "identity_opened" in {row["event"] for row in office.rows("journal")}


def test_a_request_serves_once(office: AnOffice) -> None:
    receipt = a_case(office)
    request_id = asked(office, receipt)
    confirmed(office, receipt, request_id, "busaba")

    with pytest.raises(NotFound):
        confirmed(office, receipt, request_id, "chai")


def test_who_cannot_open_the_case_is_neither_asked_nor_told(office: AnOffice) -> None:
    receipt = a_case(office, exclude=(office.id_of("busaba"),))
    request_id = asked(office, receipt)

    held = {row["holder_id"] for row in office.rows("two_person_wraps")}
    assert held == {office.id_of("anan"), office.id_of("chai")}
    for who in ("busaba", "dara", "ekachai"):
        with pytest.raises(NotFound):
            confirmed(office, receipt, request_id, who)
        with pytest.raises(NotFound):
            seen(office, receipt, who)


def test_where_nobody_could_confirm_nothing_is_asked(office: AnOffice) -> None:
    receipt = a_case(office, exclude=(office.id_of("busaba"), office.id_of("chai")))

    with pytest.raises(NotAllowed) as refused:
        asked(office, receipt)

    assert refused.value.code is Code.NOBODY_CAN_CONFIRM


def test_an_anonymous_report_has_nothing_to_open(office: AnOffice) -> None:
    receipt = office.file_corruption()

    for look_or_ask in (lambda: seen(office, receipt, "anan"), lambda: asked(office, receipt)):
        with pytest.raises(NotAllowed) as refused:
            look_or_ask()
        assert refused.value.code is Code.NO_IDENTITY


def test_an_excluded_officer_loses_the_identity_that_was_opened_to_him(office: AnOffice) -> None:
    receipt = a_case(office)
    confirmed(office, receipt, asked(office, receipt, "busaba"), "anan")
    assert seen(office, receipt, "busaba").opened == NAME

    with office.writing(CORRUPTION) as work:
        actor, busaba = office.actor("anan"), office.id_of("busaba")
        exclude(work, number=receipt.number, actor=actor, officer_id=busaba)

    with pytest.raises(NotFound):
        seen(office, receipt, "busaba")
    nests = office.rows("identity_nests")
    assert all(busaba not in (row["first_id"], row["second_id"]) for row in nests)


def test_a_nest_that_somebody_put_into_the_database_shows_nothing(office: AnOffice) -> None:
    """A nest of another pair under the name of one person, or one without the telling."""
    receipt = a_case(office)
    anan, busaba = office.id_of("anan"), office.id_of("busaba")
    office.execute(
        "INSERT INTO identity_nests (identity_id, first_id, second_id, key_sealed)"
        " SELECT identity_id, first_id, first_id, key_sealed FROM identity_nests"
        " WHERE first_id = :a AND second_id = :b",
        a=anan,
        b=busaba,
    )

    with pytest.raises(Broken):
        seen(office, receipt, "anan")


def test_without_a_reason_nothing_is_asked(office: AnOffice) -> None:
    receipt = a_case(office)

    with pytest.raises(BadInput), office.writing(CORRUPTION) as work:
        ask_for_identity(work, office.actor("anan"), number=receipt.number, reason=" ")
    assert office.rows("two_person_requests") == []


def reissued(office: AnOffice, receipt: Receipt, who: str, checked: str = "โทรกลับแล้ว") -> str:
    """Let an officer give out a new code."""
    return reissue_code(
        office.office, receipt.channel, office.actor(who), number=receipt.number, checked=checked
    )


@pytest.mark.parametrize("known", [{"name": "สมชาย"}, {"phone": "0812345678"}])
def test_a_known_reporter_gets_a_new_code_that_is_marked_and_told(
    office: AnOffice, known: dict[str, str]
) -> None:
    receipt = office.file_grievance(details="เรื่องเดิม", **known)
    visitor = office.visitor(receipt)

    code = reissued(office, receipt, "ekachai")

    with pytest.raises(NotFound):
        enter(office.office, receipt.code or "")
    with pytest.raises(NotFound), office.reading(GRIEVANCE) as work:
        look(work, visitor)
    with office.reading(GRIEVANCE) as work:
        seen_by_reporter = look(work, office.visitor_of(code))
    last = seen_by_reporter.timeline[-1]
    assert seen_by_reporter.account.content["details"] == "เรื่องเดิม"
    assert seen_by_reporter.is_code_handed_out
    assert (last.kind, last.text) == (EntryKind.CODE_REISSUED, "โทรกลับแล้ว")
    assert "เอกชัย" in last.content["officer"]
    assert "code_reissued" in {row["event"] for row in office.rows("journal")}
    assert code not in str(office.rows("journal")) + str(office.rows("cases"))


@pytest.mark.parametrize(
    ("channel", "who", "given", "why"),
    [
        pytest.param(CORRUPTION, "anan", {}, Code.CODE_IS_NEVER_REISSUED, id="anonymous"),
        pytest.param(
            CORRUPTION, "anan", {"identity": NAME}, Code.CODE_IS_NEVER_REISSUED, id="confidential"
        ),
        pytest.param(GRIEVANCE, "ekachai", {}, Code.REPORTER_IS_UNKNOWN, id="grievance, no name"),
    ],
)
def test_nobody_else_ever_gets_a_code(
    office: AnOffice, channel: Channel, who: str, given: dict[str, str], why: Code
) -> None:
    receipt = office.file(channel, **given)
    index = office.case(receipt).lookup_index

    with pytest.raises(NotAllowed) as refused:
        reissued(office, receipt, who)

    assert refused.value.code is why
    assert office.case(receipt).lookup_index == index
    assert told(office, receipt).number == receipt.number


def test_a_stranger_gives_out_no_code(office: AnOffice) -> None:
    receipt = office.file_grievance(name="สมชาย")

    for who in ("gamon", "anan", "itthi"):
        with pytest.raises(NotFound):
            reissued(office, receipt, who)


def test_a_code_is_given_out_only_with_words_on_what_was_checked(office: AnOffice) -> None:
    receipt = office.file_grievance(name="สมชาย")

    with pytest.raises(BadInput) as refused:
        reissued(office, receipt, "ekachai", checked="")

    assert refused.value.field == "checked"
    with office.writing(GRIEVANCE) as work:
        page = read_case(work, office.actor("ekachai"), number=receipt.number)
    assert not page.told.is_code_handed_out
