"""A page of a PDF as a picture, drawn by a process of its own under limits of time and size (`core.parser_runs`)."""

from __future__ import annotations

import base64
from pathlib import Path

from chuangcheng.core.files.kinds import MEGABYTE
from chuangcheng.core.parser_runs import ParserFailed, ParserStopped, run_parser

PIXELS = 1400  # of the longer side; our choice
MOST_DRAWN = 50  # pages of one document; our choice
LIMITS = {
    "PIXELS": PIXELS,
    "QUALITY": 80,  # of JPEG
    "MEMORY_BYTES": 1536 * MEGABYTE,  # address space of the process
    "CPU_SECONDS": 15,
}
WALL_SECONDS = 20
_PROCESS = Path(__file__).with_name("pages_process.py")


class PageNotDrawn(Exception):
    """There is no such page, or it cannot be drawn within the limits."""


def page_picture(path: Path, *, number: int) -> bytes:
    """A JPEG of one page, counted from 1. Raises PageNotDrawn, also above MOST_DRAWN, and OSError."""
    if not 1 <= number <= MOST_DRAWN:
        raise PageNotDrawn
    try:
        with path.open("rb") as source:
            limits = {**LIMITS, "PAGE": number}
            answer = run_parser(_PROCESS, limits=limits, source=source, wall_seconds=WALL_SECONDS)
    except (ParserFailed, ParserStopped) as error:
        raise PageNotDrawn from error
    if "refused" in answer:
        raise PageNotDrawn
    return base64.b64decode(answer["jpeg"])
