"""A case as a line of a table: what is written of it, read without making records of it."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple


class CaseRow(NamedTuple):
    """The columns in the order of `EXPORTED`; names are None where there is no such thing."""

    number: str
    state: str
    outcome: str
    severity: str
    source: str
    description: str
    place_text: str
    problem_class: str | None
    site: str | None
    area: str | None
    lead_unit: str | None
    reporter: str | None
    reported_at: datetime
    due_at: datetime | None
    fed_back_at: datetime | None
    closed_at: datetime | None
    limit_amount: int | None
    limit_unit: str
    rework_count: int
    send_back_count: int


RELATIONS = ("problem_class", "site", "area", "lead_unit", "reporter")
EXPORTED = tuple(f"{name}__name" if name in RELATIONS else name for name in CaseRow._fields)
