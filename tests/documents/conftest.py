from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.documents.opening import output_of


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Where the papers are kept; with `DOCUMENT_PICTURES` that folder, and a picture of each page is made."""
    if shutil.which("soffice") is None:
        pytest.fail("LibreOffice 没有安装，请先运行 script/office。")
    kept = os.environ.get("DOCUMENT_PICTURES")
    place = Path(kept) if kept else tmp_path / "papers"
    place.mkdir(parents=True, exist_ok=True)
    yield place
    if kept:
        for paper in sorted(place.glob("*.pdf")):
            if not list(place.glob(f"{paper.stem}-*.png")):
                output_of(["pdftoppm", "-png", "-r", "60", str(paper), str(paper.with_suffix(""))])
