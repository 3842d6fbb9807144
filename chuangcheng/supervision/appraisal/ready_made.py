"""The formulas that come with the product, to start from."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from chuangcheng.supervision.appraisal.formula import Formula
from chuangcheng.supervision.appraisal.reading import read_formula


def ready_made(*, valid_from: date) -> Mapping[str, Formula]:
    """Each by its code, as if taken up on a day."""
    return {code: read_formula(table | {"valid_from": valid_from.isoformat()}) for code, table in _tables().items()}


@cache
def _tables() -> Mapping[str, dict[str, object]]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
