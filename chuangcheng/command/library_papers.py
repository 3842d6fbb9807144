"""The parts of a collection, and what became of the sentences in it that set work, as Excel."""

from __future__ import annotations

import io
from collections.abc import Iterator

from django.utils.translation import gettext as _

from chuangcheng.command.models import Collection
from chuangcheng.command.queries.library import parts_of
from chuangcheng.command.queries.work import answers_of_collection
from chuangcheng.core.access import Actor
from chuangcheng.core.documents.excel import Column, Table, write_workbook
from chuangcheng.core.documents.values import Value


def collection_workbook(*, actor: Actor, found: Collection) -> tuple[str, bytes]:
    """Name and content: a sheet of the parts in their order, one of the sentences that were answered, if any. Three
    queries; a task that the actor may not see is not numbered."""
    columns = [
        Column(_("序号"), "number", width=7),
        Column(_("标题"), width=46),
        Column(_("类别"), "centred", width=10),
        Column(_("讲话人"), width=14),
        Column(_("来源"), width=30),
        Column(_("日期"), "date", width=12),
        Column(_("字数"), "number", width=10),
    ]
    parts = [
        (at, row.title, row.get_kind_display(), row.speaker, row.source, row.dated_on, getattr(row, "letters", 0))
        for at, row in enumerate(parts_of(found), start=1)
    ]
    title = found.title
    tables = [Table(_("篇目"), columns, parts, title=title)]
    if answers := list(_answers(actor, found)):
        heads = [
            Column(_("原文"), width=60),
            Column(_("出自"), width=34),
            Column(_("任务编号"), width=18),
            Column(_("不交办的理由"), width=30),
            Column(_("处理时间"), "moment"),
        ]
        tables.append(Table(_("任务语句"), heads, answers, title=title))
    stream = io.BytesIO()
    write_workbook(target=stream, tables=tables)
    return _("%(title)s-篇目.xlsx") % {"title": title}, stream.getvalue()


def _answers(actor: Actor, found: Collection) -> Iterator[tuple[Value, ...]]:
    for answer, number in answers_of_collection(actor=actor, collection=found):
        yield answer.quotation, answer.document.title, number, answer.reason, answer.answered_at
