"""Why an attachment was not taken.

EvidenceError
 ├─ TooMuch             the request announces more than a report may hold
 ├─ NoRoom              the disk has no room for another report
 ├─ NotStored           the disk failed while a report arrived
 ├─ CleanerUnavailable  files cannot be taken apart now, so none is taken
 ├─ FilesRefused        what the reporter sent cannot be kept; says why, file by file
 └─ BlobUnknown         no such blob

No text of these errors holds anything that a person sent; the name of a refused file is
an attribute, for the page that answers the same person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Reason(StrEnum):
    """Why one file was refused."""

    EMPTY = "file_is_empty"
    FILE_TOO_LARGE = "file_is_too_large"
    REPORT_TOO_LARGE = "report_is_too_large"
    TOO_MANY = "too_many_files"
    INCOMPLETE = "file_is_incomplete"
    KIND_NOT_ALLOWED = "kind_is_not_allowed"
    NAME_DISAGREES = "name_disagrees_with_content"
    HOLDS_MACROS = "file_holds_macros"
    PICTURE_TOO_LARGE = "picture_is_too_large"
    PICTURE_BROKEN = "picture_is_broken"
    TOO_LARGE_INSIDE = "file_is_too_large_inside"
    NOT_CLEANABLE = "file_cannot_be_cleaned"
    HARMFUL = "file_is_harmful"


TOO_LARGE = frozenset({Reason.FILE_TOO_LARGE, Reason.REPORT_TOO_LARGE, Reason.TOO_MANY})
"""The reasons that the web answers with 413."""


class EvidenceError(Exception):
    """An attachment was not taken."""

    code = "evidence_error"

    def __init__(self) -> None:
        super().__init__(self.code)


class TooMuch(EvidenceError):
    """The request announces more bytes than a report may hold."""

    code = "report_is_too_large"


class NoRoom(EvidenceError):
    """Less room is left on the disk than the floor that the agency set."""

    code = "disk_is_full"


class NotStored(EvidenceError):
    """The disk failed while a report was being written; nothing of it is kept."""

    code = "disk_failed"


class CleanerUnavailable(EvidenceError):
    """The process that takes files apart cannot be started, or none is free."""

    code = "cleaner_is_unavailable"


class BlobUnknown(EvidenceError):
    """No blob has this name, or it is no name of a blob at all."""

    code = "blob_is_unknown"


@dataclass(frozen=True)
class FileRefusal:
    """One file that cannot be kept.

    :param file_name: its name, fit to be shown to the person who sent it, and to nobody else.
    :param reason: why.
    """

    file_name: str = field(repr=False)
    reason: Reason


class FilesRefused(EvidenceError):
    """At least one file cannot be kept; none of the report's files is.

    :param refusals: one for each refused file, in the order of arrival.
    """

    code = "files_are_refused"

    def __init__(self, refusals: Sequence[FileRefusal]) -> None:
        super().__init__()
        self.refusals = tuple(refusals)

    @property
    def is_too_large(self) -> bool:
        """Whether any refusal is one of size or number."""
        return any(refusal.reason in TOO_LARGE for refusal in self.refusals)
