"""What a process keeps at hand of the releases, so that a page costs no query.

Releases never change, so their files are kept as they are; which releases
there are is looked up again after a second, so that every process shows a new
one at once for a reader's patience.
"""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import cast

from flask import Flask, current_app

from complaints.domain.channel import Channel
from complaints.records import releases
from complaints.records.releases import Release
from complaints.web.here import office

CATALOGUE_SECONDS = 1.0
ITEMS_KEPT = 256
WORTH_PRESSING = 0.8
LONGEST_KEPT = 2**22
"""What has more bytes is read again for each who asks."""


@dataclass(frozen=True)
class Listed:
    """A release as the list knows it.

    :ivar id: its row.
    """

    id: str
    channel: Channel
    fiscal_year_be: int
    number: int
    is_provisional: bool
    as_of: date
    published_on: date
    reason_th: str
    reason_en: str


@dataclass(frozen=True)
class Kept:
    """Bytes that are served, with their strong tag.

    What is published is no secret, so pressing it together tells nothing.

    :ivar pressed: the same as gzip; None where that saves nothing.
    """

    body: bytes
    etag: str
    pressed: bytes | None

    @classmethod
    def of(cls, body: bytes) -> Kept:
        """Return bytes ready to be served."""
        pressed = gzip.compress(body, mtime=0)
        return cls(
            body=body,
            etag=sha256(body).hexdigest()[:32],
            pressed=pressed if len(pressed) < len(body) * WORTH_PRESSING else None,
        )


@dataclass(frozen=True)
class Long:
    """What is too long to be kept, and so is never pressed.

    :ivar length: in bytes.
    """

    length: int
    etag: str


@dataclass(frozen=True)
class Catalogue:
    """Every release there is, newest of each year first.

    :ivar version: changes with the releases.
    """

    releases: tuple[Listed, ...]
    version: str
    read_at: float

    def of(self, channel: Channel, fiscal_year_be: int) -> tuple[Listed, ...]:
        """Return the releases of a channel's fiscal year, newest first."""
        return tuple(
            one
            for one in self.releases
            if one.channel is channel and one.fiscal_year_be == fiscal_year_be
        )


@dataclass
class Shelf:
    """The catalogue and the bytes of one process."""

    catalogue: Catalogue | None = None
    items: dict[Hashable, Kept] = field(default_factory=dict)
    long: dict[tuple[str, str], Long | None] = field(default_factory=dict)

    def current(self) -> Catalogue:
        """Return the catalogue, at most a second old."""
        known = self.catalogue
        if known is None or time.monotonic() - known.read_at > CATALOGUE_SECONDS:
            known = self.catalogue = _read_catalogue()
        return known

    def find(self, channel: Channel, fiscal_year_be: int, number: int | None) -> Listed | None:
        """Return a release, or the newest of its year when no number is given.

        What the list does not know is looked up afresh before it is denied.
        """
        found = _find(self.current(), channel, fiscal_year_be, number)
        if found is None:
            self.catalogue = _read_catalogue()
            found = _find(self.catalogue, channel, fiscal_year_be, number)
        return found

    def keep(self, key: Hashable, make: Callable[[], bytes | None]) -> Kept | None:
        """Return what is kept under a key, made when it is not there yet."""
        kept = self.items.get(key)
        if kept is None:
            body = make()
            if body is None:
                return None
            if len(self.items) >= ITEMS_KEPT:
                self.items.clear()
            kept = self.items[key] = Kept.of(body)
        return kept

    def long_file(self, release: Listed, form: str) -> Long | None:
        """Return a file of a release, if it is too long to be kept."""
        key = (release.id, form)
        if key not in self.long:
            self.long[key] = _measure(release, form)
        return self.long[key]

    def forget_catalogue(self) -> None:
        """Look the releases up again at the next request."""
        self.catalogue = None


def shelf() -> Shelf:
    """Return the shelf of the running application."""
    return cast(Shelf, current_app.extensions.setdefault("statistics_shelf", Shelf()))


def read_form(release: Listed, form: str) -> bytes | None:
    """Return the stored bytes of a release in one form."""
    with office().reading(release.channel) as work:
        return releases.whole_file(work.session, release.id, form)


def read_in_parts(app: Flask, release: Listed, form: str) -> Iterator[bytes]:
    """Yield the stored bytes of a release in one form, while they are sent.

    Each few parts are read by themselves: whoever fetches slowly, or goes away,
    leaves no transaction open and no context pushed.
    """
    with app.app_context(), office().reading(release.channel) as work:
        file = releases.release_file(work.session, release.id, form)
    parts = [file.content] if file else []
    after = 0
    while parts:
        yield from parts
        with app.app_context(), office().reading(release.channel) as work:
            parts = releases.further_parts(work.session, release.id, form, after)
        after += len(parts)


def _measure(release: Listed, form: str) -> Long | None:
    with office().reading(release.channel) as work:
        found = releases.measure_file(work.session, release.id, form)
    if found is None or found[0] <= LONGEST_KEPT:
        return None
    length, digest = found
    return Long(length, digest[:32])


def _read_catalogue() -> Catalogue:
    with office().reading(Channel.GRIEVANCE) as work:
        rows = releases.all_releases(work.session)
        digests = b"".join(sorted(row.digest for row in rows))
        listed = tuple(_listed(row) for row in rows)
    return Catalogue(listed, sha256(digests).hexdigest(), time.monotonic())


def _listed(row: Release) -> Listed:
    return Listed(
        id=row.id,
        channel=Channel(row.channel),
        fiscal_year_be=row.fiscal_year_be,
        number=row.number,
        is_provisional=row.is_provisional,
        as_of=row.as_of,
        published_on=row.published_on,
        reason_th=row.reason_th,
        reason_en=row.reason_en,
    )


def _find(
    catalogue: Catalogue, channel: Channel, fiscal_year_be: int, number: int | None
) -> Listed | None:
    found = catalogue.of(channel, fiscal_year_be)
    return next((one for one in found if number is None or one.number == number), None)
