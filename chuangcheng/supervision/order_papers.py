"""A supervision order as Word and PDF, and the list of orders as Excel."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from chuangcheng.core.documents.days import long_day
from chuangcheng.core.documents.excel import Column, write_table
from chuangcheng.core.documents.media_types import DOCX, PDF
from chuangcheng.core.documents.paper import Block, Heading, Masthead, Paper, Paragraph, Table
from chuangcheng.core.documents.values import Value
from chuangcheng.core.times import SHANGHAI, local_date, today
from chuangcheng.supervision.models import OrderEvent, SupervisionOrder
from chuangcheng.supervision.order_wording import state_of

if TYPE_CHECKING:
    from chuangcheng.cases.models import Case


MEDIA_TYPES = {
    "docx": DOCX,
    "pdf": PDF,
}


def order_paper(order: SupervisionOrder, cases: Sequence[Case], events: Sequence[OrderEvent]) -> Paper:
    """The order as an office files it: head, to whom, why, what, by when, the cases, receipt and answer."""
    blocks: list[Block] = [
        Paragraph(_("%(unit)s：") % {"unit": order.unit.name}, "flush"),
        Heading(_("一、督办事由")),
        Paragraph(order.title),
        Heading(_("二、督办依据")),
        Paragraph(order.grounds),
        Heading(_("三、督办要求")),
        Paragraph(f"{order.requirement}{due_words(order)}"),
    ]
    if cases:
        blocks.append(case_table(cases))
    blocks += [
        Paragraph(order.office_name, "right"),
        Paragraph(day_words(order), "right"),
        Paragraph(_("签发人：%(name)s") % {"name": order.issued_by_name or "　　　　　　"}),
        Paragraph(receipt_words(order)),
        *answer_blocks(events),
    ]
    head = Masthead(order.office_name, order.number or _("（未签发）"), "", day_words(order))
    return Paper(title=_("督办单"), blocks=blocks, masthead=head)


def file_name(order: SupervisionOrder, kind: str) -> str:
    """ "督办单-督办〔2026〕12号-区城管局.docx"."""
    return f"{_('督办单')}-{order.number or order.title}-{order.unit.name}.{kind}"


def orders_workbook(orders: Iterable[SupervisionOrder]) -> tuple[str, bytes]:
    """Name and content. `orders`: with `case_count`."""
    columns = [
        Column(_("编号"), width=20),
        Column(_("被督办单位"), width=26),
        Column(_("事由"), width=40),
        Column(_("问题数"), "number"),
        Column(_("状态"), "centred", width=12),
        Column(_("签发时间"), "moment"),
        Column(_("签发人"), width=12),
        Column(_("签收时间"), "moment"),
        Column(_("签收人"), width=12),
        Column(_("反馈期限"), "moment"),
        Column(_("反馈时间"), "moment"),
        Column(_("办结或撤销时间"), "moment"),
    ]
    name = _("督办单台账")
    rows = [_line(order) for order in orders]
    return f"{name}-{today()}.xlsx", write_table(name=name, columns=columns, rows=rows, title=name)


def _line(order: SupervisionOrder) -> tuple[Value, ...]:
    return (
        order.number,
        order.unit.name,
        order.title,
        getattr(order, "case_count", 0),
        state_of(order)[1],
        order.issued_at,
        order.issued_by_name,
        order.signed_at,
        order.signed_by_name,
        order.due_at,
        order.answered_at,
        order.closed_at,
    )


def case_table(cases: Sequence[Case]) -> Table:
    """The cases of an order."""
    head = [_("序号"), _("问题编号"), _("地点"), _("问题"), _("整改期限"), _("状态")]
    rows = [
        [str(at), case.number, case.place, case.told, _moment(case), case.get_state_display()]
        for at, case in enumerate(cases, start=1)
    ]
    return Table(head, rows, [0.95, 2.2, 2.2, 3.2, 2.2, 1.3])


def _moment(case: Case) -> str:
    return f"{case.due_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if case.due_at else ""


def due_words(order: SupervisionOrder) -> str:
    """By when it is to be answered, in a sentence."""
    if order.due_at is None:
        return _("请于签发后%(days)s个工作日内书面反馈。") % {"days": order.answer_days}
    due = order.due_at.astimezone(SHANGHAI)
    facts = {"year": due.year, "month": due.month, "day": due.day}
    return _("请于%(year)s年%(month)s月%(day)s日下班前书面反馈。") % facts


def day_words(order: SupervisionOrder) -> str:
    """The day of issue; room for it before."""
    if order.issued_at is None:
        return _("　　　　年　　月　　日")
    return long_day(local_date(order.issued_at))


def receipt_words(order: SupervisionOrder) -> str:
    """Who signed for it and when; room for it before."""
    if order.signed_at is None:
        return _("签收人：　　　　　　签收时间：　　　年　　月　　日")
    words = {"name": order.signed_by_name, "at": f"{order.signed_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"}
    return _("签收人：%(name)s　　签收时间：%(at)s") % words


def answer_blocks(events: Sequence[OrderEvent]) -> list[Block]:
    """How it was answered, returned, closed; nothing before."""
    told = [event for event in events if event.move in {"answer", "return", "close", "withdraw"}]
    if not told:
        return []
    rows = [
        [
            f"{event.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
            event.get_move_display(),
            event.actor_name,
            event.text,
        ]
        for event in told
    ]
    return [Heading(_("四、办理情况")), Table([_("时间"), _("环节"), _("办理人"), _("内容")], rows, [2, 1, 1.4, 5])]
