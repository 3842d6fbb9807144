"""Ready-made campaigns to begin with."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from chuangcheng.cases.queries import classes_in_use
from chuangcheng.standards.queries import active_site_types

FILE = Path(__file__).with_name("special_templates.toml")


@dataclass(frozen=True)
class Template:
    """A campaign as many places have it; our choice."""

    key: str
    name: str
    purpose: str
    classes: Sequence[str]  # codes of problem classes
    site_types: Sequence[str]  # codes


@cache
def special_templates() -> dict[str, Template]:
    """The ready-made campaigns by key, in order."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["templates"]
    return {row["key"]: Template(**row) for row in rows}


def class_ids(template: Template) -> list[int]:
    """The classes of the template that are in use here. One query."""
    found = {row.code: row.pk for row in classes_in_use()}
    return [found[code] for code in template.classes if code in found]


def site_type_ids(template: Template) -> list[int]:
    """The site types of the template that are in use here. One query."""
    return list(active_site_types().filter(code__in=template.site_types).values_list("pk", flat=True))
