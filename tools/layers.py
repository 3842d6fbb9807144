"""The layers as the import contract names them: the one place that says what is above what."""

from __future__ import annotations

import tomllib
from pathlib import Path

PYPROJECT = Path(__file__).resolve().parents[1] / "pyproject.toml"


def layers() -> list[set[str]]:
    """Names of the contexts, highest layer first; contexts on one layer share a set."""
    contracts = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    rows: list[str] = next(contract["layers"] for contract in contracts if contract.get("exhaustive"))
    return [{name.strip(" ()") for name in row.split("|")} for row in rows]


def height(context: str) -> int:
    """How many layers lie below a context; raises LookupError for a context that no layer names."""
    rows = layers()
    for index, row in enumerate(rows):
        if context in row:
            return len(rows) - 1 - index
    raise LookupError(context)
