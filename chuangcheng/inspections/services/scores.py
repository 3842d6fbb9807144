"""A visit's own score, from the marks of its checklist; it never enters the sheet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from chuangcheng.inspections.judgement import Judged, score_of_composite, score_of_visit

if TYPE_CHECKING:
    from chuangcheng.sites.models import ChecklistItem
    from chuangcheng.standards.models import SiteType


@dataclass(frozen=True)
class Scored:
    """An item with its marks as they were on the visit, and what was found."""

    item: ChecklistItem
    marks: Decimal | None
    judged: Judged


def score_of(site_type: SiteType, rows: Sequence[Scored]) -> Decimal | None:
    """The score out of 100; of a composite place the mean of its parts, weighted by their shares."""
    if not site_type.parts:
        return score_of_visit([(row.marks or Decimal(0), row.judged) for row in rows])
    by_part: defaultdict[str, list[tuple[Decimal, Judged]]] = defaultdict(list)
    for row in rows:
        by_part[row.item.part].append((row.marks or Decimal(0), row.judged))
    return score_of_composite(by_part, {part["name"]: Decimal(str(part["share"])) for part in site_type.parts})
