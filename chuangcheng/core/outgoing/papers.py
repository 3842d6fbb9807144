"""发送情况 as Excel."""

from __future__ import annotations

from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.core.documents.excel import Column, write_table
from chuangcheng.core.documents.values import Value
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.models import OutgoingMessage
from chuangcheng.core.outgoing.letters import shown_error, shown_title
from chuangcheng.core.outgoing.records import Wanted, messages_for
from chuangcheng.core.times import today

MOST_ROWS = 20_000  # our choice


def messages_workbook(*, actor: Actor, wanted: Wanted) -> tuple[str, bytes]:
    """Name and content of the list as it is filtered. Raises InvalidInput when it is too long. Two queries."""
    rows = messages_for(actor, wanted)
    found = list(rows[: MOST_ROWS + 1])
    if len(found) > MOST_ROWS:
        raise InvalidInput(_("符合条件的消息超过%(most)s条，请先按日期、渠道或状态筛选。") % {"most": f"{MOST_ROWS:,}"})
    columns = [
        Column(_("消息"), width=50),
        Column(_("收信人"), width=14),
        Column(_("渠道"), width=18),
        Column(_("写入时间"), "moment"),
        Column(_("最早发送时间"), "moment"),
        Column(_("结束时间"), "moment"),
        Column(_("状态"), "centred", width=12),
        Column(_("试发次数"), "number"),
        Column(_("原因"), width=44),
    ]
    name = _("消息发送情况")
    return f"{name}-{today()}.xlsx", write_table(
        name=name, columns=columns, rows=[_line(row) for row in found], title=name
    )


def _line(row: OutgoingMessage) -> tuple[Value, ...]:
    return (
        shown_title(row),
        str(row.recipient) if row.recipient is not None else _("群"),
        row.channel.name,
        row.created_at,
        row.due_at,
        row.ended_at,
        row.get_state_display(),
        row.tries,
        shown_error(row),
    )
