"""The request of the service: strict about forms, and uploads sealed while they arrive.

A body that is no form is refused before it is read. Files are taken only by
views that say so, only under the name ``attachments``, and only when there is
room for them. What was typed stays readable even when the files are too much,
so that the page can come again with every word still there.
"""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable
from typing import IO, Any, Final, TypeVar, cast
from urllib.parse import parse_qsl

from flask import Flask, Request, Response, current_app, request
from werkzeug.datastructures import FileStorage, ImmutableMultiDict, MultiDict
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, UnsupportedMediaType
from werkzeug.formparser import FormDataParser
from werkzeug.sansio.multipart import Data, Epilogue, Event, Field, File, MultipartDecoder, NeedData
from werkzeug.wsgi import LimitedStream

from complaints.domain.channel import Channel
from complaints.evidence.errors import EvidenceError, NoRoom, TooMuch
from complaints.evidence.limits import EvidenceLimits
from complaints.evidence.names import display_name
from complaints.evidence.request import SealsUploads, parts_of
from complaints.evidence.spool import SealedPart, UploadSession
from complaints.web.here import office, settings
from complaints.work.attachments import CIPHER
from config import Settings

View = TypeVar("View", bound=Callable[..., Any])
ChannelOf = Callable[[], Channel | None]
Parsed = tuple[IO[bytes], MultiDict[str, str], MultiDict[str, FileStorage]]

FILES_FIELD: Final = "attachments"
ORIGINALS_FIELD: Final = "keep_originals"
FORM_TYPES: Final = frozenset({"multipart/form-data", "application/x-www-form-urlencoded"})
METHODS_WITH_BODY: Final = frozenset({"POST", "PUT", "PATCH", "DELETE"})
FORM_BYTES: Final = EvidenceLimits().form_bytes
"""The largest form without its files."""
FORM_PARTS: Final = 200
"""The most parts of a form, files among them."""
DRAIN_BYTES: Final = 400_000_000
"""How much of a refused body is read, so that its sender sees the answer."""
DRAIN_SECONDS: Final = 20.0

_READ_BYTES: Final = 64 * 1024
_DECLARED: Final = "files_go_to"
_REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"


class StrictFormParser(FormDataParser):
    """Reads forms and says so when they are broken, instead of reading half."""

    def parse(
        self,
        stream: IO[bytes],
        mimetype: str,
        content_length: int | None,
        options: dict[str, str] | None = None,
    ) -> Parsed:
        """Return the stream, the texts and the files of a form.

        Bytes that are no UTF-8 stay in the texts as lone surrogates.

        :raises BadRequest: the form is broken.
        :raises RequestEntityTooLarge: too many parts, or too much text.
        """
        try:
            if mimetype == "multipart/form-data":
                return self._read_parts(stream, options or {}, content_length)
            return self._read_urlencoded(stream)
        except ValueError:
            raise BadRequest("form is broken") from None

    def _read_urlencoded(self, stream: IO[bytes]) -> Parsed:
        body = stream.read(FORM_BYTES + 1)
        if len(body) > FORM_BYTES or body.count(b"&") > FORM_PARTS:
            raise RequestEntityTooLarge
        text = body.decode("utf-8", "surrogateescape")
        pairs = parse_qsl(text, keep_blank_values=True, errors="surrogateescape")
        return stream, self.cls(pairs), self.cls()

    def _read_parts(
        self, stream: IO[bytes], options: dict[str, str], content_length: int | None
    ) -> Parsed:
        boundary = options.get("boundary", "").encode("ascii")
        if not boundary:
            raise ValueError("no boundary")
        decoder = MultipartDecoder(
            boundary, max_form_memory_size=FORM_BYTES, max_parts=self.max_form_parts
        )
        taken = _Taken(lambda name: self._begin_file(name, content_length))
        is_over = False
        while not is_over:
            piece = stream.read(_READ_BYTES)
            decoder.receive_data(piece or None)
            event = decoder.next_event()
            while not isinstance(event, NeedData | Epilogue):
                taken.take(event)
                event = decoder.next_event()
            is_over = not piece
        return stream, self.cls(taken.texts), self.cls(taken.files)

    def _begin_file(self, file_name: str, content_length: int | None) -> IO[bytes]:
        return self.stream_factory(
            total_content_length=content_length,
            filename=file_name,
            content_type=None,
            content_length=None,
        )


