"""What voids results, and when a result was void, for lists that show totals of several days."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from chuangcheng.scoring.engine import HitStatus, SanctionKind, read_sanction
from chuangcheng.scoring.models import NegativeHit
from chuangcheng.scoring.queries.hits import hits_counting, last_counting_day
from chuangcheng.scoring.workflow import HitState

if TYPE_CHECKING:
    from chuangcheng.scoring.queries.choice import SheetChoice
    from chuangcheng.standards.models import Framework


def codes_voiding(row: Framework, choice: SheetChoice) -> tuple[str, ...]:
    """The entries of the edition's negative list whose standing hits void the sheet of this choice, in order.

    As the sheet itself says, without its facts. At most four queries, one where nothing was ever recorded.
    """
    standing = {hit.code for hit in hits_counting(row, choice) if hit.status is HitStatus.STANDING}
    if not standing:
        return ()
    entries = row.negative_entries.filter(code__in=standing)
    return tuple(entry.code for entry in entries if _voids(entry.sanction))


def void_periods(codes: Collection[str]) -> dict[str, list[tuple[date, date]]]:
    """Code of a framework → the first and last days between which a hit that stands today voids its results. One query.

    Hits of one unit void the whole place as well, as on its sheet.
    """
    hits = NegativeHit.objects.filter(entry__framework__code__in=codes, state=HitState.STANDING)
    found: dict[str, list[tuple[date, date]]] = {}
    for hit in hits.select_related("entry__framework"):
        if _voids(hit.entry.sanction):
            period = (hit.happened_on, last_counting_day(hit))
            found.setdefault(hit.entry.framework.code, []).append(period)
    return found


def _voids(sanction: str) -> bool:
    read = read_sanction(sanction)
    return read is not None and read.kind is SanctionKind.VOID
