"""Figures are compared with the period before, if there was one."""

from __future__ import annotations

from datetime import timedelta

from chuangcheng.cases.models import Case
from chuangcheng.cases.testing import case_in
from chuangcheng.core.times import now, today
from chuangcheng.orgs.testing import Cast, actor_of
from chuangcheng.reports.access import teller
from chuangcheng.reports.figures import PeriodFigures
from chuangcheng.reports.periods import Kind, Span
from chuangcheng.reports.queries.collecting import collect


def _day(cast: Cast) -> PeriodFigures:
    span = Span(today(), today())
    return collect(actor=teller(actor_of(cast.chief)), kind=Kind.DAILY, span=span, now=now(), step=lambda *_at: None)


def _change(figures: PeriodFigures) -> dict[str, object]:
    return {each.key: each.change for each in figures.main if each.key in ("cases.received", "relapses.count")}


def test_nothing_is_compared_with_a_period_before_the_place_began(cast: Cast) -> None:
    case_in("fixing", cast)
    told = _day(cast)
    assert set(_change(told).values()) == {None}
    assert {row[2] for row in next(each for each in told.grids if each.code == "class").rows} == {None}


def test_a_period_with_records_is_compared_even_where_a_figure_was_nought(cast: Cast) -> None:
    before, _today = case_in("fixing", cast), case_in("fixing", cast)
    yesterday = {"reported_at": now() - timedelta(days=1)}
    Case.objects.filter(pk=before.pk).update(**yesterday)
    assert _change(_day(cast)) == {"cases.received": 0, "relapses.count": 0}
