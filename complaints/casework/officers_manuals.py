"""The officers' manuals and their versions.

What a manual says follows from the settings, so nobody writes a version: it is
kept when a manual is read and says something else than the newest one did.
"""

from __future__ import annotations

from complaints.domain.access import Permission
from complaints.domain.errors import Code, NotAllowed, NotFound
from complaints.domain.officers_manuals import (
    Content,
    OfficersManual,
    changed_parts,
    empty_parts,
)
from complaints.records.officers_manuals import ManualVersion, keep_version, versions_of
from complaints.work import Actor, Work, refuse_unless_allowed


def keep_up(work: Work, actor: Actor, manual: OfficersManual, says: Content) -> None:
    """Keep what a manual says now, where that is not what its newest version says.

    :raises NotFound: the actor has no appointment.
    :raises NotAllowed: a part is empty; its key is the field.
    """
    refuse_unless_allowed(actor, Permission.MANUALS_READ, channel=None)
    empty = empty_parts(says)
    if empty:
        raise NotAllowed(Code.MANUAL_IS_INCOMPLETE, empty[0])
    versions = versions_of(work.session, manual)
    before = versions[0].parts if versions else {}
    changed = changed_parts(before, says)
    if changed:
        keep_version(
            work.session,
            manual,
            number=len(versions) + 1,
            made_on=work.today(),
            changed=changed if versions else (),
            content=says,
        )


def list_versions(work: Work, actor: Actor, manual: OfficersManual) -> list[ManualVersion]:
    """Return the versions of a manual, newest first.

    :raises NotFound: the actor has no appointment.
    """
    refuse_unless_allowed(actor, Permission.MANUALS_READ, channel=None)
    return versions_of(work.session, manual)


def read_version(
    work: Work, actor: Actor, manual: OfficersManual, number: int | None = None
) -> ManualVersion:
    """Return one version of a manual.

    :param number: from 1; None for the newest.
    :raises NotFound: the actor has no appointment, or there is no such version.
    """
    found = list_versions(work, actor, manual)
    for version in found:
        if number in {None, version.number}:
            return version
    raise NotFound