class _Taken:
    """The parts of a form that have arrived so far.

    :param begin_file: returns what takes the bytes of a file.
    """

    def __init__(self, begin_file: Callable[[str], IO[bytes]]) -> None:
        self.texts: list[tuple[str, str]] = []
        self.files: list[tuple[str, FileStorage]] = []
        self._begin_file = begin_file
        self._part: Field | File | None = None
        self._text = bytearray()
        self._text_bytes = 0
        self._file: IO[bytes] | None = None

    def take(self, event: Event) -> None:
        """Take the next event of the decoder.

        :raises ValueError: a file under a name that is for no files.
        :raises RequestEntityTooLarge: too much text.
        """
        if isinstance(event, Field | File):
            self._part, self._text, self._file = event, bytearray(), None
        if isinstance(event, File):
            if event.name != FILES_FIELD:
                raise ValueError("a file in the place of a text")
            self._file = self._begin_file(event.filename)
        elif isinstance(event, Data):
            self._take_piece(event.data)
            if not event.more_data:
                self._finish()

    def _take_piece(self, piece: bytes) -> None:
        if self._file is not None:
            self._file.write(piece)
        elif isinstance(self._part, Field):
            self._text_bytes += len(piece)
            if self._text_bytes > FORM_BYTES:
                raise RequestEntityTooLarge
            self._text += piece

    def _finish(self) -> None:
        if isinstance(self._part, Field):
            text = self._text.decode("utf-8", "surrogateescape")
            self.texts.append((self._part.name, text))
        elif self._part is not None and self._file is not None:
            self._file.seek(0)
            name = self._part.name
            self.files.append((name, FileStorage(self._file, self._part.filename, name)))


