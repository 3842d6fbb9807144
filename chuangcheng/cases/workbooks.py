"""The problem dictionary as a workbook, in the layout that its import reads: bringing it in again changes nothing."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import override

from chuangcheng.cases.access import CHANGE_CLASSES
from chuangcheng.cases.models import ProblemClass
from chuangcheng.cases.wording import limit_told
from chuangcheng.core import audit
from chuangcheng.core.access import Actor, require
from chuangcheng.core.documents.excel import Column, write_table
from chuangcheng.core.documents.values import Value

# The first synonym of each column that the import knows (`importing_classes`).
COLUMNS = (
    *(Column("编号", width=10), Column("大类", width=12), Column("小类", width=18), Column("也叫", width=24)),
    *(Column("立案条件", width=36), Column("结案条件", width=30), Column("处置时限", width=12)),
    *(Column("紧急时的时限", width=12), Column("通常的紧急程度", width=10), Column("通常的牵头单位", width=20)),
    *(Column("单位名称中的字样", width=24), Column("同一地点的半径", "number"), Column("回潮期", "number")),
    *(Column("清单", width=20), Column("依据", width=30), Column("使用中", width=8)),
)


def dictionary_workbook(*, actor: Actor, classes: Iterable[ProblemClass]) -> bytes:
    """The classes, in their order. That it was taken is on record."""
    require(actor, CHANGE_CLASSES)
    with override("zh-hans"):
        rows = [_row(each) for each in classes]
    audit.record(actor=actor, action="cases.export_problem_classes", detail={"rows": len(rows)})
    return write_table(name="问题类别", columns=COLUMNS, rows=rows)


def _row(each: ProblemClass) -> list[Value]:
    urgent = limit_told(each.urgent_amount, each.limit_unit) if each.urgent_amount else ""
    unit = each.default_unit
    return [
        *(each.code, each.group, each.name, each.aliases, each.filing_condition, each.closing_condition),
        *(limit_told(each.limit_amount, each.limit_unit), urgent, str(each.get_usual_severity_display())),
        *(unit.name if unit else "", each.unit_words, each.radius_m, each.relapse_days),
        *("、".join(found.name for found in each.lists.all()), each.source, "是" if each.is_active else "否"),
    ]
