"""Papers made of cases: the list as an Excel table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import cache
from typing import Any, BinaryIO

from django.utils.functional import Promise
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from chuangcheng.cases.models import Case
from chuangcheng.cases.queries.rows import CaseRow
from chuangcheng.cases.wording import limit_told, term_told
from chuangcheng.core.documents.excel import Column, Table, write_workbook
from chuangcheng.core.documents.excel_frame import Kind
from chuangcheng.core.documents.values import Value
from chuangcheng.core.imports.marks import MARK, mark_of_values
from chuangcheng.core.phones import mask_phones_in
from chuangcheng.core.times import local_date

MOST_AT_ONCE = 20_000  # rows written while the person waits; more go by a job

COLUMNS: tuple[tuple[Promise, Kind, int], ...] = (
    (_("编号"), "text", 14),
    (_("状态"), "text", 10),
    (_("办理结果"), "text", 12),
    (_("问题类别"), "text", 16),
    (_("问题描述"), "text", 48),
    (_("地点"), "text", 28),
    (_("所在区域"), "text", 16),
    (_("责任单位"), "text", 20),
    (_("紧急程度"), "text", 10),
    (_("来源"), "text", 12),
    (_("反映人"), "text", 10),
    (_("上报时间"), "moment", 17),
    (_("整改时限"), "text", 12),
    (_("期限"), "moment", 17),
    (_("反馈时间"), "moment", 17),
    (_("结案时间"), "moment", 17),
    (_("返工次数"), "number", 10),
    (_("回退次数"), "number", 10),
)


def write_case_table(*, target: BinaryIO, cases: Iterable[CaseRow]) -> int:
    """Writes the cases as one sheet, row by row; gives their number."""
    columns = [Column(str(label), kind, width) for label, kind, width in COLUMNS]
    columns.append(Column(MARK, "mark"))
    return write_workbook(target=target, tables=[Table(gettext("问题清单"), columns, _marked(_rows(cases)))])


@cache
def exported_words(language: str) -> tuple[str, ...]:
    """The header words of the table in a language, in the order of its marks."""
    with override(language):
        return tuple(str(label) for label, _kind, _width in COLUMNS)


def _marked(rows: Iterable[tuple[Value, ...]]) -> Iterator[tuple[Value, ...]]:
    """Each line with what it says in a last cell: moments to the minute, as everybody sees them."""
    for row in rows:
        whole = [value.replace(second=0, microsecond=0) if isinstance(value, datetime) else value for value in row]
        yield (*whole, mark_of_values(whole))


def _rows(cases: Iterable[CaseRow]) -> Iterator[tuple[Value, ...]]:
    states, outcomes = _labels("state"), _labels("outcome")
    severities, sources = _labels("severity"), _labels("source")
    limit_of = cache(limit_told)
    for case in cases:
        yield (
            case.number,
            states[case.state],
            outcomes.get(case.outcome, ""),
            case.problem_class or "",
            mask_phones_in(case.description),
            mask_phones_in(case.site or case.place_text),
            case.area or "",
            case.lead_unit or "",
            severities[case.severity],
            sources[case.source],
            case.reporter or "",
            case.reported_at,
            limit_of(case.limit_amount, case.limit_unit) if case.limit_amount else term_told(_stated(case)),
            case.due_at,
            case.fed_back_at,
            case.closed_at,
            case.rework_count,
            case.send_back_count,
        )


def _stated(case: CaseRow) -> date | None:
    """The stated date that the deadline came from; None while there is none."""
    return local_date(case.due_at) if case.due_at is not None else None


def _labels(field: str) -> dict[str, str]:
    column: Any = Case._meta.get_field(field)
    return {str(value): str(label) for value, label in column.choices}