class FormRequest(SealsUploads, Request):
    """A request of the service.

    :ivar unreadable: names of the fields that hold what is no text.
    :ivar refused_files: why no file of this request is taken, or None.
    """

    form_data_parser_class = StrictFormParser

    def __init__(self, environ: dict[str, Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(environ, *args, **kwargs)
        self.unreadable: frozenset[str] = frozenset()
        self.refused_files: EvidenceError | None = None
        if self.content_length is not None and not environ.get("wsgi.input_terminated"):
            environ["wsgi.input"] = LimitedStream(environ["wsgi.input"], self.content_length)

    def _load_form_data(self) -> None:
        if "form" in self.__dict__:
            return
        super()._load_form_data()
        typed = list(self.form.items(multi=True))
        mended = [(name, as_text(value)) for name, value in typed]
        self.unreadable = frozenset(
            name for (name, value), (_, text) in zip(typed, mended, strict=True) if value != text
        )
        self.__dict__["form"] = ImmutableMultiDict(mended)


def as_text(typed: str) -> str:
    """Return typed text with � for what no text can hold: NUL, controls, lone surrogates."""
    if typed.isprintable():
        return typed
    return "".join(_REPLACEMENT if _is_no_text(each) else each for each in typed)


def takes_files(of: ChannelOf | None = None) -> Callable[[View], View]:
    """Declare that a view takes files.

    :param of: returns the channel they belong to, or None to take none; by
        default the channel in the address.
    """

    def declare(view: View) -> View:
        setattr(view, _DECLARED, of or _channel_in_address)
        return view

    return declare


def sent_parts() -> list[SealedPart]:
    """Return the files of this request, sealed.

    :raises TooMuch: they are more than a report may hold; nothing of them was kept.
    :raises NoRoom: the disk has no room for them.
    """
    asked = the_request()
    parts = parts_of(asked.files.getlist(FILES_FIELD))
    if asked.refused_files is not None and chosen_names():
        raise asked.refused_files
    if asked.uploads is not None:
        asked.uploads.keep_originals = bool(asked.form.get(ORIGINALS_FIELD))
    return parts


def chosen_names() -> list[str]:
    """Return the names of the files that were sent, fit to be shown to their sender."""
    sent = the_request().files.getlist(FILES_FIELD)
    return [display_name(file.filename) for file in sent if file.filename]


def the_request() -> FormRequest:
    """Return the request that is being answered."""
    return cast(FormRequest, request)


def take_forms(app: Flask) -> None:
    """Let an application read forms in this way, and no other."""
    app.request_class = FormRequest
    app.config.update(
        MAX_CONTENT_LENGTH=FORM_BYTES, MAX_FORM_MEMORY_SIZE=FORM_BYTES, MAX_FORM_PARTS=FORM_PARTS
    )
    app.before_request(prepare_body)
    app.after_request(drain)
    app.teardown_request(discard_uploads)


def prepare_body() -> None:
    """Decide, before a body is read, what may be in it.

    :raises UnsupportedMediaType: it is no form.
    :raises RequestEntityTooLarge: it announces too much for a form without files.
    """
    asked = the_request()
    if asked.method not in METHODS_WITH_BODY or asked.endpoint is None:
        return
    has_body = bool(asked.content_length) or "Transfer-Encoding" in asked.headers
    if has_body and asked.mimetype not in FORM_TYPES:
        raise UnsupportedMediaType
    of = getattr(current_app.view_functions.get(asked.endpoint), _DECLARED, None)
    channel = of() if callable(of) and asked.mimetype == "multipart/form-data" else None
    if channel is not None:
        _receive_files(asked, channel)
    elif (asked.content_length or 0) > FORM_BYTES:
        raise RequestEntityTooLarge


def limits_of(settings: Settings) -> EvidenceLimits:
    """Return how much evidence a report may bring."""
    return EvidenceLimits(
        file_bytes=settings.file_bytes,
        report_bytes=settings.report_bytes,
        files=settings.report_files,
        form_bytes=FORM_BYTES,
        disk_floor_bytes=settings.disk_floor_bytes,
    )


def drain(response: Response) -> Response:
    """Read what is left of a body, within bounds, so that its sender hears the answer."""
    environ = request.environ
    announced = request.content_length or environ.get("wsgi.input_terminated")
    if request.method not in METHODS_WITH_BODY or not announced:
        return response
    left, until = DRAIN_BYTES, time.monotonic() + DRAIN_SECONDS
    try:
        while left > 0 and time.monotonic() < until:
            piece = environ["wsgi.input"].read(_READ_BYTES)
            if not piece:
                return response
            left -= len(piece)
    except (OSError, BadRequest):
        pass
    response.headers["Connection"] = "close"
    return response


def discard_uploads(_: BaseException | None) -> None:
    """Remove what arrived and was not kept."""
    session = the_request().uploads
    if session is not None:
        session.discard()


def _receive_files(asked: FormRequest, channel: Channel) -> None:
    limits = limits_of(settings())
    asked.max_content_length = limits.request_bytes
    try:
        asked.uploads = UploadSession(
            office().stores[channel], CIPHER, limits, asked.content_length
        )
    except (TooMuch, NoRoom) as refusal:
        asked.refused_files = refusal
        asked.max_content_length = DRAIN_BYTES


def _channel_in_address() -> Channel | None:
    channel = (request.view_args or {}).get("channel")
    return channel if isinstance(channel, Channel) else None


def _is_no_text(character: str) -> bool:
    category = unicodedata.category(character)
    return category == "Cs" or (category == "Cc" and character not in "\n\r\t")
