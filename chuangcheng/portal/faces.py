"""Areas that look like faces, suggested to the moderator where the extra `faces` is installed; a person decides."""

from __future__ import annotations

import importlib
import importlib.util
from pathlib import Path
from typing import Any

LEAST = 24  # pixels of a face that is looked for: our choice
NEIGHBOURS = 4  # of the cascade: fewer finds more and errs more; our choice
MARGIN = 0.15  # added around a face, share of its size: our choice


def are_available() -> bool:
    """Whether areas can be suggested here."""
    return importlib.util.find_spec("cv2") is not None


def suggested_boxes(path: Path) -> list[list[float]]:
    """Boxes (left, top, width, height in shares) around what looks like a face; none without the extra."""
    if not are_available():
        return []
    cv2: Any = importlib.import_module("cv2")
    grey = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    if grey is None:
        return []
    cascade = cv2.CascadeClassifier(cv2.data.haarcascades + "haarcascade_frontalface_default.xml")
    found = cascade.detectMultiScale(grey, minNeighbors=NEIGHBOURS, minSize=(LEAST, LEAST))
    height, width = grey.shape
    return [_widened(left / width, top / height, w / width, h / height) for left, top, w, h in found]


def _widened(left: float, top: float, width: float, height: float) -> list[float]:
    x, y = max(0.0, left - width * MARGIN), max(0.0, top - height * MARGIN)
    return [x, y, min(1 - x, width * (1 + 2 * MARGIN)), min(1 - y, height * (1 + 2 * MARGIN))]
