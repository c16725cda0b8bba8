"""The request that seals uploads, for the web edge to mix into its own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import IO, cast

from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Request

from complaints.evidence.spool import SealedPart, UploadSession


class SealsUploads(Request):
    """A request whose uploads never touch a disk in clear.

    Mix it in before the framework's request class. Before anything reads the form, set
    :attr:`uploads`; after the answer, call :meth:`UploadSession.discard`. Where no session was
    set, the page takes no files, and what is sent is swallowed.
    """

    uploads: UploadSession | None = None

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        if self.uploads is None:
            return cast("IO[bytes]", SwallowedPart())
        return cast("IO[bytes]", self.uploads.receive(filename))


class SwallowedPart:
    """Takes a file that nobody asked for and keeps nothing of it."""

    def write(self, plain: bytes) -> int:
        """Forget a piece."""
        return len(plain)

    def seek(self, offset: int) -> int:
        """Do nothing."""
        return 0

    def read(self, size: int = -1) -> bytes:
        """Return nothing."""
        return b""

    def close(self) -> None:
        """Do nothing."""


def parts_of(uploads: Iterable[FileStorage]) -> list[SealedPart]:
    """Return the files of one form field, without those left empty.

    :param uploads: for example ``request.files.getlist("attachments")``.
    """
    streams: list[object] = [upload.stream for upload in uploads]
    return [part for part in streams if isinstance(part, SealedPart) and not part.is_absent]
