"""Papers of a tour: the route sheet as Word, the comparison as Excel."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from chuangcheng.core.documents.excel import Column, write_workbook
from chuangcheng.core.documents.excel import Table as Sheet
from chuangcheng.core.documents.paper import Block, Paper, Paragraph, Table
from chuangcheng.core.documents.values import Value
from chuangcheng.core.documents.word import write_word
from chuangcheng.core.times import SHANGHAI
from chuangcheng.inspections.models import Tour
from chuangcheng.inspections.queries.tours import Station, StopResult, UnitResult


def route_sheet(found: Tour, *, stations: Sequence[Station], leaders: Sequence[str]) -> bytes:
    """Who goes where when, on A4."""
    header = [
        _("序号"),
        _("到达"),
        _("离开"),
        _("停留（分钟）"),
        _("点位"),
        _("性质"),
        _("地址"),
        _("接待单位"),
        _("现场负责人"),
    ]
    rows: list[list[Value]] = [
        [
            number,
            row.at.astimezone(SHANGHAI).strftime("%H:%M"),
            row.leaves_at.astimezone(SHANGHAI).strftime("%H:%M"),
            row.stop.minutes,
            row.stop.site.name,
            str(row.stop.get_kind_display()),
            row.stop.site.address,
            row.stop.host_unit.name if row.stop.host_unit else "",
            row.stop.contact,
        ]
        for number, row in enumerate(stations, start=1)
    ]
    start = f"{found.starts_at:%H:%M} {found.start_name}".strip()
    words = _("出发：%(start)s\n参加：%(leaders)s") % {"start": start, "leaders": "、".join(leaders)}
    widths = [1, 1.3, 1.3, 1.4, 4, 1.6, 4, 3, 2.4]
    blocks: list[Block] = [Paragraph(words, "flush"), Table(header=header, rows=rows, widths=widths, figures=[3])]
    return write_word(Paper(title=found.name, subtitle=f"{found.held_on}", blocks=blocks, is_landscape=True))


def result_workbook(results: Sequence[StopResult], units: Sequence[UnitResult]) -> bytes:
    """The stops and the units in their places, with the previous tour."""
    stops = [
        Column(_("名次"), "centred", 14),
        Column(_("点位"), "text", 30),
        Column(_("性质"), "text", 10),
        Column(_("接待单位"), "text", 20),
        Column(_("得分"), "decimal", 10),
        Column(_("打分人数"), "number", 10),
        Column(_("上次得分"), "decimal", 10),
        Column(_("意见"), "text", 60),
    ]
    by_unit = [
        Column(_("名次"), "centred", 14),
        Column(_("单位"), "text", 24),
        Column(_("平均得分"), "decimal", 10),
        Column(_("点位数"), "number", 10),
    ]
    unit_rows = [(row.place or _("尚未全部打分"), row.name, row.score, row.stops) for row in units]
    target = io.BytesIO()
    write_workbook(
        target=target, tables=[Sheet(_("点位"), stops, _stop_rows(results)), Sheet(_("单位"), by_unit, iter(unit_rows))]
    )
    return target.getvalue()


def _stop_rows(results: Sequence[StopResult]) -> Iterator[tuple[Value, ...]]:
    for row in results:
        yield (
            row.place if row.is_complete else _("尚未全部打分"),
            row.stop.site.name,
            str(row.stop.get_kind_display()),
            row.stop.host_unit.name if row.stop.host_unit else "",
            row.score,
            len(row.given),
            row.before,
            "；".join(f"{given.leader.name}：{given.remark}" for given in row.given if given.remark),
        )
