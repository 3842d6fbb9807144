"""A case on its way from a ledger into the database, without the weight of a model: making 10,000 of those costs more
than understanding their rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import TYPE_CHECKING
from uuid import UUID

from chuangcheng.cases.models import Case, ProblemClass
from chuangcheng.core.bulk import insert_rows

if TYPE_CHECKING:
    from chuangcheng.orgs.models import Unit
    from chuangcheng.sites.models import Site

SOURCE = "cases.ledger"  # `Case.source_kind` of an imported case; its `source_id` is the key of the row


@dataclass(slots=True)
class NewCase:
    """The attributes of a `Case`, by the same names."""

    pk: UUID
    latest_event_id: UUID
    number: str
    state: str
    description: str
    severity: str
    problem_class: ProblemClass | None
    site: Site | None
    place_text: str
    lon: float | None  # degrees WGS-84
    lat: float | None  # degrees WGS-84
    cell: str
    spot: int | None
    area: Unit | None
    source: str
    source_id: str
    source_label: str
    reported_at: datetime
    lead_unit: Unit | None = None
    outcome: str = ""
    limit_amount: int | None = None  # of `limit_unit`
    limit_unit: str = ""
    filed_at: datetime | None = None
    clock_started_at: datetime | None = None
    due_at: datetime | None = None
    suspended_at: datetime | None = None
    fed_back_at: datetime | None = None
    closed_at: datetime | None = None
    is_held: bool = False  # of an unreleased round
    source_group: str = ""  # its id

    @property
    def problem_class_id(self) -> int | None:
        return None if self.problem_class is None else self.problem_class.pk

    @property
    def site_id(self) -> UUID | None:
        return None if self.site is None else self.site.pk

    @property
    def area_id(self) -> int | None:
        return None if self.area is None else self.area.pk

    @property
    def lead_unit_id(self) -> int | None:
        return None if self.lead_unit is None else self.lead_unit.pk

    @property
    def reporter_id(self) -> None:
        """Nobody of ours reported it."""


_COLUMNS = (
    *("latest_event_id", "number", "state", "description", "severity", "problem_class_id", "site_id", "place_text"),
    *("lon", "lat", "cell", "spot", "area_id", "source", "source_id", "source_label", "reported_at", "lead_unit_id"),
    *("outcome", "limit_amount", "limit_unit", "filed_at", "clock_started_at", "due_at", "suspended_at"),
    *("fed_back_at", "closed_at", "is_held", "source_group"),
)
_values = attrgetter("pk", *_COLUMNS)


def insert_cases(cases: Iterable[NewCase]) -> None:
    """Writes them: one COPY on PostgreSQL."""
    insert_rows(Case, ("id", *_COLUMNS), map(_values, cases), same={"source_kind": SOURCE, "is_imported": True})
