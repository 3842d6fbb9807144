from __future__ import annotations

from pathlib import Path

import pytest

from tools import vendored


@pytest.fixture
def vendor(tmp_path: Path) -> Path:
    """One vendored package with its licence, listed."""
    (tmp_path / "htmx").mkdir()
    (tmp_path / "htmx" / "LICENSE").write_text("free", encoding="utf-8")
    (tmp_path / "htmx" / "htmx.min.js").write_text("js", encoding="utf-8")
    vendored.write_sums(tmp_path)
    return tmp_path


def test_unchanged_files_have_no_problems(vendor: Path) -> None:
    assert vendored.problems(vendor) == []


def test_changed_missing_and_unlisted_files_are_named(vendor: Path) -> None:
    (vendor / "htmx" / "htmx.min.js").write_text("other", encoding="utf-8")
    (vendor / "htmx" / "extra.js").write_text("new", encoding="utf-8")
    (vendor / "htmx" / "LICENSE").unlink()

    assert vendored.problems(vendor) == [
        "changed: htmx/htmx.min.js",
        "missing: htmx/LICENSE",
        "not listed: htmx/extra.js",
        "no licence: htmx",
    ]


def test_vendored_files_of_the_product_are_as_brought_in() -> None:
    assert vendored.problems(vendored.VENDOR) == []
