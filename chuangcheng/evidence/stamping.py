"""The caption of a picture, written on a copy of it: below the picture, so that nothing of it is hidden."""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import noto_cjk_sans_otc
from django.utils.translation import gettext as _
from PIL import Image, ImageDraw, ImageFont

from chuangcheng.evidence.workflow import CAPTION_LABELS

LETTER = 34  # of the picture's longer side: so many letters make a line; our choice
LEAST_LETTER = 14  # pixels
QUALITY = 88  # of JPEG; our choice
INK, GROUND = (34, 38, 43), (255, 255, 255)


def stamped(picture: bytes, caption: Mapping[str, str]) -> bytes:
    """A JPEG with the caption on a white band below, the same bytes for the same. picture: as of `public_copy`."""
    with Image.open(io.BytesIO(picture), formats=["JPEG"]) as image:
        seen = image.convert("RGB")
    lines_of = [f"{_(CAPTION_LABELS[name])}：{caption[name]}" for name in CAPTION_LABELS if caption.get(name)]
    size = max(LEAST_LETTER, max(seen.size) // LETTER)
    font, edge = _font(size), size // 2
    lines = [part for line in lines_of for part in _wrapped(line, font, seen.width - 2 * edge)]
    band = len(lines) * size * 3 // 2 + 2 * edge if lines else 0
    made = Image.new("RGB", (seen.width, seen.height + band), GROUND)
    made.paste(seen, (0, 0))
    pen = ImageDraw.Draw(made)
    for number, line in enumerate(lines):
        pen.text((edge, seen.height + edge + number * size * 3 // 2), line, font=font, fill=INK)
    written = io.BytesIO()
    made.save(written, "JPEG", quality=QUALITY)
    return written.getvalue()


def _wrapped(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """The text in lines no wider than so many pixels; Chinese breaks anywhere."""
    lines, line = [], ""
    for letter in text:
        if line and font.getlength(line + letter) > width:
            lines.append(line)
            line = ""
        line += letter
    return [*lines, line] if line else lines


@lru_cache(maxsize=8)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(Path(noto_cjk_sans_otc.__file__).parent / "NotoSansCJK-Regular.ttc"), size)
