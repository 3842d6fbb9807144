"""Who did and who did not, as a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from chuangcheng.core.documents.excel import Column, write_table
from chuangcheng.core.documents.values import Value
from chuangcheng.inspections.queries.completion import Completion, Tally


def completion_workbook(shown: Completion, *, month: date) -> bytes:
    """A row for each person or unit, a column for each day: done/given."""
    columns = [
        Column(_("检查人"), width=16),
        *(Column(_(label), "number", width=9) for label in (_("应查"), _("已查"), _("逾期完成"), _("免检"), _("未查"))),
        Column(_("完成率"), "percent"),
        *(Column(f"{day.day}", width=5) for day in shown.days),
    ]
    title = _("检查完成情况（%(month)s）") % {"month": f"{month:%Y-%m}"}
    return write_table(name=_("完成情况"), columns=columns, rows=_rows(shown), title=title)


def _rows(shown: Completion) -> Iterator[list[Value]]:
    for line in shown.lines:
        yield _row(line.label or _("未分派"), line.whole, [line.days.get(day) for day in shown.days])
    yield _row(_("合计"), shown.whole, [None for _day in shown.days])


def _row(label: str, whole: Tally, days: list[Tally | None]) -> list[Value]:
    figures: list[Value] = [whole.given, whole.done, whole.late, whole.excused, whole.left, whole.rate]
    return [label, *figures, *("" if day is None else f"{day.done}/{day.given - day.excused}" for day in days)]
