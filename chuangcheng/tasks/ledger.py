"""The columns of the task ledger: as Excel shows them, takes them back, and as the sheet on screen edits them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from chuangcheng.core.documents.excel_frame import Kind
from chuangcheng.core.documents.values import Value, written
from chuangcheng.tasks.models import Task
from chuangcheng.tasks.workflow import STATE_LABELS, State


@dataclass(frozen=True, slots=True)
class LedgerColumn:
    """One column. `field`: the fact that its cell edits; empty where the product alone moves it."""

    key: str
    label: Promise
    kind: Kind = "text"
    width: int = 12  # characters
    field: str = ""


COLUMNS = (
    LedgerColumn("number", _("编号"), width=14),
    LedgerColumn("item", _("测评项目"), width=18),
    LedgerColumn("code", _("标准编号")),
    LedgerColumn("served", _("同时计入"), width=24),
    LedgerColumn("title", _("任务"), width=40, field="title"),
    LedgerColumn("unit", _("责任单位"), width=20, field="unit_id"),
    LedgerColumn("person", _("责任人"), width=10, field="person_id"),
    LedgerColumn("target", _("目标"), width=28, field="target"),
    LedgerColumn("now_amount", _("现状"), "number", 10, "now_amount"),
    LedgerColumn("target_amount", _("目标数量"), "number", 10, "target_amount"),
    LedgerColumn("quantity", _("差距"), "number", 10),
    LedgerColumn("measure", _("计量单位"), width=10, field="measure"),
    LedgerColumn("work_standard", _("工作标准"), width=28, field="work_standard"),
    LedgerColumn("measures", _("工作措施"), width=28, field="measures"),
    LedgerColumn("proof", _("佐证"), width=20, field="proof"),
    LedgerColumn("tags", _("兼顾工作"), width=18, field="tags"),
    LedgerColumn("starts_on", _("不早于"), "date", field="starts_on"),
    LedgerColumn("due_on", _("完成时限"), "date", field="due_on"),
    LedgerColumn("days", _("工期（工作日）"), "number", 10, "days"),
    LedgerColumn("is_standing", _("长期坚持"), width=10, field="is_standing"),
    LedgerColumn("done_amount", _("已完成"), "number", 10),
    LedgerColumn("percent", _("进度（%）"), "number", 10),
    LedgerColumn("state", _("状态"), width=10),
    LedgerColumn("parent", _("上级任务"), width=14),
)
YES = written(True)  # noqa: FBT003 - as a cell says it, in every language
EDITED = {column.field: column for column in COLUMNS if column.field}  # fact → its column


@cache
def exported_words(language: str) -> tuple[str, ...]:
    """The header words in a language, in the order of the columns."""
    with override(language):
        return tuple(str(column.label) for column in COLUMNS)


def line_of(task: Task, served: str = "") -> tuple[Value, ...]:
    """What stands in the columns for a task that came with its unit, person, standard and parent.

    served: where else its work counts, as `queries.serving` says it; only those who take the ledger out ask for it.
    """
    standard, quantity = task.standard, task.quantity
    told: Mapping[str, Value] = {
        "number": task.number,
        "item": standard.content.item.name if standard is not None else "",
        "code": standard.code if standard is not None else "",
        "served": served,
        "unit": task.unit.name,
        "person": task.person.name if task.person is not None else "",
        "now_amount": _figure(task.now_amount),
        "target_amount": _figure(task.target_amount),
        "quantity": _figure(quantity),
        "done_amount": _figure(task.done_amount) if quantity is not None else None,
        "is_standing": YES if task.is_standing else "",
        "state": STATE_LABELS_SHOWN[State(task.state)],
        "parent": task.parent.number if task.parent is not None else "",
    }
    return tuple(told[column.key] if column.key in told else getattr(task, column.key) for column in COLUMNS)


def cell_words(task: Task, field: str) -> str:
    """The fact of a task as its cell shows it; what `cells.read_cell` understands."""
    return written(line_of(task)[COLUMNS.index(EDITED[field])])


def _figure(amount: Decimal | None) -> int | float | None:
    """A number as a spreadsheet holds it, without zeros that say nothing."""
    if amount is None:
        return None
    return int(amount) if amount == amount.to_integral_value() else float(amount)


STATE_LABELS_SHOWN = {state: _(label) for state, label in STATE_LABELS.items()}
