"""The jobs in their order, and how one run goes through them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from complaints.jobs.appointments import tell_ended
from complaints.jobs.attesting import tell_exported
from complaints.jobs.delivering import tell_delivered
from complaints.jobs.digest import tell_queued
from complaints.jobs.erasing import tell_erased
from complaints.jobs.reminding import tell_reminded
from complaints.jobs.sweeping import tell_swept
from complaints.work.office import Office

LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """Something that is done at each run.

    :ivar name: one word for the operator.
    :ivar do: does it, in transactions of its own, and returns what to say of it.
        Must be safe to repeat and to be killed at any point.
    """

    name: str
    do: Callable[[Office], list[str]]


@dataclass(frozen=True)
class Ran:
    """How one job went.

    :ivar said: sentences for the operator.
    :ivar failure: kind of the error that ended it; None when it went well.
    """

    name: str
    said: tuple[str, ...] = ()
    failure: str | None = None


JOBS: tuple[Job, ...] = (
    Job("appointments", tell_ended),
    Job("remind", tell_reminded),
    Job("digest", tell_queued),
    Job("erase", tell_erased),
    Job("deliver", tell_delivered),
    Job("sweep", tell_swept),
    Job("attest", tell_exported),
)
"""In the order in which they run."""


def run(office: Office, jobs: Sequence[Job] = JOBS) -> Iterator[Ran]:
    """Do every job once; one that fails is told and does not stop the others.

    An error's own words are left out: they may quote what they fell over.
    """
    for job in jobs:
        try:
            yield Ran(job.name, tuple(job.do(office)))
        except Exception as error:  # noqa: BLE001 - whatever ended one job, the next is due
            LOG.error("Job %s failed: %s", job.name, type(error).__name__)  # noqa: TRY400
            yield Ran(job.name, failure=type(error).__name__)
