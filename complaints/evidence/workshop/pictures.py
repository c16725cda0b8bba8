"""Make pictures anew from their pixels. Decoders are where hostile files strike first."""

from __future__ import annotations

import io
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

from complaints.evidence.workshop.errors import TooLarge

_LOADED_AHEAD = (MpoImagePlugin, TiffImagePlugin, WebPImagePlugin)
"""No file opens later on."""
_DECODERS = {
    "jpeg": ["JPEG", "MPO"],
    "png": ["PNG"],
    "gif": ["GIF"],
    "webp": ["WEBP"],
    "heic": ["HEIF"],
    "tiff": ["TIFF"],
    "bmp": ["BMP"],
}
_LOSSLESS = {"png", "gif", "bmp"}
_JPEG_QUALITY = 90


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
    picture = opened_picture(body, kind)
    if max(picture.size) > side:
        raise TooLarge
    moves = kind != "jpeg" and getattr(picture, "n_frames", 1) > 1
    picture.load()
    picture = in_plain_colours(ImageOps.exif_transpose(picture))
    form, new = drawn(picture, lossless=kind in _LOSSLESS)
    return form, moves, new


def opened_picture(body: bytes, kind: str) -> Image.Image:
    """Return a picture whose header is read and whose pixels are not, by one decoder alone."""
    return Image.open(io.BytesIO(body), formats=_DECODERS[kind])


def drawn(picture: Image.Image, *, lossless: bool = False) -> tuple[str, bytes]:
    """Return the format and the bytes of a picture copied pixel by pixel."""
    fresh = Image.frombytes(picture.mode, picture.size, picture.tobytes())
    out = io.BytesIO()
    if lossless or fresh.mode == "RGBA":
        fresh.save(out, "PNG")
        return "png", out.getvalue()
    fresh.save(out, "JPEG", quality=_JPEG_QUALITY)
    return "jpeg", out.getvalue()


def in_plain_colours(picture: Image.Image) -> Image.Image:
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
