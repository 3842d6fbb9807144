"""The demo district once for all tests that kill; each takes a copy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.operations.installations import Installation, copy_of, empty_installation, remove


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The demo district with its photos drawn; it stays as it is."""
    made = empty_installation(tmp_path_factory.mktemp("kills") / "demo")
    made.calls("demo")
    made.says("from chuangcheng.config.preparing import collect_assets; collect_assets(); answer = 0")
    made.says(
        "from chuangcheng.core.worker import run_worker; run_worker(once=True)\n"
        "from chuangcheng.core.models import Schedule; answer = Schedule.objects.update(last_at=None)"  # long ago
    )
    yield made
    remove(made)


@pytest.fixture
def lived_in(demo: Installation, tmp_path: Path) -> Iterator[Installation]:
    """A copy of the demo district."""
    made = copy_of(demo, tmp_path / "data")
    yield made
    remove(made)


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Callable[[str], Installation]]:
    """Makes installations without tables, by name."""
    made: list[Installation] = []

    def make(name: str) -> Installation:
        made.append(empty_installation(tmp_path / name))
        return made[-1]

    yield make
    for installation in made:
        remove(installation)
