"""A round of official results as papers: Excel in the layout that an import takes, and a notice in Word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _

from chuangcheng.core.documents import paper
from chuangcheng.core.documents.excel import Column, write_table
from chuangcheng.core.documents.values import Value
from chuangcheng.core.documents.word import write_word
from chuangcheng.scoring.official_shown import (
    ShownPlace,
    head_figures,
    remarks,
    shown_losses,
    shown_places,
)

if TYPE_CHECKING:
    from chuangcheng.scoring.comparing import Loss
    from chuangcheng.scoring.queries import RankedPlace, RoundResults, WhatLost

NUMERALS = "一二三四五六七八九十"
ENDINGS = ("通报", "结果")  # of names of rounds, taken off in this order
MOST_LOSSES = 8  # of each kind in a notice; our choice


def round_workbook(found: RoundResults, *, void: str) -> bytes:
    """The round as an xlsx file; brought in again, it changes nothing. void: the sentence on a standing veto, or ""."""
    words = _mark_words(found)
    columns = [
        *(Column("名次", "number"), Column("组别", width=12), Column("地区", width=20), Column("总分", "decimal")),
        *(Column(word, "decimal") for word in words),
        *(Column("评语", width=40), Column("硬伤", width=30), Column("是否本地"), Column("轮次", width=28)),
        *(Column("测评日期", "date"), Column("公布日期", "date"), Column("级别"), Column("体系", width=24)),
        *(Column("版本"), Column("名额", "number"), Column("组内名额", "number"), Column("达标线", "decimal")),
        Column("来源文件", width=30),
        *([Column("提示", width=40)] if void else []),
    ]
    rows = [
        [*_line(found, each, words), *([void if each.result.is_ours else None] if void else [])]
        for each in found.places
    ]
    return write_table(name="测评结果", columns=columns, rows=rows)


def round_bulletin(found: RoundResults, *, before: RoundResults | None, lost: WhatLost | None, void: str) -> bytes:
    """The round as a docx file: how we stand, everybody's place, what lost us most, hard faults, comments.

    void: the sentence on a standing veto, "" without one.
    """
    sections = [
        (_("总体情况"), [*_summary(found, before), *([paper.Paragraph(void)] if void else [])]),
        (_("名次"), _tables(found)),
        (_("我们失分的地方"), _losses(lost)),
        (_("硬伤"), _faults(found)),
        (_("评语"), _comments(found)),
    ]
    blocks: list[paper.Block] = []
    for number, (title, content) in enumerate((pair for pair in sections if pair[1]), start=0):
        blocks += [paper.Heading(f"{NUMERALS[number]}、{title}"), *content]
    title = _("%(round)s结果通报") % {"round": _without_ending(found.round.name)}
    subtitle = "　".join(
        part for part in (str(settings.PLACE_NAME), f"{found.round.held_on}", found.round.source) if part
    )
    return write_word(paper.Paper(title, blocks, subtitle=subtitle))


def _without_ending(name: str) -> str:
    """The round's name without the words that the title adds: 年度测评结果通报 is no 年度测评结果通报结果通报."""
    for ending in ENDINGS:
        name = name.removesuffix(ending).rstrip()
    return name or _("测评")


def _mark_words(found: RoundResults) -> list[str]:
    """The headers of methods and items, each with its full marks where one is known."""
    words: dict[str, None] = {}
    for each in found.places:
        for marks in (*each.result.methods, *each.result.items):
            words[_mark_word(marks)] = None
    return list(words)


def _mark_word(marks: dict[str, str | None]) -> str:
    return f"{marks['name']}（{marks['full']}分）" if marks.get("full") else str(marks["name"])


def _line(found: RoundResults, each: RankedPlace, words: Sequence[str]) -> list[Value]:
    result, told = each.result, found.round
    marks = {_mark_word(one): one["earned"] for one in (*result.methods, *result.items)}
    faults = (f"{fault.text}（{fault.standard_code}）" if fault.standard_code else fault.text for fault in each.faults)
    return [
        *(result.published_place, result.group, result.place, result.total),
        *(None if marks.get(word) is None else float(str(marks[word])) for word in words),
        *(result.comments, "；".join(faults), result.is_ours, told.name, told.held_on, told.published_on),
        *(told.get_level_display(), told.framework.name, told.framework.edition, told.quota),
        *(told.group_quotas.get(result.group), told.line, told.source),
    ]


def _summary(found: RoundResults, before: RoundResults | None) -> list[paper.Block]:
    figures = head_figures(found, before)
    if not figures:
        return [paper.Paragraph(_("本轮共%(n)s个地区，我们没有参加。") % {"n": len(found.places)})]
    parts = [
        f"{each['label']}{each['value'] or '—'}{each['unit'] if each['value'] else ''}"
        + (f"（{each['note']}）" if each["note"] else "")
        for each in figures
    ]
    sentence = _("%(place)s在“%(round)s”中：%(facts)s。") % {
        "place": settings.PLACE_NAME,
        "round": found.round.name,
        "facts": "；".join(parts),
    }
    return [paper.Paragraph(sentence), *(paper.Paragraph(words) for _tone, words in remarks(found))]


def _tables(found: RoundResults) -> list[paper.Block]:
    scopes = [scope.name for scope in found.ranking.groups] or [""]
    return [_table(name, shown_places(found, group=name)) for name in scopes]


def _table(name: str, rows: Sequence[ShownPlace]) -> paper.Table:
    header = [_("名次"), _("地区"), _("总分"), _("与我们相差"), _("公布名次"), _("总名次")]
    cells = [[row.place, row.name, row.total or "—", row.to_ours, row.published, row.over_all] for row in rows]
    return paper.Table(header, cells, [1, 2, 1, 1.2, 1, 1.2], caption=name, figures=[2, 3])


def _losses(lost: WhatLost | None) -> list[paper.Block]:
    if lost is None:
        return []
    pairs: list[tuple[str, Sequence[Loss]]] = [(_("按测评方法"), lost.methods), (_("按测评项目"), lost.items)]
    return [_loss_table(title, found[:MOST_LOSSES]) for title, found in pairs if found]


def _loss_table(title: str, found: Sequence[Loss]) -> paper.Table:
    header = [_("名称"), _("得分"), _("满分"), _("失分"), _("当时得分率（%）"), _("现在自评（%）"), _("变化")]
    cells = [
        [each.name, each.earned, each.full or "—", each.lost or "—", each.rate or "—", each.now or "—", each.word]
        for each in shown_losses(found)
    ]
    return paper.Table(header, cells, [2.4, 1, 1, 1, 1.3, 1.3, 1], caption=title, figures=[1, 2, 3, 4, 5])


def _faults(found: RoundResults) -> list[paper.Block]:
    lines = [(each, fault) for each in found.places for fault in each.faults]
    return [paper.Paragraph(f"{each.result.place}：{fault.text}") for each, fault in lines]


def _comments(found: RoundResults) -> list[paper.Block]:
    ours = found.ours
    return [paper.Paragraph(ours.result.comments)] if ours and ours.result.comments else []
