"""The sheet as a bulletin in Word, as offices send it round: where we stand, what loses most, what nobody knows yet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _

from chuangcheng.core.documents.paper import Block, Heading, Paper, Paragraph, Table
from chuangcheng.core.documents.values import Value
from chuangcheng.core.documents.word import write_word
from chuangcheng.scoring.queries import lost_parts, unknown_parts
from chuangcheng.scoring.shown import shown_line, shown_loss, shown_total, shown_unknown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chuangcheng.scoring.engine import Line
    from chuangcheng.scoring.queries import SubjectSheet

MOST_LOSSES, MOST_UNKNOWN = 20, 20  # lines of the bulletin; the page shows all


def score_bulletin(found: SubjectSheet) -> bytes:
    """The bulletin as a docx file."""
    whose = found.choice.subject.name if found.choice.subject else settings.PLACE_NAME
    row = found.framework
    title = _("%(place)s自查自评得分通报") % {"place": whose}
    subtitle = _("%(framework)s，截至%(day)s") % {"framework": row, "day": found.choice.last_day(row).isoformat()}
    blocks: list[Block] = [*_summary(found), *_by_method(found), *_by_item(found), *_lost(found), *_unknown(found)]
    return write_word(Paper(title=title, subtitle=subtitle, blocks=blocks))


def _summary(found: SubjectSheet) -> list[Block]:
    total = shown_total(found)
    facts = {"total": total.total, "low": total.low, "high": total.high, "known": total.known_share}
    if total.total:
        words = (
            _("总分%(total)s分（百分制），待测部分全失为%(low)s分，全得为%(high)s分；已知的分值占%(known)d%%。") % facts
        )
    else:
        words = _("还没有任何依据，总分待测。")
    verdict = [Paragraph(sentence) for _tone, sentence in total.words]
    sample = [Paragraph(_("本体系为示例体系，不是官方文本。"))] if found.framework.is_sample else []
    return [*verdict, Paragraph(words), *sample]


def _by_method(found: SubjectSheet) -> list[Block]:
    return _lines(_("一、按测评方法"), _("测评方法"), found.sheet.methods)


def _by_item(found: SubjectSheet) -> list[Block]:
    return _lines(_("二、按测评项目"), _("测评项目"), found.sheet.items)


def _lines(title: str, head: str, lines: Mapping[str, Line]) -> list[Block]:
    rows: list[Sequence[Value]] = []
    for name, line in lines.items():
        shown = shown_line(line)
        rows.append([name, shown.full, shown.earned, shown.rate, shown.lost, shown.unknown])
    header = [head, _("分值"), _("得分"), _("得分率（%）"), _("失分"), _("待测")]
    return [
        Heading(title),
        Table(header=header, rows=rows, widths=[4, 1.3, 1.3, 1.5, 1.3, 1.3], figures=[1, 2, 3, 4, 5]),
    ]


def _lost(found: SubjectSheet) -> list[Block]:
    lines = [shown_loss(line) for line in lost_parts(found)]
    if not lines:
        return [Heading(_("三、失分情况")), Paragraph(_("已知部分没有失分。"))]
    rows: list[Sequence[Value]] = [
        [each.line.code, each.line.text, each.lost, "、".join(each.line.units), each.regain]
        for each in lines[:MOST_LOSSES]
    ]
    header = [_("编号"), _("测评标准"), _("失分"), _("责任单位"), _("怎样追回")]
    words = _("失分的共%(count)d项，按失分从多到少列出前%(shown)d项。") % {"count": len(lines), "shown": len(rows)}
    table = Table(header=header, rows=rows, widths=[1.2, 3.6, 1, 2, 3.6], figures=[2])
    return [Heading(_("三、失分情况")), Paragraph(words), table]


def _unknown(found: SubjectSheet) -> list[Block]:
    lines = [shown_unknown(line) for line in unknown_parts(found)]
    if not lines:
        return []
    rows: list[Sequence[Value]] = [
        [each.line.code, each.line.text, each.line.method, each.full, "、".join(each.line.units)]
        for each in lines[:MOST_UNKNOWN]
    ]
    header = [_("编号"), _("测评标准"), _("测评方法"), _("分值"), _("责任单位")]
    words = _("待测的共%(count)d项，不算得分也不算失分；列出分值最大的%(shown)d项。")
    table = Table(header=header, rows=rows, widths=[1.2, 4, 1.6, 1, 2.6], figures=[3])
    return [Heading(_("四、待测部分")), Paragraph(words % {"count": len(lines), "shown": len(rows)}), table]
