"""The register of circulars and the receipts of one, as Excel."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from chuangcheng.command.circular_wording import receipt_of, state_of
from chuangcheng.command.models import Circular, CircularReceipt
from chuangcheng.command.queries.circulars import (
    CircularFilter,
    Sum,
    addressed_in_order,
    circulars_shown,
    sums_of,
)
from chuangcheng.core.access import Actor
from chuangcheng.core.documents.excel import Column, write_table
from chuangcheng.core.documents.values import Value
from chuangcheng.core.times import local_date, today

MOST_EXPORTED = 20_000  # rows; our choice


def circulars_workbook(*, actor: Actor, chosen: CircularFilter) -> tuple[str, bytes]:
    """Name and content."""
    rows = list(circulars_shown(actor=actor, chosen=chosen).defer("text")[:MOST_EXPORTED])
    sums = sums_of(actor=actor, circulars=rows)
    columns = [
        Column(_("编号"), width=12),
        Column(_("类别"), "centred", width=8),
        Column(_("标题"), width=40),
        Column(_("文号"), width=22),
        Column(_("发文单位"), width=22),
        Column(_("成文日期"), "date", width=12),
        Column(_("紧急程度"), "centred", width=10),
        Column(_("状态"), "centred", width=10),
        Column(_("签收期限"), "date", width=12),
        Column(_("发给单位"), "number", width=10),
        Column(_("已阅"), "number", width=8),
        Column(_("已签收"), "number", width=8),
        Column(_("撤回或代替的理由"), width=30),
    ]
    lines = [_line(row, sums.get(row.pk, Sum(0, 0, 0))) for row in rows]
    name = _("文件登记簿")
    return f"{name}-{today()}.xlsx", write_table(name=name, columns=columns, rows=lines, title=name)


def receipts_workbook(*, actor: Actor, circular: Circular, today: date) -> tuple[str, bytes]:
    """Name and content."""
    columns = [
        Column(_("单位"), width=28),
        Column(_("由谁转发"), width=22),
        Column(_("状态"), "centred", width=12),
        Column(_("阅读人"), width=12),
        Column(_("阅读日期"), "date", width=12),
        Column(_("签收人"), width=12),
        Column(_("签收日期"), "date", width=12),
        Column(_("落实安排"), width=40),
        Column(_("签收期限"), "date", width=12),
        Column(_("下属已签收"), width=12),
    ]
    found = addressed_in_order(actor=actor, circular=circular)
    names = {each.row.pk: each.row.unit.name for each in found}
    lines: list[tuple[Value, ...]] = [
        (
            each.row.unit.name,
            names.get(each.row.passed_by_id, "") if each.row.passed_by_id else "",
            receipt_of(each.row, today)[1],
            *_who(each.row.read),
            *_who(each.row.signed),
            each.row.signed.words if each.row.signed else "",
            each.row.sign_by,
            f"{each.below.signed}/{each.below.units}" if each.below.units else "",
        )
        for each in found
    ]
    title = _("%(title)s：签收情况") % {"title": circular.title}
    return f"{title}.xlsx", write_table(name=_("签收情况"), columns=columns, rows=lines, title=title)


def _who(receipt: CircularReceipt | None) -> tuple[Value, Value]:
    return ("", None) if receipt is None else (receipt.person.name, local_date(receipt.received_at))


def _line(row: Circular, told: Sum) -> tuple[Value, ...]:
    return (
        row.number,
        row.get_direction_display(),
        row.title,
        row.document_number,
        row.sender,
        row.dated_on,
        row.get_urgency_display(),
        state_of(row)[1],
        row.sign_by,
        told.units,
        told.read,
        told.signed,
        row.withdraw_reason,
    )
