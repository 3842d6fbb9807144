"""The canonical workbook of a framework, out: the same layout that the import and `chuangcheng score` read."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter

from chuangcheng.core.access import Actor, require
from chuangcheng.core.documents.excel_frame import row_height
from chuangcheng.core.documents.excel_printing import set_printing
from chuangcheng.core.documents.values import printable
from chuangcheng.core.times import today
from chuangcheng.standards.access import VIEW
from chuangcheng.standards.drafts import RULES, NegativeDraft
from chuangcheng.standards.models import Duty, Framework, Standard
from chuangcheng.standards.queries import duties_in, framework_tree, negative_drafts_of
from chuangcheng.standards.services.framework_settings import shown_settings

# Header and width in characters; the columns after 材料要求 are ours, `chuangcheng score` passes over them.
STANDARD_COLUMNS = (
    *(("编号", 10), ("测评项目", 18), ("测评内容", 18), ("测评标准", 48), ("分值", 8), ("测评方法", 12), ("份额", 8)),
    *(("计分规则", 12), ("参数", 18), ("点位类型", 24), ("材料要求", 24), ("牵头单位", 16), ("责任单位", 16)),
    *(("配合单位", 16), ("来源", 20), ("项目编号", 9)),
)
NEGATIVE_COLUMNS = (
    *(("编号", 10), ("领域", 18), ("项目", 60), ("处理", 14)),
    *(("追溯期（月）", 12), ("说明", 30), ("来源", 20)),
)
PLAIN_WIDTHS = (14, 60)
FONT = "宋体"  # as other tables
KINDS = (Duty.Kind.LEAD, Duty.Kind.RESPONSIBLE, Duty.Kind.SUPPORTING)


def framework_workbook(*, actor: Actor, framework: Framework) -> bytes:
    """The sheets 体系, 标准 and 负面清单; importing it again changes nothing."""
    require(actor, VIEW)
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    edged = {"font_name": FONT, "font_size": 11, "border": 1, "border_color": "#B0B0B0", "text_wrap": True}
    formats = {
        "head": book.add_format({**edged, "bold": True, "bg_color": "#EDEDED", "align": "center", "valign": "vcenter"}),
        "cell": book.add_format({**edged, "valign": "vcenter"}),
    }
    _plain(book.add_worksheet("体系"), shown_settings(framework), formats)
    _table(book.add_worksheet("标准"), STANDARD_COLUMNS, _standard_rows(framework), formats)
    negative = (_negative_row(draft) for draft in negative_drafts_of(framework))
    _table(book.add_worksheet("负面清单"), NEGATIVE_COLUMNS, negative, formats)
    book.close()
    return target.getvalue()


def _standard_rows(framework: Framework) -> Iterable[list[Any]]:
    for item in framework_tree(framework=framework, day=today()):
        for content in item.contents.all():
            for standard in content.standards.all():
                yield from _rows_of(item.name, item.code, content.name, standard)


def _rows_of(item: str, item_code: str, content: str, standard: Standard) -> Iterable[list[Any]]:
    """One row for each part; a standard without parts has one row too."""
    # By name, because the order of the types is another in another installation.
    types = "、".join(sorted(found.name for found in standard.site_types.all()))
    units = [_units(standard, kind) for kind in KINDS]
    head = [standard.code, item, content, standard.text, standard.marks]
    parts = [
        [part.method, part.share, RULES.get(part.rule, part.rule), part.parameters] for part in standard.parts.all()
    ]
    for part in parts or [["", "", "", ""]]:
        yield [*head, *part, types, standard.evidence, *units, standard.source, item_code]


def _units(standard: Standard, kind: str) -> str:
    return "、".join(duty.unit.name for duty in duties_in(standard) if duty.kind == kind)


def _negative_row(draft: NegativeDraft) -> list[Any]:
    months = "" if draft.look_back_months is None else Decimal(draft.look_back_months)
    return [draft.code, draft.domain, draft.text, draft.sanction, months, draft.note, draft.source]


def _plain(sheet: Any, rows: Sequence[tuple[str, Any]], formats: dict[str, Any]) -> None:
    for column, width in enumerate(PLAIN_WIDTHS):
        sheet.set_column(column, column, width)
    set_printing(sheet, width=sum(PLAIN_WIDTHS))
    for number, row in enumerate(rows):
        sheet.set_row(number, row_height([_text(value) for value in row], PLAIN_WIDTHS))
        for column, value in enumerate(row):
            _write(sheet, number, column, value, formats["cell"])


def _table(
    sheet: Any, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[Any]], formats: dict[str, Any]
) -> None:
    for column, (header, width) in enumerate(columns):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, header, formats["head"])
    widths = [width for _header, width in columns]
    for number, row in enumerate(rows, start=1):
        sheet.set_row(number, row_height([_text(value) for value in row], widths))
        for column, value in enumerate(row):
            _write(sheet, number, column, value, formats["cell"])
    sheet.freeze_panes(1, 1)
    set_printing(sheet, width=sum(widths), header=(0, 0))


def _write(sheet: Any, row: int, column: int, value: Any, style: Any) -> None:
    """Numbers as numbers, all else as text, so that no text becomes a formula."""
    if isinstance(value, Decimal):
        sheet.write_number(row, column, float(value), style)
    else:
        sheet.write_string(row, column, _text(value), style)


def _text(value: Any) -> str:
    return printable(str(value))
