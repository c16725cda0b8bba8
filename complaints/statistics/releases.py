"""Preparing and publishing releases.

Counting reads, printing takes a second, storing is short: publishing counts in
one unit of work, signs and prints outside any transaction, and stores in
another, which refuses when somebody else published in between.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Protocol

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from complaints.domain.access import Permission, Person, Situation, is_allowed
from complaints.domain.calendar import PeriodType, first_day, fiscal_year_be, periods_of
from complaints.domain.channel import Channel
from complaints.domain.errors import BadInput, ChangedMeanwhile, Code, NotAllowed, NotFound
from complaints.domain.events import Event
from complaints.domain.leaves import release_name
from complaints.domain.text import clean_text, required_text
from complaints.records import journal, releases
from complaints.records.agency import Agency
from complaints.records.officers import find_officer
from complaints.records.releases import Release, ReleaseFile
from complaints.statistics.balancing import refuse_unless_balanced
from complaints.statistics.breakdowns import Earlier, break_down, earlier_breakdowns
from complaints.statistics.counting import count_facts
from complaints.statistics.editions import (
    Draft,
    Edition,
    Figures,
    Imprint,
    Signer,
    closed_periods,
    signed,
)
from complaints.statistics.forms import csv_of, csv_of_breakdowns, json_of, xlsx_of
from complaints.statistics.leaves import Leaves, count_leaves
from complaints.statistics.measures import (
    Facts,
    days_of,
    ledger_between,
    ledger_of,
    on_time_of,
)
from complaints.statistics.package import package_of
from complaints.statistics.words import Language, Words

REASON_CHARACTERS = 1_000
FIRST_PREVIOUS = bytes(32)


class Counting(Protocol):
    """What counting and storing need of a unit of work."""

    @property
    def session(self) -> Session:
        """Return the session."""

    @property
    def channel(self) -> Channel:
        """Return the channel."""

    @property
    def agency(self) -> Agency:
        """Return the agency."""

    def today(self) -> date:
        """Return the day in Bangkok."""


class Counter(Protocol):
    """Whoever hands out units of work."""

    def reading(self, channel: Channel) -> AbstractContextManager[Counting]:
        """Hand out work that only reads."""

    def writing(self, channel: Channel) -> AbstractContextManager[Counting]:
        """Hand out work that is committed at its end."""


class Publisher(Protocol):
    """The officer who publishes."""

    @property
    def person(self) -> Person:
        """Return who it is to the rules."""

    @property
    def full_name(self) -> str:
        """Return the name that stands under the release."""

    @property
    def position(self) -> str:
        """Return the position that stands under the release."""


class Press(Protocol):
    """Whoever prints an edition for people."""

    def html(self, edition: Edition, language: Language, sizes: Mapping[str, int]) -> bytes:
        """Return the inner part of the page in a language.

        :param sizes: bytes of the files to download, by form.
        """

    def pdf(self, edition: Edition) -> bytes:
        """Return the sheets for signature and archive."""


@dataclass(frozen=True)
class Due:
    """A fiscal year with periods that are over and not yet published."""

    fiscal_year_be: int
    period_count: int


def list_releases(work: Counting) -> list[Release]:
    """Return the releases of the channel, newest fiscal years and numbers first."""
    found = releases.all_releases(work.session)
    return [release for release in found if release.channel == work.channel.value]


def due_releases(work: Counting) -> list[Due]:
    """Return the fiscal years, this and the one before, that have something new to publish."""
    found = []
    this_year = fiscal_year_be(work.today())
    for year in (this_year - 1, this_year):
        last = releases.latest_release(work.session, work.channel, year)
        over = closed_periods(work.channel, year, work.today())
        told = closed_periods(work.channel, year, last.as_of) if last else ()
        fresh = [period for period in over[len(told) :] if period.end >= work.agency.founded_on]
        if fresh:
            found.append(Due(year, len(fresh)))
    return found


def prepare(work: Counting, fiscal_year_be: int, as_of: date) -> Draft:
    """Count and check what can be published of a fiscal year.

    :param fiscal_year_be: Buddhist era.
    :param as_of: periods that ended before this day are published.
    :raises BadInput: the day is in the future, or before that of the last release.
    :raises NotAllowed: no period is over, the ledger does not balance, or a
        table would tell of too few people.
    """
    last = releases.latest_release(work.session, work.channel, fiscal_year_be)
    newest = releases.newest_of_channel(work.session, work.channel)
    _refuse_day(as_of, work.today(), last)
    facts = count_facts(work.session, work.channel, as_of, fiscal_year_be)
    refuse_unless_balanced(work.session, work.channel, facts)
    begun_on = min(facts.begun_on or work.agency.founded_on, work.agency.founded_on)
    figures = _figures(work.channel, fiscal_year_be, as_of, facts)
    if not figures or max(one.period.end for one in figures) < begun_on:
        raise NotAllowed(Code.NOTHING_TO_PUBLISH)
    (year,) = periods_of(fiscal_year_be, PeriodType.YEAR)
    number = last.number + 1 if last else 1
    earlier = earlier_breakdowns(last.content) if last else Earlier()
    breakdowns, names = break_down(
        work.session, work.channel, facts, fiscal_year_be, as_of, earlier
    )
    return Draft(
        channel=work.channel,
        fiscal_year_be=fiscal_year_be,
        number=number,
        chain_number=newest.chain_number + 1 if newest else 1,
        as_of=as_of,
        is_provisional=as_of <= year.end,
        counted_from=begun_on if begun_on > first_day(fiscal_year_be) else None,
        figures=figures,
        previous=newest.digest if newest else FIRST_PREVIOUS,
        leaves=_leaves(work, fiscal_year_be, number, facts, figures),
        breakdowns=breakdowns,
        names=names,
    )


def publish_release(
    counter: Counter,
    channel: Channel,
    *,
    publisher: Publisher,
    signer: Signer,
    press: Press,
    fiscal_year_be: int,
    as_of: date,
    reason: Words,
) -> Release:
    """Count, sign, print and store a release; nothing of it ever changes after.

    :param signer: the publishing officer's own signing key.
    :param reason: why another release of the year is needed; Thai is then required.
    :raises NotFound: the officer may not publish, or the key is another's.
    :raises BadInput: as for :func:`prepare`, or no reason where one is needed.
    :raises NotAllowed: as for :func:`prepare`.
    :raises ChangedMeanwhile: another release of the channel came first.
    """
    with counter.reading(channel) as work:
        _refuse_publisher(work, publisher, signer)
        draft = prepare(work, fiscal_year_be, as_of)
        imprint = _imprint(work, publisher, _checked(reason, draft))
    edition = signed(draft, imprint, signer)
    files = print_forms(edition, press)
    files["package"] = package_of(edition, files, signer)
    try:
        with counter.writing(channel) as work:
            return store(work, edition, files)
    except IntegrityError:
        raise ChangedMeanwhile from None


def print_forms(edition: Edition, press: Press) -> dict[str, bytes]:
    """Return an edition in every form, by the name of the form."""
    files = {
        "csv": csv_of(edition),
        "csv_breakdowns": csv_of_breakdowns(edition),
        "xlsx": xlsx_of(edition),
        "json": json_of(edition),
        "pdf": press.pdf(edition),
        "leaves": edition.draft.leaves.text,
    }
    sizes = {form: len(content) for form, content in files.items()}
    pages = {page_form(language): press.html(edition, language, sizes) for language in Language}
    return {**files, **pages}


def page_form(language: Language) -> str:
    """Return the name under which the page of a language is stored."""
    return f"html_{language.value}"


def store(work: Counting, edition: Edition, files: Mapping[str, bytes]) -> Release:
    """Write a printed edition; the caller commits.

    :raises ChangedMeanwhile: it does not follow the newest release of the channel.
    """
    draft, imprint = edition.draft, edition.imprint
    newest = releases.newest_of_channel(work.session, work.channel)
    if (newest.digest if newest else FIRST_PREVIOUS) != draft.previous:
        raise ChangedMeanwhile
    release = Release(
        channel=draft.channel.value,
        fiscal_year_be=draft.fiscal_year_be,
        number=draft.number,
        chain_number=draft.chain_number,
        is_provisional=draft.is_provisional,
        as_of=draft.as_of,
        published_on=imprint.published_on,
        published_by=imprint.publisher_id,
        reason_th=imprint.reason.th,
        reason_en=imprint.reason.en,
        content=edition.content,
        previous=draft.previous,
        digest=edition.digest,
        signer_key=edition.signer_key,
        signature=edition.signature,
    )
    work.session.add(release)
    work.session.flush()
    for form, content in files.items():
        work.session.add(
            ReleaseFile(
                release_id=release.id,
                form=form,
                content=content,
                sha256=sha256(content).hexdigest(),
            )
        )
    journal.write(
        work.session,
        Event.RELEASE_PUBLISHED,
        channel=work.channel,
        on=imprint.published_on,
        actor_id=imprint.publisher_id,
        fields={
            "fiscal_year_be": str(draft.fiscal_year_be),
            "number": str(draft.number),
        },
    )
    return release


def _figures(
    channel: Channel, fiscal_year_be: int, as_of: date, facts: Facts
) -> tuple[Figures, ...]:
    promised = channel is Channel.GRIEVANCE
    return tuple(
        Figures(
            period=period,
            ledger=ledger_of(facts, period),
            on_time=on_time_of(facts, period) if promised else None,
            days=days_of(facts, period) if promised else None,
        )
        for period in closed_periods(channel, fiscal_year_be, as_of)
    )


def _leaves(
    work: Counting, fiscal_year_be: int, number: int, facts: Facts, figures: tuple[Figures, ...]
) -> Leaves:
    """Return the leaves of the year up to the end of the last period that is published."""
    start, end = first_day(fiscal_year_be), max(one.period.end for one in figures)
    return count_leaves(
        work.session,
        work.channel,
        release=release_name(work.channel.value, fiscal_year_be, number),
        start=start,
        end=end,
        counted_on=work.today(),
        ledger=ledger_between(facts, start, end),
    )


def _imprint(work: Counting, publisher: Publisher, reason: Words) -> Imprint:
    return Imprint(
        agency=Words(work.agency.name_th, work.agency.name_en),
        publisher_id=publisher.person.officer_id,
        publisher=publisher.full_name,
        position=publisher.position,
        published_on=work.today(),
        reason=reason,
        is_demonstration=work.agency.is_demonstration,
        receipt_key=work.agency.attest_key.hex() if work.agency.attest_key else None,
    )


def _checked(reason: Words, draft: Draft) -> Words:
    if not draft.needs_reason:
        return Words("", "")
    return Words(
        required_text(reason.th, "reason_th", longest=REASON_CHARACTERS),
        clean_text(reason.en, "reason_en", longest=REASON_CHARACTERS),
    )


def _refuse_day(as_of: date, today: date, last: Release | None) -> None:
    if as_of > today:
        raise BadInput(Code.DATE_IS_IN_FUTURE, "as_of")
    if last is not None and as_of < last.as_of:
        raise BadInput(Code.DATE_IS_TOO_OLD, "as_of")


def _refuse_publisher(work: Counting, publisher: Publisher, signer: Signer) -> None:
    person = publisher.person
    account = find_officer(work.session, person.officer_id)
    allowed = is_allowed(person, Permission.RELEASE_PUBLISH, Situation(channel=work.channel))
    if not allowed or account is None or account.signing_key != signer.public:
        raise NotFound
