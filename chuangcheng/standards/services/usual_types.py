"""The kinds of places that assessments usually visit, with the names that offices give them: known before anybody wrote
them down here, so that 公厕 and 室外公厕 of a ledger become one type. Source: sample/site_types.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from chuangcheng.standards.drafts import comparable

FILE = Path(__file__).resolve().parents[1] / "sample" / "site_types.toml"


@cache
def usual_site_types() -> list[dict[str, Any]]:
    """All of them, with code, name, aliases and parts."""
    found: list[dict[str, Any]] = tomllib.loads(FILE.read_text(encoding="utf-8"))["site_types"]
    return found


def usual_site_type(name: str) -> Mapping[str, Any] | None:
    """The one that goes by this name, or None."""
    return _by_name().get(comparable(name))


@cache
def _by_name() -> dict[str, Mapping[str, Any]]:
    rows = usual_site_types()
    aliases = {comparable(alias): row for row in rows for alias in row.get("aliases", [])}
    return aliases | {comparable(row["name"]): row for row in rows}
