"""Handing out files of a case: opened piece by piece, never shown inside a page."""

from __future__ import annotations

from itertools import chain
from typing import Final
from urllib.parse import quote

from flask import Response

from complaints.domain.errors import NotFound
from complaints.evidence.errors import BlobUnknown
from complaints.web.headers import policy
from complaints.work.attachments import OpenedFile

_SANDBOXED: Final = policy(sandbox="", style_src="'none'", script_src="'none'")


def send_opened(file: OpenedFile) -> Response:
    """Return a file as a download that can do nothing in the browser.

    Its name stands in a header of this answer only, as RFC 6266 has it. The
    first piece is opened before the answer begins, so that a broken file is
    refused and not cut short.

    :raises NotFound: its blob is gone.
    :raises Broken: it is not what was stored.
    """
    try:
        first = next(file.chunks, b"")
    except BlobUnknown:
        raise NotFound from None
    response = Response(chain([first], file.chunks), mimetype="application/octet-stream")
    response.headers["Content-Type"] = file.media_type
    response.headers["Content-Length"] = str(file.size)
    named = quote(file.name, safe="")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{named}"
    response.headers["Content-Security-Policy"] = _SANDBOXED
    response.headers["Cache-Control"] = "no-store"
    return response
