"""Areas that look like faces, suggested to the moderator where the extra `faces` is installed; a person decides."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Sequence
from pathlib import Path
from typing import Any

LEAST = 24  # pixels of a face that is looked for: our choice
NEIGHBOURS = 4  # of the cascade: fewer finds more and errs more; our choice
CASCADES = ("haarcascade_frontalface_default.xml", "haarcascade_profileface.xml")
MARGIN = 0.15  # added around a face, share of its size: our choice


def are_available() -> bool:
    """Whether areas can be suggested here."""
    return importlib.util.find_spec("cv2") is not None


def suggested_boxes(path: Path) -> list[list[float]]:
    """Boxes (left, top, width, height in shares) around what looks like a face; none without the extra.

    Plates are not looked for: the cascades in the wheel know the plates of another country.
    """
    if not are_available():
        return []
    cv2: Any = importlib.import_module("cv2")
    grey = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    if grey is None:
        return []
    height, width = grey.shape
    found = [area for name in CASCADES for area in _areas(cv2, name, grey)]
    return [_widened(left / width, top / height, w / width, h / height) for left, top, w, h in _distinct(found)]


def _areas(cv2: Any, name: str, grey: Any) -> list[tuple[int, int, int, int]]:
    cascade = cv2.CascadeClassifier(str(Path(cv2.data.haarcascades) / name))
    if cascade.empty():
        return []
    found = cascade.detectMultiScale(grey, minNeighbors=NEIGHBOURS, minSize=(LEAST, LEAST))
    return [(int(left), int(top), int(width), int(height)) for left, top, width, height in found]


def _distinct(areas: Sequence[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    """Without those whose middle lies in a larger one: a face seen from the front and from the side is one."""
    kept: list[tuple[int, int, int, int]] = []
    for area in sorted(areas, key=lambda each: -each[2] * each[3]):
        x, y = area[0] + area[2] / 2, area[1] + area[3] / 2
        if not any(left <= x <= left + w and top <= y <= top + h for left, top, w, h in kept):
            kept.append(area)
    return kept


def _widened(left: float, top: float, width: float, height: float) -> list[float]:
    x, y = max(0.0, left - width * MARGIN), max(0.0, top - height * MARGIN)
    return [x, y, min(1 - x, width * (1 + 2 * MARGIN)), min(1 - y, height * (1 + 2 * MARGIN))]
