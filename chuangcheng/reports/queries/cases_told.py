"""问题整改: the figures of 整改统计, by unit, class and street, with those of the period before."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from chuangcheng.cases.queries import relapse_analysis
from chuangcheng.cases.queries.figure_conditions import Period
from chuangcheng.cases.queries.rectification import Figures, Narrowed, rectification_figures
from chuangcheng.reports.figures import Cell, Figure, Grid, ranks
from chuangcheng.reports.periods import Span
from chuangcheng.reports.queries.asking import Asked, Gathered

LEAST_DUE = 3  # cases that a unit must have had to be ranked: our choice, as on the leaders' screen
MOST_LINES = 15  # of classes and streets: our choice


def cases_told(asked: Asked, found: Gathered) -> None:
    """Adds the main figures, the ranking of units, classes and streets."""
    now, before = _figures(asked, asked.span, "unit"), _figures(asked, asked.before, "unit")
    relapses = relapse_analysis(actor=asked.actor, since=asked.span.first, until=asked.span.last)
    earlier = relapse_analysis(actor=asked.actor, since=asked.before.first, until=asked.before.last)
    found.main += _main(now, before)
    source = _("回潮分析")
    count_before = earlier.count if _is_recorded(before) else None
    found.main.append(_figure("relapses.count", _("回潮"), relapses.count, _("件"), source, count_before))
    back = {share.name: share.count for share in relapses.by_unit}
    found.grids += [_ranking(now, before, back), _unranked(now, back)]
    for grouping, title in (("class", _("问题类别")), ("street", _("所在街镇"))):
        lines, previous = _figures(asked, asked.span, grouping), _figures(asked, asked.before, grouping)
        found.grids.append(_spread(grouping, title, lines, previous))


def _figures(asked: Asked, span: Span, grouping: str) -> Figures:
    return rectification_figures(
        actor=asked.actor,
        period=Period(span.first, span.last),
        narrowed=Narrowed(),
        grouping=grouping,
        now=asked.now,
    )


def _main(now: Figures, before: Figures) -> list[Figure]:
    case, percent, source = _("件"), "%", _("整改统计")
    has_suspended = now.total.suspended or before.total.suspended
    told = [
        ("received", _("上报"), case),
        ("due", _("应结案"), case),
        *([("suspended", _("缓办"), case)] if has_suspended else []),
        ("closed", _("结案"), case),
        ("closing_rate", _("结案率"), percent),
        ("on_time", _("按期结案"), case),
        ("on_time_rate", _("按期结案率"), percent),
        ("overdue", _("超期"), case),
        ("reworked", _("返工"), case),
    ]
    earlier = before.total if _is_recorded(before) else None
    return [
        _figure(f"cases.{name}", label, getattr(now.total, name), unit, source, getattr(earlier, name, None))
        for name, label, unit in told
    ]


def _is_recorded(figures: Figures) -> bool:
    """Whether anything was on record in the period; one before the place began is nothing to compare with."""
    return bool(figures.total.received or figures.total.due)


def _figure(key: str, label: str, value: Any, unit: str, source: str, before: Any) -> Figure:
    return Figure(key, label, _decimal(value), unit, source, _decimal(before))


def _decimal(value: int | Decimal | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _ranking(now: Figures, before: Figures, back: Mapping[str, int]) -> Grid:
    """Units with enough cases, the highest rate first; equal rates share a place."""
    earlier = {line.query: line.counts for line in before.lines}
    lines = [line for line in now.lines if line.query and line.counts.to_close >= LEAST_DUE]
    lines.sort(key=lambda line: (-(line.counts.on_time_rate or Decimal(0)), -line.counts.to_close, line.label))
    places = ranks([line.counts.on_time_rate or Decimal(0) for line in lines])
    rows: list[tuple[Cell, ...]] = []
    for place, line in zip(places, lines, strict=True):
        counts, rate = line.counts, line.counts.on_time_rate
        old = earlier[line.query].on_time_rate if line.query in earlier else None
        change = None if rate is None or old is None else rate - old
        rows.append(
            (place, line.label, counts.to_close, counts.on_time, counts.overdue, rate, change, back.get(line.label, 0))
        )
    header = (_("名次"), _("单位"), _("应结案"), _("按期"), _("超期"), _("按期率"), _("较上期"), _("回潮"))
    note = _("按期结案率高的在前，并列的同名次；应结案不含缓办，少于%(least)s件的单位不排名。") % {"least": LEAST_DUE}
    columns = ("number", "text", "number", "number", "number", "rate", "change", "number")
    return Grid("ranking", _("各单位按期结案排名"), header, columns, tuple(rows), note)  # type: ignore[arg-type]


def _unranked(now: Figures, back: Mapping[str, int]) -> Grid:
    rows: list[tuple[Cell, ...]] = [
        (line.label, line.counts.to_close, line.counts.on_time, line.counts.overdue, back.get(line.label, 0))
        for line in now.lines
        if line.query and 0 < line.counts.to_close < LEAST_DUE
    ]
    header = (_("单位"), _("应结案"), _("按期"), _("超期"), _("回潮"))
    return Grid("unranked", _("不排名的单位"), header, ("text", "number", "number", "number", "number"), tuple(rows))


def _spread(grouping: str, title: str, now: Figures, before: Figures) -> Grid:
    """Lines by how many were reported, with the change to the period before."""
    earlier = {line.label: line.counts for line in before.lines}
    is_recorded = _is_recorded(before)
    lines = sorted(now.lines, key=lambda line: (-line.counts.received, -line.counts.due, line.label))[:MOST_LINES]
    rows: list[tuple[Cell, ...]] = []
    for line in lines:
        counts = line.counts
        change = counts.received - (earlier[line.label].received if line.label in earlier else 0)
        told = Decimal(change) if is_recorded else None
        rows.append((line.label, counts.received, told, counts.to_close, counts.on_time_rate, counts.overdue))
    header = (title, _("上报"), _("较上期"), _("应结案"), _("按期率"), _("超期"))
    columns = ("text", "number", "change", "number", "rate", "number")
    note = _("应结案不含缓办。") if now.total.suspended else ""
    return Grid(grouping, _("按%(name)s") % {"name": title}, header, columns, tuple(rows), note)  # type: ignore[arg-type]
