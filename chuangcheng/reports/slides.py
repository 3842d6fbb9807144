"""A bulletin as slides for a meeting: figures, ranking with a native chart, resolutions, photos before and after."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from chuangcheng.core.documents import slides
from chuangcheng.reports.papers import Told
from chuangcheng.reports.sections import ranking_chart, table_of
from chuangcheng.reports.shown import shown, shown_change, told

PIXELS = 1600  # of a picture on a screen
FIRST_FIGURES = (
    *("cases.received", "cases.closed", "cases.on_time_rate", "cases.overdue"),
    *("relapses.count", "score.total"),
)
TABLES = ("ranking", "class", "resolutions", "visits", "campaigns")


def slides_paper(found: Told) -> bytes:
    """On the office's own template where it has one; the same data makes the same bytes."""
    return slides_on(found, found.slides_template)


def slides_on(found: Told, template: bytes | None) -> bytes:
    """The slides on a given template; None: the product's own."""
    with translation.override(settings.LANGUAGE_CODE):
        return slides.write_slides(list(_slides(found)), template=template)


def _slides(found: Told) -> Iterator[slides.Slide]:
    bulletin, figures = found.bulletin, found.figures
    yield slides.TitleSlide(bulletin.title, f"{bulletin.issuer}  {found.day}")
    yield _first(found)
    ranking = figures.grid("ranking")
    chart = ranking_chart(ranking) if ranking else None
    if chart is not None:
        yield slides.ChartSlide(chart.title, chart)
    for grid in figures.grids_like("board-"):
        yield slides.TableSlide(grid.title, table_of(grid))
    for code in TABLES:
        table = figures.grid(code)
        if table is not None:
            yield slides.TableSlide(table.title, table_of(table))
    for pair in found.photos:
        if pair.before in found.contents and pair.after in found.contents:
            captions = (_("整改前"), _("整改后，%(day)s") % {"day": pair.closed_on})
            title = f"{pair.place} {pair.what}".strip()
            yield slides.PairSlide(title, found.contents[pair.before], found.contents[pair.after], captions)
    yield slides.TitleSlide(_("请各单位对照落实"), bulletin.issuer)


def _first(found: Told) -> slides.FiguresSlide:
    figures = [figure for key in FIRST_FIGURES if (figure := found.figures.figure(key)) is not None]
    rows = [(each.label, told(each), _("较上期%(change)s") % {"change": shown_change(each.change)}) for each in figures]
    low, high = found.figures.figure("score.low"), found.figures.figure("score.high")
    if rows and low is not None and high is not None:
        bounds = _("下限%(low)s，上限%(high)s") % {"low": shown(low.value), "high": shown(high.value)}
        rows[-1] = (*rows[-1][:2], _("一票否决，得分不作数") if found.figures.void_by else bounds)
    return slides.FiguresSlide(_("主要数据"), rows)
