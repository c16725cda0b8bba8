"""Make a picture anew from its pixels: the program of a child process.

It stands alone: it imports nothing of the service, is given no environment, reads a
picture from standard input and writes the new one to standard output. It can write no
file, open no further file or socket, start no process (HEIC apart), and is ended when it takes
too much memory or time. Decoders of pictures are where hostile files strike first.

Arguments: kind of picture, largest number of pixels, longest side, bytes of memory, seconds.
Output: one line ``jpeg 0`` or ``png 1`` (format; whether further frames were left out),
then the picture. Exit codes: 3 no sound picture, 4 too large; 1 is Python's own, where the
program cannot run at all.
"""

from __future__ import annotations

import io
import os
import resource
import sys
import warnings

import pillow_heif
from PIL import (
    Image,
    ImageChops,
    ImageCms,
    ImageOps,
    MpoImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

BROKEN, TOO_LARGE = 3, 4

_LOADED_AHEAD = (MpoImagePlugin, TiffImagePlugin, WebPImagePlugin)  # no file opens later on
_DECODERS = {
    "jpeg": ["JPEG", "MPO"],
    "png": ["PNG"],
    "gif": ["GIF"],
    "webp": ["WEBP"],
    "heic": ["HEIF"],
}
_LOSSLESS = {"png", "gif"}
_NOBODY = 65534
_JPEG_QUALITY = 90


class TooLarge(Exception):
    """The picture has a longer side than is allowed; of pixels the decoder itself keeps count."""


def confine(kind: str, memory: int, seconds: int) -> None:
    """Limit memory and time; give up rights, processes, and files and sockets to be opened."""
    if kind != "heic":  # its decoder works in threads, which count as processes
        resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(_NOBODY)
        os.setuid(_NOBODY)
    for limit, value in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 3),
    ):
        resource.setrlimit(limit, (value, value))


def prepare_decoders(pixels: int) -> None:
    """Make every decoder known, and every picture beyond the limit an error."""
    pillow_heif.register_heif_opener(
        thumbnails=False, depth_images=False, aux_images=False, decode_threads=1
    )
    Image.preinit()
    Image.MAX_IMAGE_PIXELS = pixels
    warnings.simplefilter("error", Image.DecompressionBombWarning)


def remade(body: bytes, kind: str, side: int) -> tuple[str, bool, bytes]:
    """Return the format of the new picture, whether frames were left out, and the picture.

    :raises TooLarge: by its own header, before anything is decoded; as the decoder's own
        errors about bombs are, where there are too many pixels.
    :raises Exception: of the decoder, where the picture is not sound.
    """
    picture: Image.Image = Image.open(io.BytesIO(body), formats=_DECODERS[kind])
    if max(picture.size) > side:
        raise TooLarge
    moves = kind != "jpeg" and getattr(picture, "n_frames", 1) > 1
    picture.load()
    picture = _in_plain_colours(ImageOps.exif_transpose(picture))
    fresh = Image.frombytes(picture.mode, picture.size, picture.tobytes())
    del picture
    out = io.BytesIO()
    if kind in _LOSSLESS or fresh.mode == "RGBA":
        fresh.save(out, "PNG")
        return "png", moves, out.getvalue()
    fresh.save(out, "JPEG", quality=_JPEG_QUALITY)
    return "jpeg", moves, out.getvalue()


def _in_plain_colours(picture: Image.Image) -> Image.Image:
    """Return the picture in sRGB or grey, with transparency only where there is some.

    What lies under full transparency is blackened: it may be what somebody meant to hide.
    """
    if picture.mode.startswith("I;16"):
        return picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if picture.mode in {"1", "I", "F"}:
        return picture.convert("L")
    grey, clear = picture.mode in {"L", "LA"}, picture.has_transparency_data
    if clear:
        picture = picture.convert("RGBA")
        clear = picture.getchannel("A").getextrema() != (255, 255)
    picture = _in_srgb(picture)
    if not clear:
        return picture.convert("L" if grey else "RGB")
    picture = picture.convert("RGBA")
    seen = picture.getchannel("A").point(lambda alpha: 255 if alpha else 0)
    bands = [ImageChops.darker(band, seen) for band in picture.split()[:3]]
    return Image.merge("RGBA", [*bands, picture.getchannel("A")])


def _in_srgb(picture: Image.Image) -> Image.Image:
    """Return the picture in sRGB; a profile that cannot be used is left out."""
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in {"RGB", "RGBA", "CMYK", "L"}:
        return picture
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = "RGBA" if picture.mode == "RGBA" else "RGB"
        mended = ImageCms.profileToProfile(
            picture, source, ImageCms.createProfile("sRGB"), outputMode=mode
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return picture
    return mended or picture


def main(arguments: list[str]) -> int:
    """Clean one picture from standard input to standard output; return the exit code."""
    kind, *numbers = arguments
    pixels, side, memory, seconds = (int(number) for number in numbers)
    prepare_decoders(pixels)
    confine(kind, memory, seconds)
    bombs = (TooLarge, MemoryError, Image.DecompressionBombError, Image.DecompressionBombWarning)
    try:
        made, moves, picture = remade(sys.stdin.buffer.read(), kind, side)
    except bombs:
        return TOO_LARGE
    except Exception:  # noqa: BLE001 - a decoder may raise anything on a hostile picture
        return BROKEN
    sys.stdout.buffer.write(f"{made} {int(moves)}\n".encode() + picture)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
