"""The report in words and tables, said once: screen, Word, Excel and API show these sections and nothing else."""

from __future__ import annotations

from typing import Literal

from django.utils.translation import gettext as _

from chuangcheng.core.times import local_date
from chuangcheng.inspections.models import Round
from chuangcheng.inspections.reporting.figures import Comparison, Report
from chuangcheng.inspections.reporting.ledger_tables import ledger_section
from chuangcheng.inspections.reporting.shapes import Section, shown
from chuangcheng.inspections.reporting.site_tables import not_visited_section, sites_section
from chuangcheng.inspections.reporting.tables import (
    changes_section,
    classes_section,
    items_section,
    towns_section,
    types_section,
    units_section,
)
from chuangcheng.inspections.reporting.words import (
    change_words,
    ledger_line,
    percent_words,
    problem_line,
    score_words,
    signed,
)

MOST_NAMED = 5  # items that got better or worse, in words


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
        items_section(report),
        types_section(report, comparison),
        towns_section(report, comparison, covers_all),
        units_section(report, comparison, covers_all),
    ]
    if base is not None and comparison is not None:
        sections.append(changes_section(base, comparison))
    sections.append(classes_section(report))
    if report.ledger:
        sections.append(ledger_section(report))
    sections.append(sites_section(report))
    if report.not_visited:
        sections.append(not_visited_section(found, report))
    return [*sections, _method(report)]


def _summary(
    found: Round, report: Report, base: Round | None, comparison: Comparison | None, covers_all: str
) -> Section:
    whole = report.whole
    facts = {
        **_counts_told(report),
        "from": f"{found.starts_on:%Y-%m-%d}",
        "to": f"{found.ends_on:%Y-%m-%d}",
        "kind": found.get_kind_display(),
        "framework": f"{found.framework}",
        "rate": percent_words(whole.counts.rate),
        "mean": score_words(whole.mean),
    }
    lines = []
    if covers_all != "all":
        lines.append(_("本报告只包含本单位辖区内和负责的点位，不列名次。"))
    lines.append(
        _("%(from)s至%(to)s，依据《%(framework)s》开展%(kind)s，计划检查点位%(planned)s个，实际检查%(visited)s个。")
        % facts
    )
    lines += [_("来文：%(paper)s。") % {"paper": found.paper}] if found.paper else []
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
    lines.append(problem_line(report))
    if report.ledger:
        lines.append(ledger_line(report))
    return Section("summary", _("总体情况"), lines)


def _counts_told(report: Report) -> dict[str, str]:
    """The counts of the whole round, written as in the tables: 1,054."""
    whole = report.whole
    counts = {
        "planned": whole.planned,
        "visited": whole.visited,
        "standards": report.standards,
        "observations": whole.counts.observations,
        "passed": whole.counts.passed,
        "failed": whole.counts.failed,
        "scored": whole.scored,
    }
    return {name: shown(count, "number") for name, count in counts.items()}


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


def _method(report: Report) -> Section:
    lines = [
        _("合格率＝合格的实测样本÷全部实测样本。一个检查项对应几条标准的，每条标准计一个样本；不适用的不计。"),
        _("点位得分按检查表的分值计算，满分100分；平均分为有得分的点位的平均数。"),
        _("应得分＝有得分的点位数×100，实得分为各点位得分之和，得分率＝实得分÷应得分，名次按得分率排列，相同的并列。"),
        _("各项数字只在显示时四舍五入一次：合格率保留一位小数，得分和得分率保留两位小数。增减按显示的数字计算。"),
    ]
    if report.corrections:
        lines.append(
            _("有%(count)s个检查结果经过更正，本报告采用更正后的结果。") % {"count": f"{report.corrections:,}"}
        )
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
