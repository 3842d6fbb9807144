"""A rehearsal of a visit: a round whose sites are drawn as the assessors draw theirs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.command.access import assessor_visit_to_change
from chuangcheng.command.models import AssessorVisit, MockAssessment, MockResult
from chuangcheng.command.queries import edition_of
from chuangcheng.command.queries.mocks import report_of
from chuangcheng.command.services.endings import refuse_closed
from chuangcheng.command.services.visits import VisitCancelled
from chuangcheng.core import audit
from chuangcheng.core.access import SYSTEM, Actor
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.ids import derived_id, is_client_id
from chuangcheng.core.times import now
from chuangcheng.inspections.queries import sample_terms_from
from chuangcheng.inspections.services import create_round, draw_sample
from chuangcheng.scoring.engine import half_up

REHEARSAL = "rehearsal"  # the kind of round


@transaction.atomic
def rehearse_visit(
    *, actor: Actor, visit_id: UUID, mock_id: UUID, starts_on: date, ends_on: date, seed: str = ""
) -> MockAssessment:
    """A rehearsal round in preparation with its sites; the same id twice is one. Without a seed one is made.

    The same seed over the same sites draws the same sample. Asks the permission to plan rounds as well.
    """
    visit = assessor_visit_to_change(actor, visit_id)
    there = MockAssessment.objects.select_related("round", "draw").filter(pk=mock_id).first()
    if there is not None and there.visit_id == visit.pk:
        return there
    if there is not None or not is_client_id(mock_id):
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
    if visit.cancelled_at:
        raise VisitCancelled
    refuse_closed(visit.creation)
    if visit.sample is None:
        raise InvalidInput(_("还没有填写测评方怎样抽样，请先在迎检安排中填写。"))
    edition = edition_of(actor=actor, visit=visit)
    if edition is None:
        raise InvalidInput(_("这次迎检没有执行中的测评体系，请先选定或启用体系。"))
    found = create_round(
        actor=actor,
        name=_name(visit),
        kind=REHEARSAL,
        framework_id=edition.pk,
        starts_on=starts_on,
        ends_on=ends_on,
        round_id=derived_id(mock_id, "round"),
    )
    drawn = draw_sample(
        actor=actor,
        round_id=found.pk,
        draw_id=derived_id(mock_id, "draw"),
        terms=sample_terms_from(visit.sample),
        seed=seed,
    )
    made = MockAssessment.objects.create(pk=mock_id, visit=visit, round=found, draw=drawn, made_by_id=actor.person_id)
    audit.record(actor=actor, action="command.rehearse_visit", subject=made, detail={"seed": drawn.seed})
    return made


def keep_result(payload: Mapping[str, Any]) -> None:
    """Keeps the totals of a mock assessment whose round was released; nothing for other rounds, once for each."""
    rows = MockAssessment.objects.filter(round=payload["round"], result__isnull=True)
    found = rows.select_related("round__framework", "visit", "draw").first()
    report = None if found is None else report_of(actor=SYSTEM, mock=found)
    if found is None or report is None:
        return
    total, own = report.sheet.sheet.outcome, report.own.sheet.outcome
    with transaction.atomic():
        made, is_new = MockResult.objects.get_or_create(
            mock=found,
            defaults={
                "total": _rounded(total.score.total),
                "is_void": total.is_void,
                "own_total": _rounded(own.score.total),
                "own_is_void": own.is_void,
                "kept_at": now(),
            },
        )
        if is_new:
            audit.record(actor=SYSTEM, action="command.keep_mock_result", subject=made.mock)


def _rounded(number: Fraction | None) -> Decimal | None:
    return None if number is None else half_up(number)


def _name(visit: AssessorVisit) -> str:
    number = visit.mocks.count() + 1
    return _("模拟测评·%(visit)s（第%(number)s次）") % {"visit": visit.name, "number": number}
