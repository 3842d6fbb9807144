"""Releasing a round with many cases: a job, so that nobody waits before a blank page; all of them go together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from chuangcheng.cases.queries import held_from_ledgers
from chuangcheng.core.access import Actor
from chuangcheng.core.jobs import JobContext, job, start
from chuangcheng.core.models import Job
from chuangcheng.inspections.access import planned_round_for
from chuangcheng.inspections.models import Answer, Round
from chuangcheng.inspections.services.rounds import release_round

MOST_AT_ONCE = 300  # cases that a request lets go itself, in about a second; our choice


def is_large(found: Round) -> bool:
    """True when so many cases are held that their release is a job."""
    rows = Answer.objects.filter(visit__round=found, case__isnull=False).order_by()
    found_by_visits = len(rows.values_list("pk", flat=True)[: MOST_AT_ONCE + 1])
    return found_by_visits > MOST_AT_ONCE or found_by_visits + held_from_ledgers(found.pk) > MOST_AT_ONCE


def start_release(*, actor: Actor, round_id: UUID, reason: str = "") -> Job:
    """Asks for the release by a job."""
    found = planned_round_for(actor, round_id)
    return start("inspections.release", actor=actor, arguments={"round_id": str(found.pk), "reason": reason})


@job("inspections.release", label=_("发布检查轮次"))
def release(context: JobContext, *, round_id: str, reason: str = "") -> Mapping[str, Any]:
    """Releases the round; one that is released already stays so."""
    found = planned_round_for(context.actor, UUID(round_id))
    # All of them go in one transaction, so it is told how many they are; none of them can be seen gone before the rest.
    held = Answer.objects.filter(visit__round=found, case__isnull=False).count() + held_from_ledgers(found.pk)
    words = {"name": found.name, "count": held}
    context.progress(0, held, _text("正在发布%(name)s，%(count)s个暂存问题一并开始办理") % words)
    if found.state != Round.State.RELEASED:
        release_round(actor=context.actor, round_id=found.pk, reason=reason)
    return {
        "message": _text("轮次已发布，检查结果计入得分，暂存的问题开始办理。"),
        "url": reverse("inspections:round", args=[found.pk]),
        "label": found.name,
    }
