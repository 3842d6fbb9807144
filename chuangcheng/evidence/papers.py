"""The list of material as an Excel table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import BinaryIO

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.documents.excel import Column, Table, write_workbook
from chuangcheng.core.documents.values import Value
from chuangcheng.evidence.formats import format_words
from chuangcheng.evidence.models import MaterialRequest
from chuangcheng.evidence.queries import MaterialFilter, materials_shown
from chuangcheng.evidence.wording import window_words
from chuangcheng.evidence.workflow import KIND_LABELS, STATE_LABELS, Kind, State

BATCH = 500  # rows read ahead
MOST_EXPORTED = 20_000  # rows written while the person waits: our choice


def export_materials(*, actor: Actor, chosen: MaterialFilter, today: date, target: BinaryIO) -> int:
    """Writes the newest MOST_EXPORTED requests that meet the filter; gives their number."""
    rows = materials_shown(actor=actor, chosen=chosen, today=today).order_by("-pk")[:MOST_EXPORTED]
    columns = [
        Column(_("编号"), width=14),
        Column(_("测评项目"), width=18),
        Column(_("标准编号"), width=12),
        Column(_("测评标准"), width=40),
        Column(_("材料"), width=32),
        Column(_("类别"), width=12),
        Column(_("责任单位"), width=20),
        Column(_("应提供（份）"), "number", width=10),
        Column(_("已认可（份）"), "number", width=10),
        Column(_("待审核（份）"), "number", width=10),
        Column(_("格式"), width=18),
        Column(_("材料期间"), width=24),
        Column(_("提交时限"), "date", width=12),
        Column(_("状态"), width=10),
    ]
    with transaction.atomic():
        count = write_workbook(target=target, tables=[Table(_("申报材料清单"), columns, _rows(rows))])
        audit.record(actor=actor, action="evidence.export", detail={"lines": count})
    return count


def _rows(rows: QuerySet[MaterialRequest]) -> Iterator[tuple[Value, ...]]:
    for material in rows.iterator(chunk_size=BATCH):
        yield (
            material.number,
            material.standard.content.item.name,
            material.standard.code,
            material.standard.text,
            material.title,
            _(KIND_LABELS[Kind(material.kind)]),
            material.unit.name,
            material.count,
            material.accepted_count,
            material.waiting_count,
            format_words(material.formats),
            window_words(material),
            material.due_on,
            _(STATE_LABELS[State(material.state)]),
        )
