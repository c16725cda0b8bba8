"""Which published figures count the reporter's case, and the receipt that could refute them.

The line by which a release counts a case comes from the key that the reporter
holds, not from the row of the case, so an office that changed the row would
be noticed here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from complaints.domain.calendar import fiscal_year_be
from complaints.domain.channel import Channel
from complaints.domain.errors import Code, NotAllowed
from complaints.domain.events import CAME, Event
from complaints.domain.leaves import LeafState, leaf_of, path_to, release_name
from complaints.records import journal, releases
from complaints.records.journal import Happened
from complaints.records.releases import Release
from complaints.tracking.visits import Visitor, open_visited
from complaints.work import Work
from complaints.work.opened import OpenedCase

RECEIPT_FORMAT: Final = "complaints-receipt-1"
RELEASES_KEPT: Final = 16
_SAID: Final[dict[bytes, dict[str, Any]]] = {}
"""What releases say of their lines, by the hash of the release."""

Vouch = Callable[[bytes], Mapping[str, Any]]


@dataclass(frozen=True)
class Counted:
    """How the newest release of a fiscal year counts a case.

    :ivar state: None where it does not count the case although it covers its days.
    :ivar leaf: the line by which it does; empty where it does not.
    :ivar root: of the tree of all lines, hexadecimal.
    """

    channel: Channel
    fiscal_year_be: int
    number: int
    period_end: date
    state: LeafState | None
    leaf: str
    root: str
    release_id: str

    @property
    def name(self) -> str:
        """Return by what name the release stands in its lines."""
        return release_name(self.channel.value, self.fiscal_year_be, self.number)


def counted_in(opened: OpenedCase) -> list[Counted]:
    """Return the releases that count a case, and those that must and do not, newest first."""
    work, case = opened.work, opened.case
    stays = journal.of_case(work.session, work.channel, case.id, CAME)
    if not stays:
        return []
    since = fiscal_year_be(stays[0].on)
    found = releases.newest_of_years(work.session, work.channel, since)
    looked = [_looked_up(opened, release, stays) for release in found]
    return [one for one in looked if one is not None]


def receipt_of(work: Work, visitor: Visitor, vouch: Vouch, vouched_by: bytes) -> str:
    """Return the signed receipt of filing, with what proves where the case is counted.

    It is the same whenever it is asked for, as long as nothing new is
    published, and nothing is kept of its being asked for.

    :param vouch: signs with the server's attest key.
    :param vouched_by: the public half of that key.
    :raises NotFound: the case is not there any more.
    :raises NotAllowed: the agency knows another key, or none.
    """
    opened = open_visited(work, visitor)
    stays = journal.of_case(work.session, work.channel, opened.case.id, CAME)
    if not stays or work.agency.attest_key != vouched_by:
        raise NotAllowed(Code.NO_RECEIPT)
    receipt = {
        "format": RECEIPT_FORMAT,
        "agency": {"th": work.agency.name_th, "en": work.agency.name_en},
        "channel": work.channel.value,
        "number": opened.case.number,
        "token": _token(opened).hex(),
        "in_hand_since": stays[0].on.isoformat(),
        "known_on": _known_on(stays[0], work.today()).isoformat(),
    }
    canonical = json.dumps(receipt, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    record = {
        "receipt": receipt,
        "proof": vouch(canonical.encode()),
        "inclusion": [_inclusion(work, one) for one in counted_in(opened) if one.state],
    }
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"


def _token(opened: OpenedCase) -> bytes:
    """Return the token of the first key: later keys do not change by what a case is counted."""
    return opened.shared[min(opened.shared)].leaf_token()


def _known_on(first: Happened, today: date) -> date:
    """Return the day by which the case surely stood in the books.

    What a reporter files is registered on its day of receipt; what an officer
    enters may be registered much later, so only today is sure.
    """
    filed_online = first.event == Event.CASE_RECEIVED.value and first.actor_id == journal.REPORTER
    return first.on if filed_online else today


def _looked_up(opened: OpenedCase, release: Release, stays: list[Happened]) -> Counted | None:
    work = opened.work
    said = _said_of_leaves(release)
    name = release_name(release.channel, release.fiscal_year_be, release.number)
    token, number = _token(opened), opened.case.number
    possible = [
        (leaf_of(token, number, name, passage, state), state)
        for passage in range(1, len(stays) + 1)
        for state in LeafState
    ]
    wanted = [f"\n{line}\n".encode() for line, _ in possible]
    counted = {
        wanted.index(line) for lines in _lines(work, release.id) for line in wanted if line in lines
    }
    leaf, state = possible[max(counted)] if counted else ("", None)
    if state is None and not _must_count(said, stays[0], work.today()):
        return None
    return Counted(
        channel=work.channel,
        fiscal_year_be=release.fiscal_year_be,
        number=release.number,
        period_end=date.fromisoformat(said["period_end"]),
        state=state,
        leaf=leaf,
        root=said["root"],
        release_id=release.id,
    )


def _said_of_leaves(release: Release) -> dict[str, Any]:
    """Return what a release says of its lines; it never changes, and is long to read."""
    said = _SAID.get(release.digest)
    if said is None:
        if len(_SAID) >= RELEASES_KEPT:
            _SAID.clear()
        said = _SAID[release.digest] = json.loads(release.content)["leaves"]
    return said


def _must_count(said: dict[str, Any], first: Happened, today: date) -> bool:
    """Say whether a release covers the day on which a case came, and knew of it."""
    came = first.on.isoformat()
    knew = _known_on(first, today).isoformat() < said["counted_on"]
    return bool(said["period_start"] <= came <= said["period_end"] and knew)


def _lines(work: Work, release_id: str) -> Iterator[bytes]:
    """Yield the published lines of a release, some at a time, an end of line around each."""
    file = releases.release_file(work.session, release_id, "leaves")
    begun = b"\n"
    for part in releases.parts_of(work.session, file) if file else ():
        whole, end, rest = (begun + part).rpartition(b"\n")
        yield whole + end
        begun = end + rest


def _inclusion(work: Work, counted: Counted) -> dict[str, Any]:
    leaves = (releases.whole_file(work.session, counted.release_id, "leaves") or b"").splitlines()
    index = leaves.index(counted.leaf.encode())
    return {
        "release": counted.name,
        "leaf": counted.leaf,
        "index": index,
        "count": len(leaves),
        "path": [node.hex() for node in path_to(leaves, index)],
        "root": counted.root,
    }
