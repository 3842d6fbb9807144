"""The slides of a meeting: agenda, how the last resolutions stand, figures and ranking with a native chart, published
boards, problem photos before and after."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from chuangcheng.command.queries.meetings import standing_words
from chuangcheng.core.documents import slides
from chuangcheng.core.documents.paper import Table
from chuangcheng.core.documents.values import Value, written_moment
from chuangcheng.reports.papers import picture_contents
from chuangcheng.reports.periods import Kind
from chuangcheng.reports.queries.meeting_told import MeetingTold
from chuangcheng.reports.queries.templates import MEETING_SLIDES, content_at
from chuangcheng.reports.sections import ranking_chart, table_of
from chuangcheng.reports.shown import shown_change, told
from chuangcheng.reports.slides import FIRST_FIGURES, PIXELS
from chuangcheng.reports.wording import period_words


def meeting_slides(found: MeetingTold) -> bytes:
    """On the office's own template where one is in force; the same figures make the same bytes."""
    return meeting_slides_on(found, content_at(MEETING_SLIDES, found.as_of))


def meeting_slides_on(found: MeetingTold, template: bytes | None) -> bytes:
    """The slides on a given template; None: the product's own."""
    with translation.override(settings.LANGUAGE_CODE):
        return slides.write_slides(list(_slides(found)), template=template)


def meeting_slides_name(found: MeetingTold) -> str:
    """What the file is called."""
    return _("%(title)s-幻灯片.pptx") % {"title": found.story.meeting.title}


def _slides(found: MeetingTold) -> Iterator[slides.Slide]:
    meeting = found.story.meeting
    yield slides.TitleSlide(meeting.title, f"{written_moment(meeting.starts_at)}  {meeting.place}".strip())
    if found.story.items:
        yield slides.TableSlide(_("会议议题"), _agenda(found))
    if found.story.checked:
        yield slides.TableSlide(_("上次会议决定事项落实情况"), _checked(found))
    figures = [each for key in FIRST_FIGURES for each in found.main if each.key == key]
    period = period_words(Kind.MONTHLY, found.span.first, found.span.last)
    if figures:
        rows = [(e.label, told(e), _("较上期%(change)s") % {"change": shown_change(e.change)}) for e in figures]
        yield slides.FiguresSlide(_("%(period)s主要数据") % {"period": period}, rows)
    if found.ranking is not None:
        chart = ranking_chart(found.ranking)
        if chart is not None:
            yield slides.ChartSlide(_("%(period)s%(title)s") % {"period": period, "title": chart.title}, chart)
        yield slides.TableSlide(
            _("%(period)s%(title)s") % {"period": period, "title": found.ranking.title}, table_of(found.ranking)
        )
    for grid in found.boards:
        yield slides.TableSlide(grid.title, table_of(grid))
    yield from _pairs(found)
    moment = _("数据截至%(moment)s") % {"moment": written_moment(found.as_of)}
    yield slides.TitleSlide(_("请各单位对照落实"), moment)


def _agenda(found: MeetingTold) -> Table:
    rows = [
        [str(at), item.title, item.unit.name if item.unit else "", item.text]
        for at, item in enumerate(found.story.items, start=1)
    ]
    return Table([_("序号"), _("议题"), _("汇报单位"), _("提请研究")], rows, [0.7, 4, 2.2, 5])


def _checked(found: MeetingTold) -> Table:
    rows: list[list[Value]] = [
        [each.resolution.text, each.resolution.unit.name, each.resolution.due_on, standing_words(each)]
        for each in found.story.checked
    ]
    return Table([_("决定事项"), _("责任单位"), _("时限"), _("落实情况")], rows, [5.4, 2.4, 1.8, 2])


def _pairs(found: MeetingTold) -> Iterator[slides.Slide]:
    contents = picture_contents(found.photos, PIXELS)
    for pair in found.photos:
        if pair.before in contents and pair.after in contents:
            captions = (_("整改前"), _("整改后，%(day)s") % {"day": pair.closed_on})
            title = f"{pair.place} {pair.what}".strip()
            yield slides.PairSlide(title, contents[pair.before], contents[pair.after], captions)
