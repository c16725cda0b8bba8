"""Small pictures that stand for photographs."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

_WIDTH, _HEIGHT = 480, 320
_SKIES = ((196, 218, 236), (232, 214, 190), (206, 226, 205))


def picture_of(number: int) -> bytes:
    """Return a small PNG of a road under a sky, another one for each number."""
    image = Image.new("RGB", (_WIDTH, _HEIGHT), _SKIES[number % len(_SKIES)])
    draw = ImageDraw.Draw(image)
    horizon = _HEIGHT // 2 + number % 5 * 6
    draw.rectangle((0, horizon, _WIDTH, _HEIGHT), fill=(122, 138, 96))
    draw.polygon(
        ((200, horizon), (280, horizon), (_WIDTH - 40, _HEIGHT), (40, _HEIGHT)), fill=(92, 92, 98)
    )
    left = 170 + number % 7 * 14
    draw.ellipse((left, horizon + 70, left + 110, horizon + 110), fill=(52, 50, 52))
    content = io.BytesIO()
    image.save(content, "PNG")
    return content.getvalue()
