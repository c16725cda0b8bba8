"""The kinds of file that are taken, and what is done with each."""

from __future__ import annotations

from enum import Enum, StrEnum


class Cleaning(StrEnum):
    """What happens to the hidden particulars of a file; told before it is sent."""

    REENCODED = "reencoded"
    REBUILT = "rebuilt"
    NOTHING_HIDDEN = "nothing_hidden"


class FileKind(Enum):
    """A kind of file, recognised by content.

    Each has a stable code (the value), a media type, the suffixes that agree with it
    (the first one is given to names that have none) and what is done to clean it.
    """

    JPEG = ("jpeg", "image/jpeg", (".jpg", ".jpeg", ".jpe", ".jfif"))
    PNG = ("png", "image/png", (".png",))
    GIF = ("gif", "image/gif", (".gif",))
    WEBP = ("webp", "image/webp", (".webp",))
    HEIC = ("heic", "image/heic", (".heic", ".heif", ".hif"))
    TIFF = ("tiff", "image/tiff", (".tif", ".tiff"))
    PDF = ("pdf", "application/pdf", (".pdf",))
    TEXT = ("text", "text/plain", (".txt", ".text"))
    DOCX = (
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        (".docx",),
    )
    XLSX = (
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        (".xlsx",),
    )
    PPTX = (
        "pptx",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        (".pptx",),
    )
    ODT = ("odt", "application/vnd.oasis.opendocument.text", (".odt",))
    ODS = ("ods", "application/vnd.oasis.opendocument.spreadsheet", (".ods",))
    MP4 = ("mp4", "video/mp4", (".mp4", ".m4v"))
    MOV = ("mov", "video/quicktime", (".mov", ".qt"))
    THREE_GP = ("3gp", "video/3gpp", (".3gp", ".3gpp", ".3g2"))
    M4A = ("m4a", "audio/mp4", (".m4a",))
    MP3 = ("mp3", "audio/mpeg", (".mp3",))
    OGG = ("ogg", "audio/ogg", (".ogg", ".oga", ".opus", ".ogv"))
    WAV = ("wav", "audio/wav", (".wav",))
    AMR = ("amr", "audio/amr", (".amr", ".awb"))

    media_type: str
    suffixes: tuple[str, ...]

    def __new__(cls, code: str, media_type: str, suffixes: tuple[str, ...]) -> FileKind:
        """Make a kind whose value is its code."""
        kind = object.__new__(cls)
        kind._value_ = code
        kind.media_type = media_type
        kind.suffixes = suffixes
        return kind

    @property
    def suffix(self) -> str:
        """The suffix given to a file of this kind that has no fitting one."""
        return self.suffixes[0]

    @property
    def is_picture(self) -> bool:
        """Whether it is a still picture."""
        return self in PICTURES

    @property
    def cleaning(self) -> Cleaning:
        """What is done to its hidden particulars."""
        if self is FileKind.TEXT:
            return Cleaning.NOTHING_HIDDEN
        return Cleaning.REENCODED if self.is_picture else Cleaning.REBUILT

    @property
    def can_act(self) -> bool:
        """Whether the program that opens such a file may run or fetch something from it."""
        return self is FileKind.PDF or self in DOCUMENTS


PICTURES = frozenset(
    {FileKind.JPEG, FileKind.PNG, FileKind.GIF, FileKind.WEBP, FileKind.HEIC, FileKind.TIFF}
)
DOCUMENTS = frozenset({FileKind.DOCX, FileKind.XLSX, FileKind.PPTX, FileKind.ODT, FileKind.ODS})
MEDIA = frozenset({FileKind.MP4, FileKind.MOV, FileKind.THREE_GP, FileKind.M4A})
"""Kinds that share one container; phones mix their marks and their suffixes freely."""


PLAYED = MEDIA | {FileKind.MP3, FileKind.OGG, FileKind.WAV, FileKind.AMR}
"""Sounds and films: they are listened to and watched, not looked at."""


def accepted_suffixes() -> tuple[str, ...]:
    """Return every suffix that is taken, for the ``accept`` attribute of a form field."""
    return tuple(suffix for kind in FileKind for suffix in kind.suffixes)


def kind_called(code: str) -> FileKind:
    """Return a kind by its code.

    :raises KeyError: no kind has that code.
    """
    return {kind.value: kind for kind in FileKind}[code]
