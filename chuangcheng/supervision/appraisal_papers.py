"""A board as Excel."""

from __future__ import annotations

from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.core.documents.excel import Column, write_table
from chuangcheng.core.documents.values import Value
from chuangcheng.supervision.appraisal_wording import LISTED_WORDS, NOT_RANKED_WORDS, RATE_WORDS, span_words
from chuangcheng.supervision.models import Result, Run
from chuangcheng.supervision.queries.appraisals.runs import board_page, span_of


def board_workbook(*, actor: Actor, run: Run) -> tuple[str, bytes]:
    """Name and content: the rows that the actor sees, each line of the formula a column."""
    found = board_page(actor=actor, run=run)
    rate = str(RATE_WORDS[run.board_version.rate])
    columns = [
        Column(_("名次"), "centred", width=8),
        Column(_("单位"), width=26),
        Column(_("得分"), "decimal", width=10),
        *(Column(line.name, "decimal", width=12) for line in found.lines),
        Column(_("封顶或保底"), "decimal", width=10),
        Column(_("工作量（个）"), "number", width=10),
        Column(rate, "percent", width=10),
        Column(_("计数（个）"), "number", width=10),
        Column(_("可能低至"), "percent", width=10),
        Column(_("可能高至"), "percent", width=10),
        Column(_("向均值收缩后"), "percent", width=12),
        Column(_("红黑榜"), "centred", width=8),
        Column(_("不参加排名的原因"), width=26),
    ]
    lines = [_line(row.result) for row in found.rows]
    title = _("%(board)s%(period)s考核") % {"board": run.board.name, "period": span_words(span_of(run))}
    return f"{title}.xlsx", write_table(name=_("考核排名"), columns=columns, rows=lines, title=title)


def _line(result: Result) -> tuple[Value, ...]:
    listed = LISTED_WORDS.get(result.listed)
    return (
        result.place,
        result.name,
        result.points,
        *(float(line["points"]) for line in result.lines),
        result.bound,
        result.workload,
        result.rate,
        result.counted,
        result.low,
        result.high,
        result.shrunken,
        str(listed[1]) if listed else "",
        str(NOT_RANKED_WORDS.get(result.not_ranked, "")),
    )
