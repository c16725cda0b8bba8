"""A release is counted once, signed, chained to the one before, and never changes."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from complaints.domain.channel import Channel, Role
from complaints.domain.errors import (
    BadInput,
    ChangedMeanwhile,
    Code,
    NotAllowed,
    NotFound,
)
from complaints.domain.events import Event
from complaints.records.cases import Case
from complaints.records.journal import JournalRow
from complaints.records.releases import Release, ReleaseFile, parts_of
from complaints.statistics.drafting import (
    acknowledge_draft,
    check_draft,
    draft_on_its_way,
    save_draft,
)
from complaints.statistics.editions import Draft, digest_of, message_to_sign, signed
from complaints.statistics.preparing import FIRST_PREVIOUS, prepare
from complaints.statistics.releases import (
    due_releases,
    list_releases,
    print_forms,
    publish_release,
    store,
)
from complaints.statistics.words import Words
from complaints.vault.pairs import SigningPair, is_signed_by, new_seed
from tests.statistics.histories import (
    Counted,
    CountingOffice,
    a_history,
    an_agency,
    complete_all,
    keep,
)
from tests.statistics.offices import (
    PlainPress,
    PublishingOfficer,
    a_publisher,
    an_executive,
    release_all_the_way,
    said,
)
from tests.statistics.verifying import VERIFIER

TODAY = date(2026, 11, 21)
YEAR = 2569
REASON = Words("แก้ไขตัวเลขเดือนตุลาคม", "October corrected")
NO_REASON = Words("", "")


def an_office(session: Session, on: date = TODAY) -> CountingOffice:
    return CountingOffice(session, an_agency(), on)


def publish(
    office: CountingOffice, publisher: PublishingOfficer, *, as_of: date = TODAY, **more: Any
) -> Release:
    channel = publisher.person.desk
    assert channel is not None
    wanted: dict[str, Any] = {"fiscal_year_be": YEAR, "reason": NO_REASON, **more}
    return release_all_the_way(
        office,
        channel,
        publisher=publisher,
        signer=publisher.signer,
        press=PlainPress(),
        as_of=as_of,
        **wanted,
    )


def drafted(session: Session, channel: Channel, as_of: date, today: date = TODAY) -> Draft:
    return prepare(Counted(session, channel, an_agency(), today), YEAR, as_of)


def types_of(release: Release) -> list[str]:
    return [row["period_type"] for row in json.loads(release.content)["rows"]]


def files_of(session: Session, release: Release) -> dict[str, bytes]:
    query = sa.select(ReleaseFile).where(ReleaseFile.release_id == release.id)
    return {
        file.form: b"".join(parts_of(session, file))
        for file in session.scalars(query.execution_options(populate_existing=True))
    }


def test_corruption_is_published_by_quarter_where_the_agency_says_so(session: Session) -> None:
    agency = an_agency()
    agency.publishes_corruption_quarters = True
    office, publisher = (
        CountingOffice(session, agency, TODAY),
        a_publisher(session, Channel.CORRUPTION),
    )

    first = publish(office, publisher, as_of=date(2026, 1, 2))
    year = publish(office, publisher, as_of=TODAY, reason=REASON)
    agency.publishes_corruption_quarters = False
    corrected = publish(office, publisher, as_of=TODAY, reason=REASON)
    plain = publish(office, publisher, as_of=TODAY, fiscal_year_be=2568)

    assert types_of(first) == ["quarter"]
    assert types_of(year) == types_of(corrected) == ["quarter"] * 4 + ["half"] * 2 + ["year"]
    assert types_of(plain) == ["half"] * 2 + ["year"]
    found = VERIFIER.Findings()
    for release in (first, year, plain):
        VERIFIER.check_periods("a release", json.loads(release.content), found)
    assert found.bad == []
    assert "เป็นรายไตรมาส" in year.content
    assert "เป็นรายไตรมาส" not in plain.content


@pytest.mark.parametrize(
    ("channel", "as_of", "types"),
    [
        pytest.param(Channel.CORRUPTION, date(2026, 4, 1), ["half"], id="first half over"),
        pytest.param(
            Channel.CORRUPTION, date(2026, 10, 1), ["half", "half", "year"], id="year over"
        ),
        pytest.param(Channel.GRIEVANCE, date(2025, 11, 1), ["month"], id="one month over"),
        pytest.param(
            Channel.GRIEVANCE,
            date(2026, 4, 1),
            ["month"] * 6 + ["quarter"] * 2 + ["half"],
            id="six months over",
        ),
        pytest.param(
            Channel.GRIEVANCE,
            date(2026, 10, 1),
            ["month"] * 12 + ["quarter"] * 4 + ["half"] * 2 + ["nine_months", "year"],
            id="every month and heading",
        ),
        pytest.param(
            Channel.GRIEVANCE,
            date(2026, 7, 1),
            ["month"] * 9 + ["quarter"] * 3 + ["half", "nine_months"],
            id="nine months over",
        ),
    ],
)
def test_only_what_is_over_is_published_and_nothing_of_it_dropped(
    session: Session, channel: Channel, as_of: date, types: list[str]
) -> None:
    draft = drafted(session, channel, as_of)

    assert [figures.period.type.value for figures in draft.figures] == types


def test_a_period_is_over_on_the_day_after_its_last(session: Session) -> None:
    with pytest.raises(NotAllowed) as refused:
        drafted(session, Channel.CORRUPTION, date(2026, 3, 31))

    assert refused.value.code is Code.NOTHING_TO_PUBLISH


def test_a_running_year_is_provisional_and_a_closed_one_is_not(session: Session) -> None:
    last_day = date(2026, 9, 30)

    assert drafted(session, Channel.GRIEVANCE, last_day).is_provisional
    assert not drafted(session, Channel.GRIEVANCE, last_day + timedelta(days=1)).is_provisional


def test_a_year_before_the_service_existed_is_not_a_year_without_cases(session: Session) -> None:
    work = Counted(session, Channel.GRIEVANCE, an_agency(founded_on=date(2026, 10, 1)), TODAY)

    with pytest.raises(NotAllowed) as refused:
        prepare(work, YEAR, TODAY)

    assert refused.value.code is Code.NOTHING_TO_PUBLISH


def test_a_year_in_which_counting_began_says_when(session: Session) -> None:
    began = date(2026, 2, 10)
    work = Counted(session, Channel.GRIEVANCE, an_agency(founded_on=began), TODAY)

    assert prepare(work, YEAR, TODAY).counted_from == began


def test_figures_of_tomorrow_are_refused(session: Session) -> None:
    with pytest.raises(BadInput) as refused:
        drafted(session, Channel.GRIEVANCE, TODAY + timedelta(days=1))

    assert refused.value.code is Code.DATE_IS_IN_FUTURE


def test_a_period_without_cases_is_published_as_none_and_as_zero(session: Session) -> None:
    release = publish(an_office(session), a_publisher(session, Channel.CORRUPTION))
    content = json.loads(release.content)

    assert [row["total"] for row in content["rows"]] == [0, 0, 0]
    assert content["none"][0]["th"] == (
        "ไม่มีเรื่องร้องเรียนการทุจริตและประพฤติมิชอบในช่วงวันที่ 1 ตุลาคม 2568 – 31 มีนาคม 2569"
    )


def test_corruption_tells_no_more_than_the_totals(session: Session) -> None:
    keep(session, [a_history(date(2025, 10, 1), channel=Channel.CORRUPTION)])

    (row, *_) = drafted(session, Channel.CORRUPTION, TODAY).table.rows

    assert set(row) & {"received", "reopened", "moved_in", "on_time_share"} == set()
    assert (row["opening"], row["total"], row["in_progress"]) == (0, 1, 1)


def test_a_published_release_never_changes_when_cases_do(session: Session) -> None:
    keep(session, [a_history(date(2025, 10, 3)), a_history(date(2025, 12, 9))])
    release = publish(an_office(session), a_publisher(session))
    content, files = release.content, files_of(session, release)

    complete_all(session, date(2026, 9, 1))
    keep(session, [a_history(date(2025, 10, 20))])
    session.expire_all()

    assert (release.content, files_of(session, release)) == (content, files)
    assert drafted(session, Channel.GRIEVANCE, TODAY).table.rows != json.loads(content)["rows"]


def test_every_form_is_stored_with_its_hash(session: Session) -> None:
    release = publish(an_office(session), a_publisher(session))

    assert set(files_of(session, release)) == {
        "html_th", "html_en", "html_figures_th", "html_figures_en", "html_breakdowns_th",
        "html_breakdowns_en", "html_proof_th", "html_proof_en", "csv", "csv_breakdowns",
        "csv_targets", "csv_measures",
        "json", "xlsx", "pdf", "leaves", "package",
    }  # fmt: skip


def test_a_release_is_signed_by_its_publisher_and_chained(session: Session) -> None:
    office, publisher = an_office(session), a_publisher(session)
    first = publish(office, publisher, as_of=date(2026, 4, 2))
    second = publish(office, publisher, reason=REASON)

    assert (first.previous, second.previous) == (FIRST_PREVIOUS, first.digest)
    assert (first.chain_number, second.chain_number) == (1, 2)
    for release in (first, second):
        assert release.digest == digest_of(release.content, release.previous)
        assert release.signer_key == publisher.signer.public
        message = message_to_sign(release.digest)
        assert is_signed_by(release.signer_key, release.signature, message)
        assert not is_signed_by(release.signer_key, release.signature, release.digest)


def test_another_release_of_a_year_says_why(session: Session) -> None:
    office, publisher = an_office(session), a_publisher(session)
    publish(office, publisher)

    with pytest.raises(BadInput) as refused:
        publish(office, publisher)
    second = publish(office, publisher, reason=REASON)

    assert (refused.value.code, refused.value.field) == (Code.FIELD_IS_EMPTY, "reason_th")
    assert (second.number, second.reason_th) == (2, REASON.th)
    assert json.loads(second.content)["reason"] == {"th": REASON.th, "en": REASON.en}


@pytest.mark.parametrize("reason", ["ไม่มี", " ไม่มี. ", "None"])
def test_none_is_no_reason_to_publish_a_year_again(session: Session, reason: str) -> None:
    office, publisher = an_office(session), a_publisher(session)
    publish(office, publisher)

    with pytest.raises(BadInput) as refused:
        publish(office, publisher, reason=Words(reason, ""))

    assert (refused.value.code, refused.value.field) == (Code.REASON_SAYS_NOTHING, "reason_th")


def test_the_next_release_does_not_step_back_in_time(session: Session) -> None:
    office, publisher = an_office(session), a_publisher(session)
    publish(office, publisher)

    with pytest.raises(BadInput) as refused:
        publish(office, publisher, as_of=TODAY - timedelta(days=1), reason=REASON)

    assert refused.value.code is Code.LATER_DAY_IS_TOLD


def test_a_release_that_came_first_is_not_overtaken(session: Session) -> None:
    office, publisher = an_office(session), a_publisher(session)
    draft = drafted(session, Channel.GRIEVANCE, TODAY)
    first = publish(office, publisher)
    imprint = _imprint_of(publisher)
    late = signed(draft, imprint, publisher.signer)

    with office.writing(Channel.GRIEVANCE) as work, pytest.raises(ChangedMeanwhile):
        store(work, late, print_forms(late, PlainPress()))

    assert list_releases(Counted(session, Channel.GRIEVANCE, office.agency, TODAY)) == [first]


def _imprint_of(publisher: PublishingOfficer) -> Any:
    from complaints.statistics.statements import Imprint

    return Imprint(
        agency=Words("เทศบาล", "Municipality"),
        publisher_id=publisher.person.officer_id,
        publisher=publisher.full_name,
        position=publisher.position,
        published_on=TODAY,
        reason=NO_REASON,
    )


def _of_the_other_desk(officer: PublishingOfficer) -> PublishingOfficer:
    return replace(officer, person=replace(officer.person, desk=Channel.CORRUPTION))


def _whose_appointment_ended(officer: PublishingOfficer) -> PublishingOfficer:
    return replace(officer, person=replace(officer.person, is_appointed=False))


def _who_only_oversees(officer: PublishingOfficer) -> PublishingOfficer:
    return replace(officer, person=replace(officer.person, role=Role.OVERSIGHT))


def _with_another_key(officer: PublishingOfficer) -> PublishingOfficer:
    return replace(officer, signer=SigningPair(new_seed()))


@pytest.mark.parametrize(
    "changed",
    [_of_the_other_desk, _whose_appointment_ended, _who_only_oversees, _with_another_key],
)
def test_only_an_officer_of_the_desk_publishes_and_with_his_own_key(
    session: Session, changed: Any
) -> None:
    wrong = changed(a_publisher(session))

    office = an_office(session)
    acknowledged(office, a_publisher(session))

    with pytest.raises(NotFound):
        publish_release(
            office,
            Channel.GRIEVANCE,
            publisher=wrong,
            signer=wrong.signer,
            press=PlainPress(),
            fiscal_year_be=YEAR,
        )

    assert session.scalar(sa.select(sa.func.count()).select_from(Release)) == 0


def test_publishing_stands_in_the_journal(session: Session) -> None:
    publisher = a_publisher(session)
    publish(an_office(session), publisher)

    row = session.scalars(
        sa.select(JournalRow).where(JournalRow.event == Event.RELEASE_PUBLISHED.value)
    ).one()

    assert json.loads(row.fields) == {"fiscal_year_be": "2569", "number": "1"}
    assert row.actor_id == publisher.person.officer_id


def test_what_is_over_and_not_published_is_due(session: Session) -> None:
    office, publisher = an_office(session), a_publisher(session)
    work = Counted(session, Channel.GRIEVANCE, office.agency, TODAY)
    before = {due.fiscal_year_be: due.period_count for due in due_releases(work)}

    publish(office, publisher)
    after = {due.fiscal_year_be: due.period_count for due in due_releases(work)}

    assert before == {2569: 20, 2570: 1}
    assert after == {2570: 1}


def acknowledged(office: CountingOffice, publisher: PublishingOfficer) -> None:
    """Bring a release as far as publishing."""
    with office.writing(Channel.GRIEVANCE) as work:
        save_draft(work, publisher, fiscal_year_be=YEAR, as_of=TODAY, statement=said())
        check_draft(work, a_publisher(work.session), fiscal_year_be=YEAR)
        acknowledge_draft(work, an_executive(work.session), fiscal_year_be=YEAR)


def finish(office: CountingOffice, publisher: PublishingOfficer) -> Release:
    return publish_release(
        office,
        Channel.GRIEVANCE,
        publisher=publisher,
        signer=publisher.signer,
        press=PlainPress(),
        fiscal_year_be=YEAR,
    )


@pytest.mark.parametrize("words", ["  ", "-", "—", "…"])
@pytest.mark.parametrize("part", ["problems", "obstacles", "remedies"])
def test_an_empty_part_is_refused_and_none_must_be_written(
    session: Session, part: str, words: str
) -> None:
    work = Counted(session, Channel.GRIEVANCE, an_agency(), TODAY)

    with pytest.raises(BadInput) as refused:
        save_draft(
            work,
            a_publisher(session),
            fiscal_year_be=YEAR,
            as_of=TODAY,
            statement=said(**{part: Words(words, "")}),
        )

    assert (refused.value.code, refused.value.field) == (Code.FIELD_IS_EMPTY, f"{part}_th")
    assert draft_on_its_way(work, YEAR) is None


def test_a_release_says_who_stood_for_each_step_and_what_hindered(session: Session) -> None:
    office, publisher = an_office(session), a_publisher(session)
    acknowledged(office, publisher)
    content = json.loads(finish(office, publisher).content)

    assert content["statement"]["problems"] == {"th": "ไม่มี", "en": "None"}
    assert content["signed_off"]["acknowledged"] == {
        "name": "นางตัวอย่าง นำทาง", "position": "นายกเทศมนตรี", "on": TODAY.isoformat(),
    }  # fmt: skip
    assert set(content["signed_off"]) == {"prepared", "checked", "acknowledged"}


def test_no_step_is_taken_before_the_one_before_it_or_twice(session: Session) -> None:
    office, publisher = an_office(session), a_publisher(session)
    executive, checker = an_executive(session), a_publisher(session)
    work = Counted(session, Channel.GRIEVANCE, office.agency, TODAY)

    with pytest.raises(NotFound):
        finish(office, publisher)
    save_draft(work, publisher, fiscal_year_be=YEAR, as_of=TODAY, statement=said())
    assert refused_with(acknowledge_draft, work, executive) is Code.DRAFT_IS_NOT_CHECKED
    with pytest.raises(NotAllowed) as too_early:
        finish(office, publisher)
    assert too_early.value.code is Code.DRAFT_IS_NOT_ACKNOWLEDGED
    assert refused_with(check_draft, work, publisher) is Code.NEEDS_ANOTHER_PERSON
    check_draft(work, checker, fiscal_year_be=YEAR)
    assert refused_with(check_draft, work, checker) is Code.DRAFT_IS_CHECKED
    acknowledge_draft(work, executive, fiscal_year_be=YEAR)
    assert refused_with(acknowledge_draft, work, executive) is Code.DRAFT_IS_NOT_CHECKED

    assert finish(office, publisher).number == 1
    with pytest.raises(NotFound):
        finish(office, publisher)


def test_nobody_stands_for_a_draft_that_was_not_shown(session: Session) -> None:
    """Drafted anew and checked again while the executive still reads the first."""
    work = Counted(session, Channel.GRIEVANCE, an_agency(), TODAY)
    publisher, checker = a_publisher(session), a_publisher(session)
    save_draft(work, publisher, fiscal_year_be=YEAR, as_of=TODAY, statement=said())
    first = seen(work)
    save_draft(
        work, publisher, fiscal_year_be=YEAR, as_of=TODAY,
        statement=said(problems=Words("ผู้บริหารสั่งให้รอ", "")),
    )  # fmt: skip

    with pytest.raises(ChangedMeanwhile):
        check_draft(work, checker, fiscal_year_be=YEAR, seen=first)
    check_draft(work, checker, fiscal_year_be=YEAR, seen=seen(work))
    with pytest.raises(ChangedMeanwhile):
        acknowledge_draft(work, an_executive(session), fiscal_year_be=YEAR, seen=first)
    acknowledge_draft(work, an_executive(session), fiscal_year_be=YEAR, seen=seen(work))

    assert seen(work) != first


def seen(work: Counted) -> str:
    """Return the fingerprint of what a page shows now."""
    found = draft_on_its_way(work, YEAR)
    assert found is not None
    return found.fingerprint


def refused_with(step: Any, work: Counted, actor: Any) -> Code:
    with pytest.raises(NotAllowed) as refused:
        step(work, actor, fiscal_year_be=YEAR)
    return refused.value.code


def test_an_officer_cannot_acknowledge_for_the_executive(session: Session) -> None:
    work = Counted(session, Channel.GRIEVANCE, an_agency(), TODAY)
    publisher, checker = a_publisher(session), a_publisher(session)
    save_draft(work, publisher, fiscal_year_be=YEAR, as_of=TODAY, statement=said())
    check_draft(work, checker, fiscal_year_be=YEAR)

    for officer in (publisher, checker):
        with pytest.raises(NotFound):
            acknowledge_draft(work, officer, fiscal_year_be=YEAR)


def test_what_was_acknowledged_is_what_is_published(session: Session) -> None:
    keep(session, [replace(a_history(date(2025, 10, 3)), topic="service") for _ in range(6)])
    office, publisher = an_office(session), a_publisher(session)
    acknowledged(office, publisher)
    seen = draft_on_its_way(Counted(session, Channel.GRIEVANCE, office.agency, TODAY), YEAR)
    assert seen is not None

    session.execute(sa.update(Case).values(topic="environment"))
    content = json.loads(finish(office, publisher).content)

    subjects = {
        row["category"]: row["count"]
        for row in content["breakdowns"]
        if (row["dimension"], row["period_start"]) == ("subject", "2025-10-01")
    }
    assert (subjects["service"], subjects["environment"]) == (6, 0)
    assert len(content["breakdowns"]) == len(seen.draft.breakdown_lines)


def test_totals_that_changed_meanwhile_must_be_drafted_again(session: Session) -> None:
    keep(session, [a_history(date(2025, 10, 3))])
    office, publisher = an_office(session), a_publisher(session)
    acknowledged(office, publisher)
    keep(session, [a_history(date(2025, 10, 4))])

    with pytest.raises(NotAllowed) as refused:
        finish(office, publisher)

    assert refused.value.code is Code.FIGURES_HAVE_CHANGED


def test_a_draft_saved_again_begins_the_way_anew(session: Session) -> None:
    office, publisher = an_office(session), a_publisher(session)
    acknowledged(office, publisher)
    work = Counted(session, Channel.GRIEVANCE, office.agency, TODAY)
    save_draft(work, publisher, fiscal_year_be=YEAR, as_of=TODAY, statement=said())

    with pytest.raises(NotAllowed) as refused:
        finish(office, publisher)

    assert refused.value.code is Code.DRAFT_IS_NOT_ACKNOWLEDGED
