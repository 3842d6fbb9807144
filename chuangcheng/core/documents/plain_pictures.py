"""Pictures as papers take them: JPEG or PNG, upright, without what the camera wrote. Where a photo was taken is not for
every reader of a paper, and the writer of Word files stumbles over some of it."""

from __future__ import annotations

import io

from PIL import Image, ImageOps

_FORMATS = ("JPEG", "PNG")
_KEPT = {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi", "progressive", "progression"}
_QUALITY = 88  # of JPEG; our choice


class NotAPicture(ValueError):
    """Bytes given as a picture are neither JPEG nor PNG."""


def plain_picture(content: bytes) -> bytes:
    """The picture with its pixels only; the very bytes when there is nothing else in them. Raises NotAPicture."""
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
            if image.mode in {"RGB", "L"} and set(image.info) <= _KEPT:
                return content
            return _written(ImageOps.exif_transpose(image))
    except (OSError, SyntaxError, ValueError) as error:
        raise NotAPicture(content[:8]) from error


def _written(image: Image.Image) -> bytes:
    plain = image.convert("RGBA" if image.has_transparency_data else "RGB")
    clean = Image.new(plain.mode, plain.size)
    clean.paste(plain)
    stream = io.BytesIO()
    clean.save(stream, "PNG" if plain.mode == "RGBA" else "JPEG", quality=_QUALITY)
    return stream.getvalue()
