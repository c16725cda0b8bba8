"""Check that nothing was changed: chains, rosters, cases, releases and sealed files."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import sqlalchemy as sa

from complaints.casework import heads, versions
from complaints.casework.alarms import standing
from complaints.casework.founding import marked_agency
from complaints.domain.channel import Channel
from complaints.domain.errors import Broken
from complaints.records import guards, journal, officers
from complaints.records.cases import Blob, Case, KeyWrap
from complaints.records.releases import Release, ReleaseFile, parts_of
from complaints.statistics.balancing import LedgerDoesNotBalance, refuse_unless_balanced
from complaints.statistics.counting import count_facts
from complaints.statistics.editions import digest_of, message_to_sign
from complaints.statistics.preparing import FIRST_PREVIOUS
from complaints.vault.casekeys import RECOVERY, REPORTER
from complaints.vault.pairs import is_signed_by
from complaints.vault.roster import read_roster
from complaints.work import Work
from complaints.work.office import Office
from complaints.work.rosters import entry_of


@dataclass(frozen=True)
class Check:
    """One thing that was looked at.

    :ivar said: the result as a sentence for the operator.
    """

    said: str
    is_sound: bool = True


def verify(office: Office, head: Path | None = None) -> list[Check]:
    """Look at every chain, every roster and every sealed file's place.

    :param head: a file of signed heads that was kept off the server.
    """
    checks = [_instance(office)]
    with office.reading(Channel.GRIEVANCE) as work:
        checks += [_guards(work), *(_journal(work, book) for book in heads.BOOKS)]
        checks += _heads(work, office.settings.signed_heads_folder, head)
        checks += [_versions(work, office.settings.signed_heads_folder)]
    for channel in Channel:
        with office.reading(channel) as work:
            checks += [*_alarms(work), _roster(work), _books(work), _in_lists(work)]
            checks += [_releases(work), *_blobs(office, work)]
    return checks


def known_blobs(work: Work) -> set[str]:
    """Return the names of the sealed files that some case of the channel knows."""
    return set(work.session.scalars(sa.select(Blob.id).where(Blob.channel == work.channel.value)))


def _instance(office: Office) -> Check:
    marked = marked_agency(office.settings.instance)
    if marked is not None and marked != office.agency().id:
        return Check("The instance folder belongs to another agency than the database.", False)
    return Check("The instance folder and the database belong together.")


def _guards(work: Work) -> Check:
    lacking = sorted(guards.unguarded(work.session.connection()))
    if lacking:
        return Check(f"Guards against change are missing from: {', '.join(lacking)}.", False)
    return Check("The database refuses change and removal of rows that are only added.")


def _journal(work: Work, book: str) -> Check:
    broken = journal.first_broken(work.session, book)
    if broken is not None:
        return Check(f"Journal of {book}: the chain breaks at row {broken.number}.", False)
    head = work.session.get(journal.JournalHead, book)
    said = f"Journal of {book}: {head.number if head else 0} rows, unbroken"
    for first, last, on in heads.losses(work, book):
        said += f"; what stood in rows {first} to {last} was lost in the restore of {on}"
    return Check(f"{said}.")


def _heads(work: Work, folder: Path, brought: Path | None) -> list[Check]:
    """Compare the record with every account of it that was signed."""
    files = heads.list_heads(folder)
    for path in [*files, *([brought] if brought else [])]:
        try:
            failure = heads.what_fails(work, heads.read_heads(path))
        except Broken:
            failure = "it cannot be read"
        if failure:
            return [Check(f"Signed heads {path.name}: {failure}.", False)]
    if brought:
        return [Check(f"Signed heads: {brought.name} and {len(files)} kept here, all held.")]
    if not files:
        return [Check("Signed heads: none yet; 'jobs run' makes them.")]
    return [Check(f"Signed heads: {len(files)}, the newest {files[-1].name}, all held.")]


def _versions(work: Work, folder: Path) -> Check:
    """Look whether a sealed row is again what it was on an earlier day."""
    kept = [heads.read_heads(path).content.get("versions") for path in heads.list_heads(folder)]
    if not all(versions.holds_extent(folder, signed) for signed in kept if signed):
        return Check("Sealed rows: the register of their versions was cut off or changed.", False)
    back = versions.rows_set_back(work, folder)
    if back:
        what, whose = back[0]
        said = f"Sealed rows: {len(back)} set back to an earlier version, the first is {what}"
        return Check(f"{said} of {whose}.", False)
    return Check("Sealed rows: none was set back to an earlier version.")


def _roster(work: Work) -> Check:
    """Check the roster entry by entry, so that the first wrong one can be named."""
    signatures = officers.roster_signatures(work.session, work.channel)
    rows = officers.roster_entries(work.session, work.channel)
    entries = [entry_of(work, row, signatures.get(row.id, [])) for row in rows if row.is_complete]
    name = f"Roster of {work.channel}"
    if not entries:
        return Check(f"{name}: entry 0 is missing.", False)
    for count, entry in enumerate(entries, start=1):
        try:
            read_roster(entries[:count], agency_id=work.agency.id, channel=work.channel.value)
        except Broken:
            return Check(f"{name}: the chain breaks at entry {entry.number}.", False)
    waiting = len(rows) - len(entries)
    return Check(f"{name}: {len(entries)} entries, unbroken; {waiting} waiting for signatures.")


def _books(work: Work) -> Check:
    """Compare what the cases say of themselves with the journal and the counters."""
    try:
        facts = count_facts(work.session, work.channel, work.today())
        refuse_unless_balanced(work.session, work.channel, facts)
    except LedgerDoesNotBalance as odd:
        named = [
            *(f"row {one.number}" for one in odd.events),
            *(f"case {number}" for number in odd.case_numbers),
            *(f"counter {one.name}" for one in odd.counters),
        ]
        where = f", first at {named[0]}" if named else ""
        return Check(f"Cases of {work.channel}: journal and cases differ{where}.", False)
    return Check(f"Cases of {work.channel}: as the journal and the counters tell them.")


def _in_lists(work: Work) -> Check:
    """Look for cases that were taken out of the lists, or put at their end.

    By which day a case ranks, and under which key its heading is sealed, stands in clear.
    """
    kept = (Case.channel == work.channel.value, Case.erased_on.is_(None))
    moved = sa.or_(Case.heading_key_number != Case.key_number, Case.ranks_on != Case.due_on)
    numbers = sorted(work.session.scalars(sa.select(Case.number).where(*kept, moved)))
    if numbers:
        said = f"Lists of {work.channel}: {len(numbers)} cases are not where they belong"
        return Check(f"{said}, the first is {numbers[0]}.", False)
    is_held = sa.exists().where(
        KeyWrap.case_id == Case.id, KeyWrap.recipient_id.not_in((RECOVERY, REPORTER))
    )
    count = sa.select(sa.func.count()).where(*kept, sa.not_(is_held))
    shut = work.session.scalar(count) or 0
    said = f"Lists of {work.channel}: every case is where it belongs"
    return Check(f"{said}; {shut} can be opened by no officer." if shut else f"{said}.")


def _alarms(work: Work) -> list[Check]:
    return [
        Check(
            f"Desk of {work.channel}: stopped since {alarm.raised_on.isoformat()};"
            f" {alarm.raised_by} found what is behind {alarm.reason.value}.",
            False,
        )
        for alarm in standing(work)
    ]


def _releases(work: Work) -> Check:
    """Check chain, signatures and files of a channel's releases."""
    query = (
        sa.select(Release)
        .where(Release.channel == work.channel.value)
        .order_by(Release.chain_number)
    )
    previous, count = FIRST_PREVIOUS, 0
    for release in work.session.scalars(query):
        count += 1
        digest = digest_of(release.content, previous)
        is_sound = (
            release.chain_number == count
            and release.previous == previous
            and release.digest == digest
            and is_signed_by(release.signer_key, release.signature, message_to_sign(digest))
            and _files_are_whole(work, release.id)
        )
        if not is_sound:
            said = f"Releases of {work.channel}: the chain breaks at release {count}."
            return Check(said, False)
        previous = digest
    return Check(f"Releases of {work.channel}: {count}, unbroken and rightly signed.")


def _files_are_whole(work: Work, release_id: str) -> bool:
    files = work.session.scalars(sa.select(ReleaseFile).where(ReleaseFile.release_id == release_id))
    return all(_digest_of(work, file) == file.sha256 for file in files)


def _digest_of(work: Work, file: ReleaseFile) -> str:
    digest = sha256()
    for part in parts_of(work.session, file):
        digest.update(part)
    return digest.hexdigest()


def _blobs(office: Office, work: Work) -> list[Check]:
    channel, known = work.channel, known_blobs(work)
    missing = sorted(work.store.missing(known))
    if missing:
        said = f"Sealed files of {channel}: {len(missing)} missing, the first is {missing[0]}."
        return [Check(said, False)]
    folder = office.settings.evidence_folder / channel.value
    lying = {path.name for path in folder.rglob("*") if path.is_file()}
    said = f"Sealed files of {channel}: {len(known)}, none missing"
    orphans = len(lying - known)
    return [Check(f"{said}; {orphans} of no case, for the next sweep." if orphans else f"{said}.")]
