"""When a result was void, for lists that show totals of several days."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from chuangcheng.scoring.engine import SanctionKind, read_sanction
from chuangcheng.scoring.models import NegativeHit
from chuangcheng.scoring.queries.hits import last_counting_day
from chuangcheng.scoring.workflow import HitState


def void_periods(codes: Collection[str]) -> dict[str, list[tuple[date, date]]]:
    """Code of a framework → the first and last days between which a hit that stands today voids its results. One query.

    Hits of one unit void the whole place as well, as on its sheet.
    """
    hits = NegativeHit.objects.filter(entry__framework__code__in=codes, state=HitState.STANDING)
    found: dict[str, list[tuple[date, date]]] = {}
    for hit in hits.select_related("entry__framework"):
        sanction = read_sanction(hit.entry.sanction)
        if sanction is not None and sanction.kind is SanctionKind.VOID:
            period = (hit.happened_on, last_counting_day(hit))
            found.setdefault(hit.entry.framework.code, []).append(period)
    return found
