"""For what notices are asked: a source that another context knows, such as a round, or a list of cases."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from chuangcheng.cases.access import visible_cases
from chuangcheng.cases.models import Case
from chuangcheng.cases.queries import CaseFilter, CaseLists, of_ledgers
from chuangcheng.cases.services.notices import MOST_CASES, NoticeSource, noticed_cases
from chuangcheng.cases.slots import notice_sources
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import NotFound
from chuangcheng.core.times import now


def asked_by_source(*, actor: Actor, kind: str, source_id: str) -> tuple[NoticeSource, list[Case]]:
    """The source and the cases that its notices are about; NotFound when it is absent, not released or not theirs."""
    filling = notice_sources.get(kind)
    asked = filling(actor, source_id) if filling else None
    if asked is None:
        raise NotFound(_("没有找到该轮次，或轮次还没有发布，请从轮次页面进入。"))
    found = Q(source_kind=asked.case_kind, source_id__in=asked.case_source_ids)
    if asked.ledger_group:
        found |= of_ledgers(asked.ledger_group)
    rows = visible_cases(actor).filter(found)
    return NoticeSource(kind, source_id, asked.label), _first(rows)


def asked_by_filter(*, actor: Actor, chosen: CaseFilter) -> list[Case]:
    """The cases of the filtered list that notices are about."""
    return _first(CaseLists(actor, now()).matching(chosen))


def _first(rows: QuerySet[Case]) -> list[Case]:
    """One more than may be, so that too many are noticed."""
    found = noticed_cases(rows).select_related("lead_unit").defer("lead_unit__boundary")
    return list(found.order_by("-pk")[: MOST_CASES + 1])
