"""A picture without what lies in some boxes: the pixels are gone, not covered. Pure but for Pillow."""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image, ImageFilter

PUBLIC_SIZE = 1600  # pixels of the longer side; one of `core.files.COPY_SIZES`
BLOCKS = 5  # colours that are left of a box along its longer side: nobody is known by 5 × 5; our choice
QUALITY = 85  # of JPEG; our choice


def without_boxes(content: bytes, boxes: Sequence[Sequence[float]]) -> bytes:
    """The JPEG with each box (left, top, width, height in shares) reduced to a few colours; no camera's notes."""
    with Image.open(io.BytesIO(content)) as opened:
        image = Image.new("RGB", opened.size)
        image.paste(opened.convert("RGB"))
    for box in boxes:
        _reduce(image, _pixels(box, image.size))
    written = io.BytesIO()
    image.save(written, "JPEG", quality=QUALITY, optimize=True)
    return written.getvalue()


def _pixels(box: Sequence[float], size: tuple[int, int]) -> tuple[int, int, int, int]:
    left, top, width, height = box
    right, bottom = left + width, top + height
    return (
        int(left * size[0]),
        int(top * size[1]),
        min(size[0], max(int(left * size[0]) + 1, round(right * size[0]))),
        min(size[1], max(int(top * size[1]) + 1, round(bottom * size[1]))),
    )


def _reduce(image: Image.Image, corners: tuple[int, int, int, int]) -> None:
    left, top, right, bottom = corners
    width, height = right - left, bottom - top
    if width < 1 or height < 1:
        return
    share = BLOCKS / max(width, height)
    few = (max(1, round(width * share)), max(1, round(height * share)))
    small = image.crop(corners).resize(few, Image.Resampling.BOX)
    blurred = small.resize((width, height), Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(2))
    image.paste(blurred, (left, top))
