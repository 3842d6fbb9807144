"""Papers made of reports: the list as an Excel table. Who reported is masked, always."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from django.utils.translation import gettext as _

from chuangcheng.core.documents.excel import Column, Table, write_workbook
from chuangcheng.core.documents.values import Value
from chuangcheng.intake.models import Report
from chuangcheng.intake.phones_in_text import without_numbers
from chuangcheng.intake.states import STATE_LABELS
from chuangcheng.intake.telling import masked_contact

MOST_AT_ONCE = 2_000  # rows written while the person waits; more by a job: our choice


def write_report_table(*, target: BinaryIO, reports: Iterable[Report]) -> int:
    """Writes the reports as one sheet, row by row; gives their number."""
    columns = [
        Column(_("编号"), width=14),
        Column(_("来源"), width=14),
        Column(_("原编号"), width=16),
        Column(_("收到时间"), "moment", width=17),
        Column(_("反映内容"), width=48),
        Column(_("地点"), width=28),
        Column(_("问题类别"), width=16),
        Column(_("反映人"), width=10),
        Column(_("电话"), width=14),
        Column(_("状态"), width=12),
        Column(_("问题编号"), width=14),
        Column(_("受理期限"), "moment", width=17),
        Column(_("受理时间"), "moment", width=17),
        Column(_("答复期限"), "moment", width=17),
        Column(_("答复时间"), "moment", width=17),
        Column(_("答复内容"), width=40),
        Column(_("评价"), width=10),
        Column(_("反映没有解决（次）"), "number", width=12),
    ]
    return write_workbook(target=target, tables=[Table(_("来件清单"), columns, _rows(reports))])


def _rows(reports: Iterable[Report]) -> Iterator[tuple[Value, ...]]:
    for report in reports:
        contact, case = masked_contact(report), report.current_case
        answer = report.answer if report.answered_at is not None else None
        yield (
            report.number,
            report.source.label,
            report.outside_number,
            report.received_at,
            without_numbers(report.text),
            report.place,
            report.problem_class.name if report.problem_class is not None else "",
            contact.name,
            contact.phone,
            _(STATE_LABELS[report.state]),
            case.number if case is not None else "",
            report.accept_by,
            report.accepted_at,
            report.answer_by if report.needs_answer else None,
            report.answered_at,
            answer.text if answer is not None else "",
            report.get_satisfaction_display(),
            report.dispute_count,
        )
