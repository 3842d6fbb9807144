"""The score sheet as Excel: the head, methods, items, standards, and what is to be minded."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _

from chuangcheng.core.documents.excel import Column, Table, write_workbook
from chuangcheng.core.documents.values import Value
from chuangcheng.scoring.engine import Line, half_up
from chuangcheng.scoring.shown import shown_problems, shown_total

if TYPE_CHECKING:
    from chuangcheng.scoring.queries import SubjectSheet


def sheet_workbook(found: SubjectSheet, *, kinds: str) -> bytes:
    """The sheet as an xlsx file. kinds: of the rounds that count, in words."""
    target = io.BytesIO()
    tables = [_head(found, kinds), _methods(found), _items(found), _standards(found), _problems(found)]
    write_workbook(target=target, tables=[table for table in tables if table is not None])
    return target.getvalue()


def _head(found: SubjectSheet, kinds: str) -> Table:
    total = shown_total(found)
    rows: list[tuple[Value, Value]] = [
        (_("测评体系"), str(found.framework)),
        *([(_("说明"), _("示例，不是官方文本"))] if found.framework.is_sample else []),
        (_("评分对象"), found.choice.subject.name if found.choice.subject else settings.PLACE_NAME),
        (_("截至"), found.choice.last_day(found.framework).isoformat()),
        (_("计入的轮次"), kinds),
        (_("检查计入"), found.framework.get_counted_checks_display()),
        (_("总分"), (total.total or _("尚无数据")) + (f"（{_('无效')}）" if total.is_void else "")),
        (_("下限"), total.low),
        (_("上限"), total.high),
        (_("已知的分值（%）"), total.known_share),
        *((_("提示"), sentence) for _tone, sentence in total.words),
    ]
    return Table(_("总分"), [Column(_("项"), width=18), Column(_("内容"), width=60)], rows, title=_("得分表"))


def _methods(found: SubjectSheet) -> Table:
    weights = found.sheet.framework.method_weights
    columns = [Column(_("测评方法"), width=18), Column(_("权重"), "number"), *_line_columns()]
    rows = [(name, weights.get(name), *_cells(line)) for name, line in found.sheet.methods.items()]
    return Table(_("方法"), columns, rows)


def _items(found: SubjectSheet) -> Table:
    columns = [Column(_("测评项目"), width=36), *_line_columns()]
    return Table(_("项目"), columns, [(name, *_cells(line)) for name, line in found.sheet.items.items()])


def _standards(found: SubjectSheet) -> Table:
    columns = [
        *(Column(_("编号"), width=10), Column(_("测评项目"), width=24), Column(_("测评内容"), width=18)),
        *(Column(_("测评标准"), width=48), *_line_columns()),
    ]
    rows = [
        (each.standard.code, each.standard.item, each.standard.content, each.standard.name, *_cells(each.line))
        for each in found.sheet.standards.values()
    ]
    return Table(_("标准"), columns, rows)


def _problems(found: SubjectSheet) -> Table | None:
    rows = [(problem,) for problem in shown_problems(found.sheet)]
    return Table(_("需要留意"), [Column(_("内容"), width=80)], rows) if rows else None


def _line_columns() -> list[Column]:
    labels: Iterable[str] = (_("满分"), _("得分"), _("得分率（%）"), _("失分"), _("待测"), _("下限"), _("上限"))
    return [Column(label, "decimal") for label in labels]


def _cells(line: Line) -> tuple[Value, ...]:
    is_known = bool(line.known_full)
    return (
        half_up(line.full),
        half_up(line.earned) if is_known else None,
        None if line.rate is None else half_up(100 * line.rate),
        half_up(line.known_full - line.earned) if is_known else None,
        half_up(line.full - line.known_full),
        half_up(line.low),
        half_up(line.high),
    )
