"""The sites of a report one by one, with the composite places, and those that nobody came to."""

from __future__ import annotations

from django.utils.translation import gettext as _

from chuangcheng.core.documents.values import Value
from chuangcheng.inspections.models import Round
from chuangcheng.inspections.reporting.figures import CompositeFact, Report
from chuangcheng.inspections.reporting.shapes import INDENT, Column, Row, Section


def sites_section(report: Report) -> Section:
    columns = [
        Column(_("编号"), "text", 1.6),
        Column(_("点位"), "text", 3.5),
        Column(_("类型"), "text", 1.7),
        Column(_("街镇"), "text", 1.6),
        Column(_("责任单位"), "text", 1.7),
        Column(_("实测样本"), opens="all"),
        Column(_("不合格"), opens="fail"),
        Column(_("合格率"), "rate", 1.8),
        Column(_("得分"), "score", 1.6),
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


def not_visited_section(found: Round, report: Report) -> Section:
    columns = [Column(_("编号"), "text"), Column(_("点位"), "text", 2), Column(_("街镇"), "text", 1.4)]
    rows = [Row([site.number, site.name, site.town_name]) for site in report.not_visited]
    reason = found.finish_note or _("还没有说明")
    lines = [
        _("有%(count)s个点位没有检查，说明：%(reason)s。") % {"count": f"{len(rows):,}", "reason": reason.rstrip("。")}
    ]
    return Section("not-visited", _("未检查的点位"), lines, columns, rows)


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
