"""The tables of a report: by item, type, town and unit, what changed, and the classes of problems."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from chuangcheng.core.documents.values import Value
from chuangcheng.inspections.models import Round
from chuangcheng.inspections.reporting.figures import Change, Comparison, Line, Report
from chuangcheng.inspections.reporting.shapes import Bars, Column, Row, Section
from chuangcheng.inspections.reporting.words import class_name, place_words, problem_line

LEAST_DRAWN, MOST_DRAWN = 2, 15  # lines of a chart: fifteen with two bars each fill most of a page


def items_section(report: Report) -> Section:
    columns = _count_columns([Column(_("项目、内容、标准"), "text", 5)])
    rows = []
    for item in report.items:
        rows.append(Row([item.line.label, *_count_cells(item.line)], {"item": item.line.label}))
        for content in item.contents:
            chosen = {"item": item.line.label, "content": content.line.label}
            rows.append(Row([content.line.label, *_count_cells(content.line)], chosen, 1))
            rows += [
                Row([f"{row.code} {row.text}", *_count_cells(row)], {"standard": str(row.key)}, 2)
                for row in content.standards
            ]
    rows.append(Row([_("合计"), *_count_cells(report.whole)], {}))
    return Section("items", _("按测评项目"), [], columns, rows)


def types_section(report: Report, comparison: Comparison | None) -> Section:
    """By type of site, with a chart."""
    first = [Column(_("点位类型"), "text", 2.6), Column(_("计划")), Column(_("已检查"))]
    columns = [*_count_columns(first), *_past_columns(comparison), Column(_("平均分"), "score", 1.4)]
    past = {} if comparison is None else _past_rates(comparison.types)
    rows = [
        Row(_type_cells(line, comparison, past.get(line.key)), {"type": str(line.key)})
        for line in (*report.types, report.whole)
    ]
    rows[-1] = Row([_("合计"), *rows[-1].cells[1:]], {})
    bars = _bars(columns, report.types, many=_("各类点位合格率（前%(count)s类）"), all_of=_("各类点位合格率"))
    return Section("types", _("按点位类型"), [], columns, rows, bars)


def _type_cells(line: Line, comparison: Comparison | None, past: Decimal | None) -> list[Value]:
    whole_before = comparison.rate.before if comparison and comparison.rate else None
    before = [past if line.label else whole_before] if comparison else []
    return [line.label, line.planned, line.visited, *_count_cells(line), *before, line.mean]


def towns_section(report: Report, comparison: Comparison | None, covers_all: str) -> Section:
    """By street and town, with a chart."""
    past = None if comparison is None else _past_rates(comparison.towns)
    section = _groups("towns", (_("按街镇"), _("街镇"), "town"), report.towns, past, covers_all)
    words = {"many": _("各街镇合格率（前%(count)s个）"), "all_of": _("各街镇合格率")}
    return replace(section, bars=_bars(section.columns, report.towns, **words))


def units_section(report: Report, comparison: Comparison | None, covers_all: str) -> Section:
    """By unit that answers for the sites."""
    past = None if comparison is None else _past_rates(comparison.units)
    return _groups("units", (_("按责任单位"), _("责任单位"), "unit"), report.units, past, covers_all)


def _groups(
    key: str,
    words: tuple[str, str, str],
    lines: Sequence[Line],
    past: Mapping[Hashable, Decimal] | None,
    covers_all: str,
) -> Section:
    """`words`: title, head of the names, and the filter. `past`: rates of the round before; None: not compared."""
    title, label, parameter = words
    columns = _group_columns(label, covers_all)
    columns[6:6] = [] if past is None else [_past_column()]
    rows = []
    for line in lines:
        counts = line.counts
        cells: list[Value] = [line.label, line.planned, counts.observations, counts.passed, counts.failed, counts.rate]
        cells += [] if past is None else [past.get(line.key)]
        cells += [line.full, line.earned if line.scored else None, line.mean]
        cells += [place_words(line)] if covers_all == "all" else []
        rows.append(Row(cells, {parameter: "none" if line.key is None else str(line.key)}))
    unplaced = covers_all == "all" and any(line.place is None for line in lines)
    notes = [_("没有得分的不排名次。")] if unplaced else []
    return Section(key, title, notes, columns, rows)


def _group_columns(label: str, covers_all: str) -> list[Column]:
    columns = [
        Column(label, "text", 2.4),
        Column(_("点位")),
        Column(_("实测样本"), share=1.3, opens="all"),
        Column(_("合格"), share=1.3, opens="pass"),
        Column(_("不合格"), opens="fail"),
        Column(_("合格率"), "rate", 1.6),
        Column(_("应得分"), share=1.3),
        Column(_("实得分"), "score", 2),
        Column(_("得分率（%）"), "score", 1.5),
    ]
    return [*columns, Column(_("名次"), "mark", 1.6)] if covers_all == "all" else columns


def _past_columns(comparison: Comparison | None) -> list[Column]:
    return [] if comparison is None else [_past_column()]


def _past_column() -> Column:
    return Column(_("上次合格率"), "rate", 1.6)


def _past_rates(changes: Sequence[Change]) -> dict[Hashable, Decimal]:
    return {change.key: change.before for change in changes}


def _bars(columns: Sequence[Column], lines: Sequence[Line], *, many: str, all_of: str) -> Bars | None:
    """The chart of the rates, one line by itself being no chart. Lines beyond a page stand in the table only."""
    if len(lines) < LEAST_DRAWN:
        return None
    rates = [at for at, column in enumerate(columns) if column.kind == "rate"]
    drawn = min(len(lines), MOST_DRAWN)
    return Bars(many % {"count": drawn} if drawn < len(lines) else all_of, rates, drawn)


def changes_section(base: Round, comparison: Comparison) -> Section:
    columns = [
        Column(_("类别"), "text", 1.2),
        Column(_("名称"), "text", 4),
        Column(_("上次"), "rate", 1.1),
        Column(_("本次"), "rate", 1.1),
        Column(_("增减（百分点）"), "change", 1.3),
        Column(_("变化"), "mark"),
    ]
    kinds = (
        (_("测评项目"), comparison.items),
        (_("点位类型"), comparison.types),
        (_("街镇"), comparison.towns),
        (_("责任单位"), comparison.units),
    )
    directions = {"up": _("上升"), "down": _("下降"), "level": _("持平")}
    rows = [
        Row([kind, row.label, row.before, row.now, row.difference, directions[row.direction]])
        for kind, changes in kinds
        for row in changes
    ]
    lines = [
        _("比较的是合格率，上次为%(base)s（%(day)s）。两次都有实测样本的才列出。")
        % {"base": base.name, "day": f"{base.starts_on:%Y-%m-%d}"}
    ]
    return Section("changes", _("与上次比较"), lines, columns, rows)


def classes_section(report: Report) -> Section:
    columns = [
        Column(_("问题类别"), "text", 4),
        Column(_("问题数"), opens="fail"),
        Column(_("占比"), "rate"),
        Column(_("违规数")),
    ]
    rows = [
        Row(
            [class_name(row.name), row.count, row.share, row.violations],
            {"class": row.name, "verdict": "fail"},
        )
        for row in report.classes
    ]
    return Section("classes", _("主要问题"), [problem_line(report)], columns, rows)


def _count_columns(first: Sequence[Column]) -> list[Column]:
    return [
        *first,
        Column(_("实测样本"), share=1.3, opens="all"),
        Column(_("合格"), share=1.3, opens="pass"),
        Column(_("不合格"), share=1.2, opens="fail"),
        Column(_("不适用"), opens="na"),
        Column(_("合格率"), "rate", 1.6),
    ]


def _count_cells(line: Any) -> list[Value]:
    counts = line.counts
    return [counts.observations, counts.passed, counts.failed, counts.left_out, counts.rate]
