"""The problems that the ledgers of a round brought, one by one, with deadlines: in no rate, since no check saw them."""

from __future__ import annotations

from collections import Counter

from django.urls import reverse
from django.utils.translation import gettext as _

from chuangcheng.cases.queries import cases_from_ledgers
from chuangcheng.core.access import Actor
from chuangcheng.core.times import local_date
from chuangcheng.inspections.models import Round
from chuangcheng.inspections.reporting.figures import LedgerFact, Report
from chuangcheng.inspections.reporting.shapes import Column, Row, Section
from chuangcheng.inspections.reporting.words import class_name

MOST_NAMED = 3  # classes in words


def ledger_of(*, actor: Actor, found: Round) -> list[LedgerFact]:
    """The problems of the own ledgers of a hidden round, as far as the actor sees them; no other round has any."""
    if not found.is_hidden:
        return []
    return [
        LedgerFact(
            url=reverse("cases:case", args=[case.pk]),
            number=case.number,
            place=case.place,
            problem_class=case.problem_class.name if case.problem_class else "",
            description=case.told,
            unit=case.lead_unit.name if case.lead_unit else "",
            due=f"{local_date(case.due_at)}" if case.due_at else "",
            state=case.get_state_display(),
        )
        for case in cases_from_ledgers(actor=actor, group=found.pk)
    ]


def ledger_section(report: Report) -> Section:
    columns = [
        Column(_("编号"), "text", 2.3),
        Column(_("地点"), "text", 2.2),
        Column(_("问题类别"), "text", 1.5),
        Column(_("问题描述"), "text", 3.6),
        Column(_("责任单位"), "text", 1.7),
        Column(_("期限"), "mark", 1.5),
        Column(_("状态"), "text", 1.2),
    ]
    rows = [
        Row(
            [row.number, row.place, class_name(row.problem_class), row.description, row.unit, row.due, row.state],
            url=row.url,
        )
        for row in report.ledger
    ]
    often = Counter(class_name(row.problem_class) for row in report.ledger).most_common(MOST_NAMED)
    names = "、".join(f"{name}（{count:,}）" for name, count in often)
    facts = {"count": f"{len(rows):,}", "names": names}
    line = _("共%(count)s个，主要是%(names)s。台账没有对应的实测样本，不计入合格率和得分。") % facts
    return Section("ledger", _("台账列入的问题"), [line], columns, rows)
