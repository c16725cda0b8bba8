"""Figures that cannot be published: the page and the command name what does not fit."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from flask.cli import FlaskGroup

from complaints.domain.calendar import half_of
from complaints.domain.channel import Channel
from complaints.domain.disclosure import Fault, Group
from complaints.records.cases import Case, add_to_tally
from complaints.records.releases import ReleaseDraft
from complaints.statistics import protecting
from complaints.statistics.words import Words
from complaints.web.statistics_faults import fault_words
from tests.desk_pages.conftest import Desks
from tests.statistics.offices import PlainPress, release_all_the_way

PATH, YEAR = "/desk/grievance/releases/2570", "2570"
SAID = {f"{part}_th": f"{part} ก" for part in ("problems", "obstacles", "remedies")}


def preview(desks: Desks) -> tuple[int, str]:
    """Return the status of the command and everything that it said."""
    group = FlaskGroup(create_app=lambda: desks.app, add_version_option=False)
    ran = CliRunner().invoke(group, ["release", "preview", "grievance", YEAR])
    return ran.exit_code, ran.output


def count_drafts(desks: Desks) -> int:
    with desks.office.reading(Channel.GRIEVANCE) as work:
        return int(work.session.scalar(sa.select(sa.func.count()).select_from(ReleaseDraft)) or 0)


def test_a_ledger_that_does_not_balance_names_the_event_on_the_page_and_at_the_console(
    desks: Desks,
) -> None:
    spoiled = desks.office.file_grievance()
    desks.office.file_grievance()
    desks.office.clock.pass_days(60)
    with desks.office.writing(Channel.GRIEVANCE) as work:
        day = work.session.scalars(sa.select(Case.received_on)).first()
        work.session.execute(
            sa.update(Case)
            .where(Case.number == spoiled.number)
            .values(state="completed", completed_on=day, first_completed_on=day)
        )

    shown = desks.at("ekachai").look(PATH)
    status, said = preview(desks)

    (fault,) = [item.get_text() for item in shown.soup.select("main .notice li")]
    assert fault.startswith("บันทึกลำดับที่ ")
    assert fault.endswith(": รับเรื่อง")
    assert shown.soup.select("form[action$='/publish']") == []
    assert status == 1
    (named,) = [line for line in said.splitlines() if line.startswith("Journal row ")]
    assert "case_received" in named
    assert spoiled.number not in said


def test_a_draft_whose_ledger_does_not_balance_is_not_kept(desks: Desks) -> None:
    desks.office.file_grievance()
    desks.office.clock.pass_days(60)
    officer = desks.at("ekachai")
    hidden = officer.look(PATH).hidden(PATH)
    with desks.office.writing(Channel.GRIEVANCE) as work:
        work.session.execute(
            sa.update(Case).values(
                state="completed",
                completed_on=Case.received_on,
                first_completed_on=Case.received_on,
            )
        )

    refused = officer.post(PATH, **{**hidden, **SAID})

    assert refused.status == 409
    assert refused.soup.select("main .notice li")
    assert count_drafts(desks) == 0


def test_counters_that_do_not_add_up_are_named_in_both_languages(desks: Desks) -> None:
    desks.office.file_corruption()
    desks.office.clock.pass_days(366)
    with desks.office.writing(Channel.CORRUPTION) as work:
        half = half_of(work.session.scalars(sa.select(Case.received_on)).one()).start
        add_to_tally(work.session, Channel.CORRUPTION, half, "subject:bribery")

    path = f"/desk/corruption/releases/{YEAR}"
    thai, english = (desks.at("anan").look(f"{path}?lang={one}") for one in ("th", "en"))

    (said,) = [item.get_text() for item in thai.soup.select("main .notice li")]
    assert said.startswith("ตัวนับ “หมวดเรื่อง” ของครึ่งปีที่เริ่ม 1 ตุลาคม 2569")
    (said,) = [item.get_text() for item in english.soup.select("main .notice li")]
    assert said.startswith("Counters “Subject” of the half-year from 1 October 2026")


def test_a_table_that_tells_too_much_is_named_with_the_reason(
    desks: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    desks.office.file_grievance()
    desks.office.clock.pass_days(366)
    monkeypatch.setattr(
        protecting,
        "protect_around",
        lambda counts, _: tuple(Group((code,), count) for code, count in counts.items()),
    )

    shown = desks.at("ekachai").look(PATH)
    status, said = preview(desks)

    (fault,) = [item.get_text() for item in shown.soup.select("main .notice li")]
    assert fault == "ตาราง “ประเภทเรื่อง”: จำนวน 1 ถึง 4 จะแสดงแยกอยู่ลำพัง"
    assert status == 1
    assert "Table kind: a number from 1 to 4 would stand alone" in said


def test_every_reason_of_the_rules_has_words(desks: Desks) -> None:
    with desks.app.test_request_context():
        words = {fault_words(fault) for fault in Fault}

    assert len(words) == len(Fault)


def test_another_release_of_a_year_asks_for_its_reason_at_once(desks: Desks) -> None:
    desks.office.file_grievance()
    desks.office.clock.pass_days(60)
    first = desks.at("ekachai").look(PATH)
    actor = desks.office.actor("ekachai")
    assert actor.owned is not None
    release_all_the_way(
        desks.office.office, Channel.GRIEVANCE, publisher=actor, signer=actor.owned.signing,
        press=PlainPress(), fiscal_year_be=int(YEAR), as_of=desks.office.office.today(),
        reason=Words("", ""),
    )  # fmt: skip

    again = desks.at("ekachai").look(PATH)
    refused = desks.at("ekachai").send(PATH, problems_th="ไม่มี")

    assert first.soup.select("#reason_th") == []
    assert again.one("#reason_th").has_attr("required")
    assert refused.status == 422
    assert [link["href"] for link in refused.soup.select(".error-summary a")] == [
        "#obstacles_th", "#remedies_th", "#reason_th",
    ]  # fmt: skip
