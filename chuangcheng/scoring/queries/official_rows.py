"""The rows behind a round of official results: which count now, and the ranking they give."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from chuangcheng.core.sheets.text import clean_text
from chuangcheng.scoring.engine import Entrant, Ranking, Standing, ranking
from chuangcheng.scoring.models import HardFault, OfficialResult
from chuangcheng.scoring.published_columns import Known

if TYPE_CHECKING:
    from chuangcheng.scoring.models import OfficialRound
    from chuangcheng.standards.models import Framework


def place_key(name: str) -> str:
    """The name of a place without width, spaces and signs that nobody sees: what two rows are told alike by."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", clean_text(name)))


def results_in_force(round_ids: Iterable[UUID]) -> QuerySet[OfficialResult]:
    """The results that nothing corrects, in the order in which they were recorded."""
    rows = OfficialResult.objects.filter(round_id__in=list(round_ids), corrected_by__isnull=True)
    return rows.order_by("recorded_at", "pk")


def faults_in_force(round_ids: Iterable[UUID]) -> QuerySet[HardFault]:
    """The hard faults that were not taken back."""
    rows = HardFault.objects.filter(round_id__in=list(round_ids), takes_back__isnull=True, taken_back_by__isnull=True)
    return rows.order_by("recorded_at", "pk")


def ranking_of(found: OfficialRound, results: Sequence[OfficialResult]) -> Ranking:
    """The places by the totals of these results of the round; no query."""
    entrants = [Entrant(result.place, result.group, result.total) for result in results]
    return ranking(entrants, line=found.line, quota=found.quota, group_quotas=found.group_quotas)


def agrees_with(published: int | None, standing: Standing) -> bool:
    """Whether a published place is one of those by totals, over all or in the group; true when none was published."""
    places = [place.number for place in (standing.over_all, standing.in_group) if place is not None]
    return published is None or not places or published in places


def known_of(framework: Framework) -> Known:
    """What the edition says about its methods and items. Two queries."""
    rows = framework.standards.select_related("content__item").prefetch_related("parts")
    items: dict[str, Decimal] = {}
    methods: dict[str, Decimal | None] = {name: Decimal(weight) for name, weight in framework.method_weights.items()}
    for row in rows:
        items[row.content.item.name] = items.get(row.content.item.name, Decimal(0)) + row.marks
        for part in row.parts.all():
            methods.setdefault(part.method, None)
    return Known(methods, items)


def is_our_name(name: str) -> bool:
    """Whether a place is ours by its name."""
    return place_key(name) == place_key(str(settings.PLACE_NAME))
