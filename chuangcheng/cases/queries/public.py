"""Cases as everybody may see them: no words, no photos, no people; what may be public is said by who asks."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from chuangcheng.cases.models import Case, CaseEvent, CasePhoto
from chuangcheng.cases.models.cases import WAS_FIXED
from chuangcheng.cases.queries.happenings import SLACK
from chuangcheng.cases.states import OPEN_STATES, Outcome, State
from chuangcheng.core.ids import id_at

OPEN = Q(state__in=sorted(state.value for state in OPEN_STATES))
FIXED = WAS_FIXED  # said as the index says it: "not open" would not be answered from it
MOMENTS = ("reported_at", "filed_at", "clock_started_at", "fed_back_at", "suspended_at", "closed_at")
SHOWN = ("state", "outcome", "lon", "lat", "cell", *MOMENTS, "problem_class", "site", "area")
SHOWN_WITH = ("problem_class__name", "problem_class__code", "problem_class__group", "site__name", "area__name")


def public_cases(*, sources: Collection[str], listed: QuerySet[Any, UUID], fixed_since: datetime) -> QuerySet[Case]:
    """Released cases of these sources, and those whose ids are listed: open, or fixed since then; each spot once."""
    wanted = Q(source__in=sources) | Q(pk__in=listed)
    is_told = OPEN | Q(state=State.CLOSED.value, outcome=Outcome.FIXED.value, closed_at__gte=fixed_since)
    rows = Case.objects.filter(wanted, is_told, is_held=False, main_case__isnull=True)
    return rows.select_related("problem_class", "site", "area").only(*SHOWN, *SHOWN_WITH)


def last_moved_at(case: Case) -> datetime:
    """When a case last came a step further, as everybody may know."""
    moments: list[datetime | None] = [getattr(case, name) for name in MOMENTS]
    return max(moment for moment in moments if moment is not None)


def public_steps(
    *, cases: QuerySet[Any, UUID], since: datetime, until: datetime
) -> QuerySet[CaseEvent, tuple[UUID, UUID, str, datetime]]:
    """Id, case, state that it led to and moment of the steps that changed the state of these cases, oldest first."""
    rows = _steps_in(since, until).filter(case__in=cases).exclude(from_state=F("to_state"))
    return rows.order_by("at", "pk").values_list("pk", "case", "to_state", "at")


def cases_moved(*, since: datetime, until: datetime) -> QuerySet[CaseEvent, UUID]:
    """The ids of the cases with a step within these moments."""
    return _steps_in(since, until).order_by().values_list("case", flat=True)


def main_cases_of(ids: Collection[UUID]) -> QuerySet[Case, UUID | None]:
    """The cases that those with these ids were joined to."""
    return Case.objects.filter(pk__in=ids, main_case__isnull=False, is_held=False).values_list("main_case", flat=True)


def _steps_in(since: datetime, until: datetime) -> QuerySet[CaseEvent]:
    """Over the index of the ids of steps."""
    return CaseEvent.objects.filter(
        pk__gte=id_at(since - SLACK), pk__lte=id_at(until + SLACK), at__gte=since, at__lte=until
    )


def after_photo_ids(*, case_id: UUID) -> list[UUID]:
    """The photos of the newest fix, in order."""
    rows = CasePhoto.objects.filter(case=case_id, moment=CasePhoto.Moment.AFTER)
    newest = rows.order_by("-event").values_list("event", flat=True).first()
    return list(rows.filter(event=newest).order_by("order", "pk").values_list("file_id", flat=True)) if newest else []
