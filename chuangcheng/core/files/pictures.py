"""Pictures: decoded once to be sure that they are whole, and copied as JPEG without anything that the camera wrote."""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pillow_heif
from PIL import ExifTags, Image, ImageCms, ImageOps

from chuangcheng.core.files.errors import Damaged, TooManyPixels
from chuangcheng.core.files.exif import Taken, taken
from chuangcheng.core.files.kinds import Limits
from chuangcheng.core.likeness import likeness_of

pillow_heif.register_heif_opener()

FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
COPY_SIZES = (160, 480, 1600)  # pixels of the longer side: in a list, in a row, on a screen; our choice
COPY_QUALITY = 82  # of JPEG; our choice: text on a shop sign stays readable
SIDEWAYS = {5, 6, 7, 8}  # EXIF orientations that swap width and height
CHECK_SCALE = 8  # a JPEG is checked at an eighth of its size: every byte is read, a 64th of the memory is used
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
UNREADABLE = (OSError, SyntaxError, ValueError, TypeError, EOFError, IndexError, KeyError, RuntimeError, struct.error)
UNITS_PER_MEGAPIXEL = 100  # of 万, in which the sentence counts
SRGB = ImageCms.createProfile("sRGB")


@dataclass(frozen=True, slots=True)
class Picture:
    """What is known of a picture as it is shown upright."""

    width: int  # pixels
    height: int  # pixels
    taken: Taken
    likeness: int | None  # 64 bits, see `likeness`; None: too little contrast to be compared


def examined_picture(path: Path, *, name: str, limits: Limits, now: datetime) -> Picture:
    """What a sound picture is; raises TooManyPixels before decoding, Damaged when it is cut off."""
    try:
        with Image.open(path, formats=FORMATS) as image:
            width, height = image.size
            if width * height > limits.max_pixels:
                raise _too_many_pixels(name, limits)
            facts = taken(image, now=now)
            is_sideways = image.getexif().get(ExifTags.Base.Orientation) in SIDEWAYS
            image.draft("RGB", (width // CHECK_SCALE, height // CHECK_SCALE))
            image.load()
            likeness = likeness_of(ImageOps.exif_transpose(image))
    except BOMBS as error:
        raise _too_many_pixels(name, limits) from error
    except UNREADABLE as error:
        raise Damaged(name) from error
    return Picture(*((height, width) if is_sideways else (width, height)), facts, likeness)


def jpeg_copy(path: Path, *, size: int) -> bytes:
    """The picture upright as JPEG, its longer side at most `size` pixels, without EXIF or any other note."""
    with Image.open(path, formats=FORMATS) as image:
        image.draft("RGB", (size * 2, size * 2))
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((size, size), Image.Resampling.LANCZOS)
        plain = _on_white(_in_srgb(upright))
    # A new image holds pixels only, whatever the original carried along.
    clean = Image.new("RGB", plain.size)
    clean.paste(plain)
    written = io.BytesIO()
    clean.save(written, "JPEG", quality=COPY_QUALITY, optimize=True, progressive=True)
    return written.getvalue()


def _in_srgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"RGB", "CMYK"}:
        return image
    try:
        converted = ImageCms.profileToProfile(
            image, ImageCms.ImageCmsProfile(io.BytesIO(profile)), SRGB, outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image  # a profile that cannot be used: colours as they are
    return converted or image


def _on_white(image: Image.Image) -> Image.Image:
    if not image.has_transparency_data:
        return image.convert("RGB")
    layer = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer).convert("RGB")


def _too_many_pixels(name: str, limits: Limits) -> TooManyPixels:
    return TooManyPixels(name, megapixels=limits.max_pixels // 1_000_000 * UNITS_PER_MEGAPIXEL)
