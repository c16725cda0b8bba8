"""Publishing releases that the executive acknowledged.

Counting reads, printing takes a second, storing is short: publishing counts in
one unit of work, signs and prints outside any transaction, and stores in
another, which refuses when somebody else published in between.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from sqlalchemy.exc import IntegrityError

from complaints.domain.access import Permission, Situation, is_allowed
from complaints.domain.calendar import fiscal_year_be
from complaints.domain.channel import Channel
from complaints.domain.errors import ChangedMeanwhile, NotFound
from complaints.domain.events import Event
from complaints.records import journal, releases
from complaints.records.officers import find_officer
from complaints.records.releases import Release
from complaints.statistics.drafting import Publisher, acknowledged_draft, end_draft
from complaints.statistics.editions import (
    Edition,
    Signer,
    closed_periods,
    signed,
)
from complaints.statistics.forms import (
    csv_of,
    csv_of_breakdowns,
    csv_of_measures,
    csv_of_targets,
    json_of,
    xlsx_of,
)
from complaints.statistics.package import package_of
from complaints.statistics.preparing import FIRST_PREVIOUS, Counting
from complaints.statistics.words import Language


class Counter(Protocol):
    """Whoever hands out units of work."""

    def reading(self, channel: Channel) -> AbstractContextManager[Counting]:
        """Hand out work that only reads."""

    def writing(self, channel: Channel) -> AbstractContextManager[Counting]:
        """Hand out work that is committed at its end."""


class Page(StrEnum):
    """The pages on which people read a release; what everybody asks for stands on the first."""

    RELEASE = "html"
    FIGURES = "html_figures"
    BREAKDOWNS = "html_breakdowns"
    PROOF = "html_proof"


class Press(Protocol):
    """Whoever prints an edition for people."""

    def html(
        self, edition: Edition, page: Page, language: Language, sizes: Mapping[str, int]
    ) -> bytes:
        """Return the inner part of a page in a language.

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
    by_quarter = work.agency.publishes_corruption_quarters
    for year in (this_year - 1, this_year):
        last = releases.latest_release(work.session, work.channel, year)
        over = closed_periods(work.channel, year, work.today(), by_quarter=by_quarter)
        told = closed_periods(work.channel, year, last.as_of, by_quarter=by_quarter) if last else ()
        fresh = [period for period in over[len(told) :] if period.end >= work.agency.founded_on]
        if fresh:
            found.append(Due(year, len(fresh)))
    return found


def publish_release(
    counter: Counter,
    channel: Channel,
    *,
    publisher: Publisher,
    signer: Signer,
    press: Press,
    fiscal_year_be: int,
) -> Release:
    """Sign, print and store what the executive acknowledged; nothing of it ever changes after.

    :param signer: the publishing officer's own signing key.
    :raises NotFound: the officer may not publish, the key is another's, or there is no draft.
    :raises NotAllowed: the draft is not acknowledged, or the figures have changed since.
    :raises ChangedMeanwhile: another release of the channel came first.
    """
    with counter.reading(channel) as work:
        _refuse_publisher(work, publisher, signer)
        draft, imprint = acknowledged_draft(work, publisher, fiscal_year_be)
    edition = signed(draft, imprint, signer)
    files = print_forms(edition, press)
    files["package"] = package_of(edition, files, signer)
    try:
        with counter.writing(channel) as work:
            end_draft(work, fiscal_year_be)
            return store(work, edition, files)
    except IntegrityError:
        raise ChangedMeanwhile from None


def print_forms(edition: Edition, press: Press) -> dict[str, bytes]:
    """Return an edition in every form, by the name of the form."""
    files = {
        "csv": csv_of(edition),
        "csv_measures": csv_of_measures(edition),
        "csv_breakdowns": csv_of_breakdowns(edition),
        "csv_targets": csv_of_targets(edition),
        "xlsx": xlsx_of(edition),
        "json": json_of(edition),
        "pdf": press.pdf(edition),
        "leaves": edition.draft.leaves.text,
    }
    sizes = {form: len(content) for form, content in files.items()}
    pages = {
        page_form(page, language): press.html(edition, page, language, sizes)
        for page in Page
        for language in Language
    }
    return {**files, **pages}


def page_form(page: Page, language: Language) -> str:
    """Return the name under which a page of a language is stored."""
    return f"{page.value}_{language.value}"


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
        releases.keep_file(work.session, release.id, form, content)
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


def _refuse_publisher(work: Counting, publisher: Publisher, signer: Signer) -> None:
    person = publisher.person
    account = find_officer(work.session, person.officer_id)
    allowed = is_allowed(person, Permission.RELEASE_PUBLISH, Situation(channel=work.channel))
    if not allowed or account is None or account.signing_key != signer.public:
        raise NotFound
