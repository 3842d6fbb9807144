"""巩固与常态 as an Excel workbook."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from django.utils.translation import gettext as _

from chuangcheng.core.documents.excel import Column, Table, write_workbook
from chuangcheng.core.documents.values import Value
from chuangcheng.core.templatetags.ui import percent
from chuangcheng.supervision.queries.steadiness import Steadiness, SteadyRow


def write_steadiness(*, target: BinaryIO, found: Steadiness) -> int:
    """Two sheets: what stayed fixed, with intervals; the weeks. Gives the number of rows."""
    columns = [Column(_("名称"), width=30), Column(_("结案（件）"), "number")]
    for days in found.days:
        columns += [
            Column(_("满%(days)d天（件）") % {"days": days}, "number"),
            Column(_("%(days)d天内回潮（件）") % {"days": days}, "number"),
            Column(_("%(days)d天回潮率") % {"days": days}, "percent"),
            Column(_("%(days)d天未回潮率") % {"days": days}, "percent"),
            Column(_("%(days)d天区间下限") % {"days": days}, "percent"),
            Column(_("%(days)d天区间上限") % {"days": days}, "percent"),
        ]
    columns += [Column(_("平稳度"), "percent"), Column(_("松劲预警"), width=40)]
    weeks = [
        Column(_("名称"), width=30),
        Column(_("周一"), "date"),
        Column(_("应结案（件）"), "number"),
        Column(_("按期结案（件）"), "number"),
        Column(_("按期结案率"), "percent"),
    ]
    tables = [
        Table(_("巩固情况"), columns, (_line(row) for row in [*found.rows, found.whole]), title=_("整改巩固情况")),
        Table(_("每周按期结案"), weeks, _weeks(found), title=_("每周按期结案情况")),
    ]
    return write_workbook(target=target, tables=tables)


def _line(row: SteadyRow) -> list[Value]:
    cells: list[Value] = [row.name or _("未派遣"), row.closed]
    for stayed in row.stayed:
        low, high = stayed.interval or (None, None)
        cells += [stayed.fixed, stayed.back, stayed.back_rate, stayed.rate, low, high]
    return [*cells, row.evenness, slack_words(row)]


def _weeks(found: Steadiness) -> Iterator[list[Value]]:
    for row in [*found.rows, found.whole]:
        for week in row.weeks:
            yield [row.name, week.monday, week.due, week.on_time, week.rate]


def slack_words(row: SteadyRow) -> str:
    """The warning as a sentence; empty where there is none."""
    if row.slack is None:
        return ""
    return _("按期结案率由%(before)s降到%(recent)s") % {
        "before": percent(row.slack.before),
        "recent": percent(row.slack.recent),
    }
