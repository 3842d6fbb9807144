"""Cases as everybody may see them: no words, no photos, no people; what may be public is said by who asks."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from chuangcheng.cases.models import Case, CasePhoto
from chuangcheng.cases.states import OPEN_STATES, Outcome, State

OPEN = Q(state__in=sorted(state.value for state in OPEN_STATES))
SHOWN = ("state", "outcome", "lon", "lat", "cell", "reported_at", "closed_at", "problem_class", "site", "area")
SHOWN_WITH = ("problem_class__name", "problem_class__group", "site__name", "area__name")


def public_cases(*, sources: Collection[str], listed: QuerySet[Any, UUID], fixed_since: datetime) -> QuerySet[Case]:
    """Released cases of these sources, and those whose ids are listed: open, or fixed since then; each spot once."""
    wanted = Q(source__in=sources) | Q(pk__in=listed)
    is_told = OPEN | Q(state=State.CLOSED.value, outcome=Outcome.FIXED.value, closed_at__gte=fixed_since)
    rows = Case.objects.filter(wanted, is_told, is_held=False, main_case__isnull=True)
    return rows.select_related("problem_class", "site", "area").only(*SHOWN, *SHOWN_WITH)


def after_photo_ids(*, case_id: UUID) -> list[UUID]:
    """The photos of the newest fix, in order."""
    rows = CasePhoto.objects.filter(case=case_id, moment=CasePhoto.Moment.AFTER)
    newest = rows.order_by("-event").values_list("event", flat=True).first()
    return list(rows.filter(event=newest).order_by("order", "pk").values_list("file_id", flat=True)) if newest else []
