"""提请联席会议: what waits for the meeting. The meetings themselves stand in a higher context and ask here."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from chuangcheng.cases.access import visible_cases
from chuangcheng.cases.models import Case, Escalation
from chuangcheng.cases.pending import UNDERWAY
from chuangcheng.cases.queries.lists import SHOWN, SHOWN_WITH
from chuangcheng.core.access import Actor


def escalated_cases(*, actor: Actor) -> QuerySet[Case]:
    """The visible cases that wait for the joint meeting, those asked first first."""
    rows = visible_cases(actor).filter(escalated_at__isnull=False, state__in=[state.value for state in UNDERWAY])
    return rows.select_related(*SHOWN_WITH).only(*SHOWN, "escalated_at").order_by("escalated_at", "pk")


def questions_to_meeting(case_ids: Iterable[UUID]) -> dict[UUID, str]:
    """What the meeting was asked about each case, the last time. One query."""
    asked = Escalation.objects.filter(case__in=list(case_ids)).order_by("asked_at", "pk")
    return dict(asked.values_list("case", "event__reason"))
