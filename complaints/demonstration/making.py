"""Making the demonstration: found the agency in the past and play it up to today."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

import sqlalchemy as sa

from complaints.casework.calendar_seed import closed_days
from complaints.casework.founding import MARKER, found_agency, is_founded
from complaints.casework.heads import export_heads
from complaints.demonstration.people import profile
from complaints.demonstration.plan_numbers import enter_base_year, enter_prosecuted
from complaints.demonstration.playing import Play
from complaints.demonstration.schedule import MovingClock, Years, days_of_beats
from complaints.demonstration.sign_ins import SIGN_INS_FILE, write_sign_ins
from complaints.demonstration.staffing import Staff, enrol_staff
from complaints.demonstration.stories import Story, all_stories
from complaints.domain.calendar import first_day, fiscal_year_be
from complaints.domain.channel import Channel
from complaints.jobs.reminding import remind
from complaints.records.agency import Agency
from complaints.records.database import Model
from complaints.records.guards import GUARDED, lay_guards, lift_guards
from complaints.statistics.drafting import acknowledge_draft, check_draft, save_draft
from complaints.statistics.releases import Press, publish_release
from complaints.statistics.statements import Statement
from complaints.statistics.words import Words
from complaints.work import Actor, Work
from complaints.work.office import Office

RECOVERY_FOLDER = "demo-recovery"
WHY_AGAIN = Words("เพิ่มช่วงเวลาที่สิ้นสุดแล้ว", "Adds the periods that are over by now.")
NOTHING = Words("ไม่มี", "None")
NOTHING_TO_SAY = Statement(problems=NOTHING, obstacles=NOTHING, remedies=NOTHING, reason=WHY_AGAIN)
SAID = {
    Channel.CORRUPTION: NOTHING_TO_SAY,
    Channel.GRIEVANCE: Statement(
        problems=Words(
            "เรื่องถนนและไฟฟ้าสาธารณะบางเรื่องต้องรองบประมาณ จึงใช้เวลาเกิน 15 วัน",
            "Some matters of roads and street lights wait for a budget and take more than 15 days.",
        ),
        obstacles=Words("ฝนตกต่อเนื่องทำให้ซ่อมผิวถนนไม่ได้", "Lasting rain kept roads from being mended."),
        remedies=Words(
            "ชี้แจงผู้ร้องพร้อมวันใหม่ทุกเรื่อง และตั้งงบซ่อมบำรุงไว้ล่วงหน้า",
            "Every reporter is told a new day, and a budget for repairs is set aside early.",
        ),
        reason=WHY_AGAIN,
    ),
}


@dataclass(frozen=True, order=True)
class _Scene:
    """Something that happens on a day; of one day, releases come first."""

    day: date
    story: int
    beat: int
    play: Callable[[], object]


def make(office: Office, press: Press, *, stories: Sequence[Story] | None = None) -> None:
    """Found the demonstration agency and play its cases and releases.

    :param press: prints the releases.
    :param stories: what is played; all of it when left out.
    :raises AlreadyFounded: the database or the instance holds an agency.
    """
    years = Years.around(office.today())
    clock = MovingClock(office.now())
    past = office.at(clock)
    clock.begin(years.founded_on)
    instance = office.settings.instance
    recovery_folder = instance / RECOVERY_FOLDER
    recovery_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    calendar_years = range(years.founded_on.year - 1, years.today.year + 3)
    founded = found_agency(
        past,
        profile(years.founded_on),
        recovery_folder=recovery_folder,
        is_demonstration=True,
        holiday_years=calendar_years,
    )
    staff = enrol_staff(past, clock, founded)
    holidays = {day.day: day.name_th for day in closed_days(calendar_years)}
    told = all_stories() if stories is None else stories
    scenes = [*_releases(past, press, staff, years), *_stories(past, staff, years, told, holidays)]
    for scene in sorted(scenes, key=lambda scene: (scene.day, scene.story, scene.beat)):
        clock.move_to(scene.day)
        scene.play()
    remind(office)
    export_heads(office)
    write_sign_ins(instance, staff.sign_ins)


def is_demonstration(office: Office) -> bool:
    """Say whether the agency in the database is a make-believe one."""
    session = office.session()
    found = session.scalar(sa.select(Agency.is_demonstration))
    session.rollback()
    return bool(found)


def is_unfinished(office: Office) -> bool:
    """Say whether a demonstration was begun here and not played to its end."""
    if not is_founded(office) or (office.settings.instance / SIGN_INS_FILE).exists():
        return False
    return is_demonstration(office)


def clear_unfinished(office: Office) -> None:
    """Throw away a demonstration that was interrupted; leaves everything else untouched."""
    if not is_unfinished(office):
        return
    session = office.session()
    lift_guards(session.connection())
    for table in reversed(Model.metadata.sorted_tables):
        session.execute(sa.delete(table))
    lay_guards(session.connection(), GUARDED)
    session.commit()
    session.expunge_all()
    office.cache.agency = None
    instance = office.settings.instance
    shutil.rmtree(instance / RECOVERY_FOLDER, ignore_errors=True)
    for channel in Channel:
        for path in (office.settings.evidence_folder / channel.value).rglob("*"):
            if path.is_file():
                path.unlink()
    (instance / MARKER).unlink(missing_ok=True)
    shutil.rmtree(office.settings.signed_heads_folder, ignore_errors=True)


def _stories(
    office: Office,
    staff: Staff,
    years: Years,
    stories: Sequence[Story],
    holidays: dict[date, str],
) -> list[_Scene]:
    scenes: list[_Scene] = []
    numbers: dict[str, str] = {}
    for turn, story in enumerate(stories):
        received_on = years.received_on(story, holidays)
        play = Play(office, staff, story, turn, received_on, numbers)
        scenes.append(_Scene(received_on, turn, 0, play.begin))
        scenes += [
            _Scene(day, turn, at, partial(play.go_on, beat))
            for at, (day, beat) in enumerate(days_of_beats(story, received_on, holidays), start=1)
        ]
    return scenes


def _releases(office: Office, press: Press, staff: Staff, years: Years) -> list[_Scene]:
    return [
        _Scene(day, -1, at, partial(_publish, office, press, staff, channel, year))
        for at, (day, channel, year) in enumerate(years.releases())
    ]


def _publish(office: Office, press: Press, staff: Staff, channel: Channel, year: int) -> None:
    publisher: Actor = staff.officers(channel)[0]
    if publisher.owned is None:
        raise RuntimeError("the publishing officer has no keys")
    checker, executive = staff.officers(channel)[1], staff.executive
    with office.writing(channel) as work:
        if channel is Channel.CORRUPTION:
            _enter_plan_numbers(work, publisher, year)
        is_empty = year == fiscal_year_be(work.agency.founded_on)
        said = NOTHING_TO_SAY if is_empty else SAID[channel]
        save_draft(work, publisher, fiscal_year_be=year, as_of=office.today(), statement=said)
        check_draft(work, checker, fiscal_year_be=year)
        acknowledge_draft(work, executive, fiscal_year_be=year)
    publish_release(
        office,
        channel,
        publisher=publisher,
        signer=publisher.owned.signing,
        press=press,
        fiscal_year_be=year,
    )


def _enter_plan_numbers(work: Work, officer: Actor, year: int) -> None:
    """Enter by hand what a year that is over is held against."""
    if first_day(year + 1) > work.today():
        return
    at = year - fiscal_year_be(work.agency.founded_on)
    if at == 0:
        enter_base_year(work, officer)
    enter_prosecuted(work, officer, year, at)
