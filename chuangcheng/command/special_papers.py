"""The closing report and the brief of a special campaign as Word, its list and daily figures as Excel.

The same data makes the same paper: nothing in it tells when it was printed, save the brief, which is of a day.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils.translation import gettext as _

from chuangcheng.cases.access import VIEW as VIEW_CASES
from chuangcheng.cases.queries import chosen_pairs
from chuangcheng.command.models import SpecialCampaign, SpecialReport
from chuangcheng.command.queries.specials.figures import Counted, SpecialFigures, figures_of, figures_with
from chuangcheng.command.queries.specials.lists import Special, reports_of_day
from chuangcheng.command.special_wording import TARGET_UNITS, Kind, state_of
from chuangcheng.core.access import Actor
from chuangcheng.core.documents.excel import Column, write_table
from chuangcheng.core.documents.paper import Block, Heading, Paper, Paragraph, Picture, Pictures, Table
from chuangcheng.core.documents.values import Value
from chuangcheng.core.documents.word import write_word
from chuangcheng.core.files import public_copy

NUMERALS = "一二三四五六七八九十"
PIXELS = 480  # of a picture on paper
COUNTS = (1, 2, 3, 4)  # columns of figures
Part = tuple[str, Sequence[Block]]


@dataclass(frozen=True)
class SpecialPaper:
    """What a paper tells: the campaign with its figures, as the actor sees them."""

    campaign: SpecialCampaign
    parts: Special
    figures: SpecialFigures


def paper_of(*, actor: Actor, found: SpecialCampaign, now: datetime) -> SpecialPaper:
    """The campaign with what its papers need."""
    parts = Special(found)
    return SpecialPaper(found, parts, figures_with(actor=actor, parts=parts, now=now))


def closing_report(*, actor: Actor, found: SpecialCampaign, now: datetime) -> bytes:
    """总结报告: what for, figures, targets, units, towns, pictures, what remains, lessons."""
    told = paper_of(actor=actor, found=found, now=now)
    parts: list[Part] = [
        _purpose(told),
        (_("整治成效"), [Paragraph(sentence) for sentence in figure_sentences(told.figures)]),
        _targets(told.figures),
        (_("各单位情况"), _units(told.figures.by_unit)),
        (_("各街道乡镇情况"), _towns(told.figures.by_town)),
        (_("前后对比"), _pictures(actor, found)),
        (_("遗留问题"), [Paragraph(found.remains)] if found.remains else []),
        (_("经验做法"), [Paragraph(found.lessons)] if found.lessons else []),
    ]
    blocks: list[Block] = [Paragraph("\n".join(_head(told)), "flush"), *_numbered(parts)]
    return write_word(Paper(title=_title(found, _("总结报告")), subtitle=_subtitle(found), blocks=blocks))


def daily_brief(*, actor: Actor, found: SpecialCampaign, day: date, now: datetime) -> bytes:
    """简报 of a day: how it stands, what the units did that day, who has not reported."""
    told = paper_of(actor=actor, found=found, now=now)
    reports = reports_of_day(actor=actor, found=found, day=day)
    parts: list[Part] = [
        (_("总体进展"), [Paragraph(sentence) for sentence in figure_sentences(told.figures)]),
        (_("当天各单位进展"), _day_table(told.parts, reports)),
        (_("未报送单位"), _silent_that_day(told.parts, reports)),
        _targets(told.figures),
    ]
    blocks: list[Block] = [Paragraph("\n".join(_head(told)), "flush"), *_numbered(parts)]
    subtitle = f"{settings.PLACE_NAME} {day.isoformat()}"
    return write_word(Paper(title=_title(found, _("简报")), subtitle=subtitle, blocks=blocks))


def days_workbook(*, actor: Actor, found: SpecialCampaign, now: datetime) -> bytes:
    """The daily figures as Excel."""
    figures = figures_of(actor=actor, found=found, now=now)
    columns = [
        Column(_("日期"), kind="date"),
        *(Column(name, kind="number") for name in (_("发现问题"), _("整改完成"), _("检查点位"), _("参加人次"))),
    ]
    rows: list[list[Value]] = [[each.day, each.found, each.fixed, each.visited, each.people] for each in figures.days]
    return write_table(name=_("每日数据"), columns=columns, rows=rows, title=found.name)


def list_workbook(rows: Sequence[SpecialCampaign], *, today: date) -> bytes:
    """The list as Excel."""
    heads = (_("编号"), _("名称"), _("牵头领导"), _("牵头单位"))
    columns = [
        *(Column(head) for head in heads),
        Column(_("开始日期"), kind="date"),
        Column(_("结束日期"), kind="date"),
        Column(_("状态")),
    ]
    lines: list[list[Value]] = [
        [row.number, row.name, row.leader.name, row.lead_unit.name, row.starts_on, row.ends_on, state_of(row, today)[1]]
        for row in rows
    ]
    return write_table(name=_("专项整治"), columns=columns, rows=lines)


def figure_sentences(figures: SpecialFigures) -> list[str]:
    """The figures in sentences."""
    whole = figures.whole
    words = [
        _("共发现问题%(found)s件，整改完成%(fixed)s件，未结%(open)s件，其中超期%(late)s件。")
        % {"found": whole.found, "fixed": whole.fixed, "open": whole.open, "late": whole.overdue}
    ]
    if whole.fixed_rate is not None:
        words.append(_("整改率%(rate)s%%。") % {"rate": whole.fixed_rate})
    if whole.sites:
        facts = {"sites": whole.sites, "visited": whole.visited, "rate": whole.coverage}
        words.append(_("范围内点位%(sites)s个，已检查%(visited)s个，覆盖率%(rate)s%%。") % facts)
    facts = {"people": whole.work.people, "hours": whole.work.hours}
    words.append(_("各单位参加%(people)s人次，投入%(hours)s小时。") % facts)
    return words


def _title(found: SpecialCampaign, kind: str) -> str:
    return f"{found.name}{kind}"


def _subtitle(found: SpecialCampaign) -> str:
    return f"{settings.PLACE_NAME} {found.number}"


def _head(told: SpecialPaper) -> list[str]:
    found = told.campaign
    return [
        _("牵头领导：%(name)s") % {"name": found.leader.name},
        _("牵头单位：%(name)s") % {"name": found.lead_unit.name},
        _("时间：%(first)s至%(last)s") % {"first": found.starts_on.isoformat(), "last": found.ends_on.isoformat()},
        _("参加单位：%(names)s") % {"names": "、".join(unit.name for unit in told.parts.made_of.units)},
    ]


def _numbered(parts: Sequence[Part]) -> Iterator[Block]:
    """The parts that have something to say, with 一、二、三 before their heads."""
    for numeral, (head, blocks) in zip(NUMERALS, (part for part in parts if part[1]), strict=False):
        yield Heading(f"{numeral}、{head}")
        yield from blocks


def _purpose(told: SpecialPaper) -> Part:
    blocks: list[Block] = [Paragraph(told.campaign.purpose)] if told.campaign.purpose else []
    classes = "、".join(row.name for row in told.parts.made_of.classes)
    blocks.append(Paragraph(_("整治的问题：%(names)s。") % {"names": classes}))
    rows: list[list[Value]] = [[row.code, row.text, row.framework.name] for row in told.parts.standards]
    blocks.append(Table([_("编号"), _("测评标准"), _("体系")], rows, [1.4, 6, 2.6]))
    return _("目的和标准"), blocks


def _targets(figures: SpecialFigures) -> Part:
    rows: list[list[Value]] = []
    for each in figures.targets:
        unit, stands = TARGET_UNITS[Kind(each.target.kind)], each.stands
        now = _("未知") if stands is None else f"{stands}{unit}"
        state = _("已达到") if each.is_reached else _("未达到")
        rows.append([each.target.get_kind_display(), f"{each.target.number}{unit}", now, state])
    return _("目标完成情况"), [Table([_("项目"), _("目标"), _("现在"), _("状态")], rows)] if rows else []


def _units(rows: Sequence[Counted]) -> list[Block]:
    heads = [_("单位"), _("发现问题"), _("整改完成"), _("未结"), _("超期"), _("报送天数"), _("人次"), _("工时")]
    lines: list[list[Value]] = [
        [row.name, row.found, row.fixed, row.open, row.overdue, row.work.days, row.work.people, row.work.hours]
        for row in rows
    ]
    widths = [2.8, 1.1, 1.1, 0.9, 0.9, 1.1, 1, 1]
    return [Table(heads, lines, widths, figures=(*COUNTS, 5, 6, 7))] if lines else []


def _towns(rows: Sequence[Counted]) -> list[Block]:
    heads = [_("街道乡镇"), _("发现问题"), _("整改完成"), _("未结"), _("超期"), _("点位"), _("已检查")]
    lines: list[list[Value]] = [
        [row.name, row.found, row.fixed, row.open, row.overdue, row.sites, row.visited] for row in rows
    ]
    return [Table(heads, lines, [2.8, 1.1, 1.1, 1, 1, 1, 1], figures=(*COUNTS, 5, 6))] if lines else []


def _pictures(actor: Actor, found: SpecialCampaign) -> list[Block]:
    """The chosen pairs, before left of after."""
    picked = list(found.picks.values_list("case", flat=True))
    if not picked or not actor.may(VIEW_CASES):
        return []
    pictures: list[Picture] = []
    for case, before, after in chosen_pairs(actor=actor, case_ids=picked):
        for file, word in ((before, _("整改前")), (after, _("整改后"))):
            if file is not None:
                content = public_copy(file, PIXELS).read_bytes()
                pictures.append(Picture(content, f"{case.number} {case.place} {word}"))
    return [Pictures(pictures)] if pictures else []


def _day_table(parts: Special, reports: dict[int, SpecialReport]) -> list[Block]:
    lines: list[list[Value]] = [
        [unit.name, reports[unit.pk].people, reports[unit.pk].hours, reports[unit.pk].text]
        for unit in parts.made_of.units
        if unit.pk in reports
    ]
    heads = [_("单位"), _("人次"), _("工时"), _("清理情况")]
    return [Table(heads, lines, [2.4, 1, 1, 5.6], figures=(1, 2))] if lines else []


def _silent_that_day(parts: Special, reports: dict[int, SpecialReport]) -> list[Block]:
    names = [unit.name for unit in parts.made_of.units if unit.pk not in reports]
    return [Paragraph("、".join(names))] if names else []
