"""The report in words and tables, said once: screen, Word, Excel and API show these sections and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from django.utils.translation import gettext as _

from chuangcheng.core.documents.values import Value
from chuangcheng.core.times import local_date
from chuangcheng.inspections.models import Round
from chuangcheng.inspections.reporting.figures import Change, Comparison, CompositeFact, Line, Report

Kind = Literal["text", "number", "rate", "score"]  # a rate: 0..100, one place; a score: two places
MOST_NAMED = 5  # items that got better or worse, in words
INDENT = "　"  # a full-width blank for each level below the first
NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `opens` says which checks its numbers are made of."""

    label: str
    kind: Kind = "number"
    share: float = 1  # of the width of a page
    opens: str = ""  # "all", or a verdict; empty: not made of checks


@dataclass(frozen=True, slots=True)
class Row:
    """A row, and the filter that finds the checks behind it; None: there are none of its own."""

    cells: Sequence[Value]
    opens: dict[str, str] | None = None
    level: int = 0  # 0: item; 1: content; 2: standard


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report: a heading, sentences, a table."""

    key: str
    title: str
    lines: Sequence[str] = ()
    columns: Sequence[Column] = ()
    rows: Sequence[Row] = field(default_factory=list)

    @property
    def labels(self) -> list[str]:
        """The heads of the table."""
        return [column.label for column in self.columns]


def sections_of(
    *,
    found: Round,
    report: Report,
    base: Round | None = None,
    comparison: Comparison | None = None,
    covers_all: Literal["all", "part"] = "all",
) -> list[Section]:
    """All parts in order. `covers_all`: whether every site of the round is in it, or those of some units."""
    sections = [
        _summary(found, report, base, comparison, covers_all),
        _items(report),
        _types(report),
        _groups("towns", _("按街镇"), _("街镇"), "town", report.towns, covers_all),
        _groups("units", _("按责任单位"), _("责任单位"), "unit", report.units, covers_all),
    ]
    if base is not None and comparison is not None:
        sections.append(_changes(base, comparison))
    sections += [_classes(report), _sites(report)]
    if report.not_visited:
        sections.append(_not_visited(found, report))
    return [*sections, _method(report)]


def numbered(sections: Sequence[Section]) -> list[tuple[str, Section]]:
    """The sections with their headings as a paper numbers them: 一、总体情况."""
    return [(f"{NUMERALS[at]}、{section.title}", section) for at, section in enumerate(sections)]


def change_words(change: Change, *, unit: str) -> str:
    """ "上升1.7个百分点"; "持平"."""
    words = {"up": _("上升%(amount)s%(unit)s"), "down": _("下降%(amount)s%(unit)s"), "level": _("持平")}[
        change.direction
    ]
    return words % {"amount": abs(change.difference), "unit": unit} if change.direction != "level" else words


def signed(difference: Decimal) -> str:
    """ "+1.7", "−0.3", "0.0"."""
    return f"{difference:+}".replace("-", "−") if difference else f"{abs(difference)}"


def place_words(line: Line) -> str:
    """ "3", "3（并列）", "—"."""
    if line.place is None:
        return "—"
    return _("%(place)s（并列）") % {"place": line.place} if line.is_shared else str(line.place)


def shown(value: Value, kind: Kind) -> str:
    """A cell as screen and Word show it; "—" for nothing."""
    if value is None or value == "":
        return "—"
    return f"{value}%" if kind == "rate" else f"{value:,}" if isinstance(value, int) else f"{value}"


def percent_words(rate: Decimal | None) -> str:
    """ "70.1%", "—"."""
    return "—" if rate is None else f"{rate}%"


def score_words(score: Decimal | None) -> str:
    """ "83.25", "—"."""
    return "—" if score is None else f"{score}"


def _summary(
    found: Round, report: Report, base: Round | None, comparison: Comparison | None, covers_all: str
) -> Section:
    whole = report.whole
    facts = {
        "from": f"{found.starts_on:%Y-%m-%d}",
        "to": f"{found.ends_on:%Y-%m-%d}",
        "kind": found.get_kind_display(),
        "framework": f"{found.framework}",
        "planned": whole.planned,
        "visited": whole.visited,
        "standards": report.standards,
        "observations": whole.counts.observations,
        "passed": whole.counts.passed,
        "failed": whole.counts.failed,
        "rate": percent_words(whole.counts.rate),
        "mean": score_words(whole.mean),
        "scored": whole.scored,
        "problems": report.problems,
    }
    lines = []
    if covers_all != "all":
        lines.append(_("本报告只包含本单位辖区内和负责的点位，不列名次。"))
    lines.append(
        _("%(from)s至%(to)s，依据《%(framework)s》开展%(kind)s，计划检查点位%(planned)s个，实际检查%(visited)s个。")
        % facts
    )
    if whole.counts.observations:
        lines.append(
            _(
                "共涉及测评标准%(standards)s条，取得实测样本%(observations)s个，其中合格%(passed)s个、不合格%(failed)s个，"
                "合格率%(rate)s。"
            )
            % facts
        )
    else:
        lines.append(_("还没有实测样本，暂不计算合格率。"))
    if whole.mean is not None:
        lines.append(_("%(scored)s个点位有得分，平均%(mean)s分（满分100分）。") % facts)
    if base is not None and comparison is not None:
        lines += _compared_lines(base, comparison)
    lines.append(_problem_line(report))
    return Section("summary", _("总体情况"), lines)


def _compared_lines(base: Round, comparison: Comparison) -> list[str]:
    parts = []
    if comparison.rate:
        parts.append(_("合格率%(change)s") % {"change": change_words(comparison.rate, unit=_("个百分点"))})
    if comparison.mean:
        parts.append(_("平均得分%(change)s") % {"change": change_words(comparison.mean, unit=_("分"))})
    if not parts:
        return [_("与%(base)s没有可以比较的数据。") % {"base": base.name}]
    lines = [_("与%(base)s相比，%(parts)s。") % {"base": base.name, "parts": "，".join(parts)}]
    for rows, words in (
        (comparison.better(), _("上升较多的有%(names)s。")),
        (comparison.worse(), _("下降较多的有%(names)s。")),
    ):
        if rows:
            names = [f"{row.label}（{signed(row.difference)}）" for row in rows[:MOST_NAMED]]
            lines.append(words % {"names": "、".join(names)})
    return lines


def _problem_line(report: Report) -> str:
    if not report.problems:
        return _("没有发现问题。")
    first = [f"{_class_name(row.name)}（{row.count}）" for row in report.classes[:3]]
    return _("发现问题%(count)s个，主要是%(names)s。") % {"count": report.problems, "names": "、".join(first)}


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


def _items(report: Report) -> Section:
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


def _types(report: Report) -> Section:
    first = [Column(_("点位类型"), "text", 2.6), Column(_("计划")), Column(_("已检查"))]
    columns = [*_count_columns(first), Column(_("平均分"), "score", 1.4)]
    rows = [
        Row(
            [line.label, line.planned, line.visited, *_count_cells(line), line.mean],
            {"type": str(line.key)},
        )
        for line in report.types
    ]
    rows.append(_whole_row(report, [report.whole.mean]))
    return Section("types", _("按点位类型"), [], columns, rows)


def _whole_row(report: Report, more: Sequence[Value]) -> Row:
    whole = report.whole
    return Row([_("合计"), whole.planned, whole.visited, *_count_cells(whole), *more], {})


def _groups(key: str, title: str, label: str, parameter: str, lines: Sequence[Line], covers_all: str) -> Section:
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
    if covers_all == "all":
        columns.append(Column(_("名次"), "text", 1.6))
    rows = []
    for line in lines:
        counts = line.counts
        cells: list[Value] = [line.label, line.planned, counts.observations, counts.passed, counts.failed]
        cells += [counts.rate, line.full, line.earned if line.scored else None, line.mean]
        cells += [place_words(line)] if covers_all == "all" else []
        rows.append(Row(cells, {parameter: "none" if line.key is None else str(line.key)}))
    unplaced = covers_all == "all" and any(line.place is None for line in lines)
    notes = [_("没有得分的不排名次。")] if unplaced else []
    return Section(key, title, notes, columns, rows)


def _changes(base: Round, comparison: Comparison) -> Section:
    columns = [
        Column(_("类别"), "text", 1.2),
        Column(_("名称"), "text", 4),
        Column(_("上次"), "rate", 1.1),
        Column(_("本次"), "rate", 1.1),
        Column(_("增减（百分点）"), "text", 1.3),
        Column(_("变化"), "text"),
    ]
    kinds = (
        (_("测评项目"), comparison.items),
        (_("点位类型"), comparison.types),
        (_("街镇"), comparison.towns),
        (_("责任单位"), comparison.units),
    )
    directions = {"up": _("上升"), "down": _("下降"), "level": _("持平")}
    rows = [
        Row([kind, row.label, row.before, row.now, signed(row.difference), directions[row.direction]])
        for kind, changes in kinds
        for row in changes
    ]
    lines = [
        _("比较的是合格率，上次为%(base)s（%(day)s）。两次都有实测样本的才列出。")
        % {"base": base.name, "day": f"{base.starts_on:%Y-%m-%d}"}
    ]
    return Section("changes", _("与上次比较"), lines, columns, rows)


def _classes(report: Report) -> Section:
    columns = [
        Column(_("问题类别"), "text", 4),
        Column(_("问题数"), opens="fail"),
        Column(_("占比"), "rate"),
        Column(_("违规数")),
    ]
    rows = [
        Row(
            [_class_name(row.name), row.count, row.share, row.violations],
            {"class": row.name, "verdict": "fail"},
        )
        for row in report.classes
    ]
    return Section("classes", _("主要问题"), [_problem_line(report)], columns, rows)


def _class_name(name: str) -> str:
    return name or _("未归类")


def _sites(report: Report) -> Section:
    columns = [
        Column(_("编号"), "text", 1.7),
        Column(_("点位"), "text", 2.6),
        Column(_("类型"), "text", 1.7),
        Column(_("街镇"), "text", 1.5),
        Column(_("责任单位"), "text", 1.7),
        Column(_("实测样本"), opens="all"),
        Column(_("不合格"), opens="fail"),
        Column(_("合格率"), "rate", 1.6),
        Column(_("得分"), "score", 1.55),
    ]
    rows = [
        Row(
            [
                *(site.number, site.name, site.type_name, site.town_name, site.unit_name),
                *(site.counts.observations, site.counts.failed, site.counts.rate),
                site.score,
            ],
            {"site": site.key},
        )
        for site in report.sites
    ]
    rows += [row for place in report.composites for row in _composite_rows(place)]
    lines = [_("组合点位列在最后，得分是各组成部分得分的加权平均，不计入合计。")] if report.composites else []
    return Section("sites", _("点位得分"), [*lines, *_lacking(report)], columns, rows)


def _composite_rows(place: CompositeFact) -> list[Row]:
    """The place with its weighted mean, then its parts."""
    rest: list[Value] = [None] * 5
    rows = [Row([_("组合"), place.name, _("组合点位"), *rest, place.score])]
    for part in place.parts:
        words = {"name": part.name, "weight": f"{part.weight.normalize():f}"}
        seen = _("%(scored)s／%(sites)s个点位") % {"scored": part.scored, "sites": part.sites}
        rows.append(
            Row([_("部分"), f"{INDENT}{_('%(name)s（%(weight)s%%）') % words}", seen, *rest, part.score], None, 1)
        )
    return rows


def _lacking(report: Report) -> list[str]:
    """One sentence for each place that lacks a part."""
    words = _("“%(place)s”的%(parts)s没有得分，按其余部分的权重折算。")
    missing = {place.name: [part.name for part in place.parts if part.score is None] for place in report.composites}
    return [words % {"place": name, "parts": "、".join(parts)} for name, parts in missing.items() if parts]


def _not_visited(found: Round, report: Report) -> Section:
    columns = [Column(_("编号"), "text"), Column(_("点位"), "text", 2), Column(_("街镇"), "text", 1.4)]
    rows = [Row([site.number, site.name, site.town_name]) for site in report.not_visited]
    reason = found.finish_note or _("还没有说明")
    lines = [_("有%(count)s个点位没有检查，说明：%(reason)s。") % {"count": len(rows), "reason": reason.rstrip("。")}]
    return Section("not-visited", _("未检查的点位"), lines, columns, rows)


def _method(report: Report) -> Section:
    lines = [
        _("合格率＝合格的实测样本÷全部实测样本。一个检查项对应几条标准的，每条标准计一个样本；不适用的不计。"),
        _("点位得分按检查表的分值计算，满分100分；平均分为有得分的点位的平均数。"),
        _("应得分＝有得分的点位数×100，实得分为各点位得分之和，得分率＝实得分÷应得分，名次按得分率排列，相同的并列。"),
        _("各项数字只在显示时四舍五入一次：合格率保留一位小数，得分和得分率保留两位小数。增减按显示的数字计算。"),
    ]
    if report.corrections:
        lines.append(_("有%(count)s个检查结果经过更正，本报告采用更正后的结果。") % {"count": report.corrections})
    return Section("method", _("统计说明"), lines)


def title_of(found: Round) -> str:
    """The name of the report."""
    return _("%(round)s检查报告") % {"round": found.name}


def subtitle_of(found: Round) -> str:
    """Its number, and when the round was released."""
    if found.released_at is None:
        return _("%(number)s　未发布，仅供核对") % {"number": found.number}
    day = local_date(found.released_at)
    return _("%(number)s　%(day)s发布") % {"number": found.number, "day": f"{day:%Y-%m-%d}"}
