"""Signals of a case: a reporter says that something has happened, an officer sees to it."""

from __future__ import annotations

from typing import Any

from complaints.domain.channel import Channel
from complaints.records.signals import CaseSignal
from complaints.vault.casekeys import HalfKey
from complaints.work.opened import OpenedCase

_TABLE, _COLUMN = CaseSignal.__tablename__, "signal_sealed"


def signal_words(opened: OpenedCase, *, is_detriment: bool) -> None:
    """Note that the reporter has written, and whether of a detriment.

    A detriment stays noted until an officer has seen to it. Of a grievance
    only a detriment is noted; of a corruption case every writing, so that the
    row tells no more than the journal does.
    """
    if opened.work.channel is Channel.GRIEVANCE and not is_detriment:
        return
    kept = opened.work.session.get(CaseSignal, opened.case.id)
    was_detriment = kept is not None and says_detriment(kept, opened.shared[kept.key_number])
    _keep(opened, kept, is_detriment=is_detriment or was_detriment)


def calm_signal(opened: OpenedCase) -> None:
    """Note that an officer has seen to what the reporter said."""
    kept = opened.work.session.get(CaseSignal, opened.case.id)
    if kept is None:
        return
    if opened.work.channel is Channel.GRIEVANCE:
        opened.work.session.delete(kept)
    else:
        _keep(opened, kept, is_detriment=False)


def says_detriment(signal: CaseSignal, key: HalfKey) -> bool:
    """Say whether a signal is of a detriment that nobody has seen to.

    :param key: the shared half under which it was sealed.
    :raises Broken: it is not what was stored there.
    """
    content = key.open(signal.signal_sealed, table=_TABLE, column=_COLUMN, row=signal.case_id)
    return bool(content["detriment"])


def _keep(opened: OpenedCase, kept: CaseSignal | None, *, is_detriment: bool) -> None:
    key, content = opened.newest_shared, {"detriment": is_detriment}
    place: dict[str, Any] = {"table": _TABLE, "column": _COLUMN, "row": opened.case.id}
    sealed = key.seal(content, **place)
    if kept is None:
        kept = CaseSignal(case_id=opened.case.id, key_number=key.number, signal_sealed=sealed)
        opened.work.session.add(kept)
    kept.key_number, kept.signal_sealed = key.number, sealed
