"""Early warnings: a case of a watched class is a possible hit on the negative list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from chuangcheng.cases.access import case_for
from chuangcheng.cases.slots import CaseLink
from chuangcheng.core.access import SYSTEM, Actor
from chuangcheng.core.errors import Refusal
from chuangcheng.core.times import local_date
from chuangcheng.scoring.models import WatchedClass
from chuangcheng.scoring.services import HitGiven, suspect_hit
from chuangcheng.scoring.workflow import RECORD_HITS

CASE = "cases.case"
FILED = "file"  # the move by which a case becomes a problem that somebody must fix


def warn_of_case(payload: Mapping[str, Any]) -> None:
    """Warns when a case of a watched class is filed; the same case warns once an entry. Two queries otherwise.

    A case of an unreleased round says nothing before its release.
    """
    if payload["move"] != FILED:
        return
    try:
        case = case_for(SYSTEM, UUID(payload["case_id"]))
    except Refusal:
        return  # removed since, with its series of sample data
    watched = WatchedClass.objects.filter(problem_class=case.problem_class_id, entry__framework__state="in_force")
    if case.is_held or case.problem_class_id is None:
        return
    for row in watched:
        suspect_hit(
            actor=SYSTEM,
            given=HitGiven(
                entry_id=row.entry_id,
                happened_on=local_date(case.reported_at),
                account=case.description,
                source=_("问题%(number)s") % {"number": case.number},
                unit=case.area,
                source_kind=CASE,
                source_id=str(case.pk),
            ),
        )


def hit_link(actor: Actor, case_id: UUID) -> CaseLink | None:
    """On the page of a case: mark it as a possible hit."""
    if not actor.may(RECORD_HITS):
        return None
    return CaseLink(_("疑似负面清单"), f"{reverse('scoring:record_hit')}?case={case_id}")
