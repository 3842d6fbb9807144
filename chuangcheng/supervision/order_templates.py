"""督办单 by the office's own template: its tags, what they stand for, and the product's own template."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chuangcheng.core.access import Actor
from chuangcheng.core.documents.office_templates import (
    Tag,
    TemplateKind,
    example_data,
    office_template,
    template_kinds,
)
from chuangcheng.core.documents.paper import Block, Blocks, Heading, Masthead, Paper, Paragraph
from chuangcheng.core.documents.pdf import write_pdf
from chuangcheng.core.documents.steady import steady
from chuangcheng.core.documents.word import write_word
from chuangcheng.core.documents.word_templates import fill_word
from chuangcheng.core.times import now
from chuangcheng.supervision.escalation_access import CHANGE_PAPERS, VIEW_ESCALATIONS
from chuangcheng.supervision.models import OrderEvent, SupervisionOrder
from chuangcheng.supervision.order_access import visible_orders
from chuangcheng.supervision.order_papers import (
    answer_blocks,
    case_table,
    day_words,
    due_words,
    order_paper,
    receipt_words,
)
from chuangcheng.supervision.queries.orders import cases_of_order, story_of

if TYPE_CHECKING:
    from chuangcheng.cases.models import Case

KIND = "supervision_order"


def fill() -> None:
    """Called once, when the application is ready."""
    label = gettext_lazy("督办单")
    writing = (order_tags, default_order_template, _trial)
    template_kinds.fill(KIND, TemplateKind(KIND, label, "docx", KIND, *writing, permission=CHANGE_PAPERS))


def order_has_own_template(order: SupervisionOrder) -> bool:
    """True when its Word paper is by the office's own template. One query."""
    return office_template(KIND, order.issued_at or now()) is not None


def order_word(order: SupervisionOrder, cases: Sequence[Case], events: Sequence[OrderEvent]) -> bytes:
    """The order as Word, by the template in force when it was issued; a draft by the one in force now."""
    template = office_template(KIND, order.issued_at or now())
    if template is None:
        return steady(write_word(order_paper(order, cases, events)))
    with translation.override(settings.LANGUAGE_CODE):
        return steady(fill_word(template=template, data=_data(order, cases, events)))


def write_order(order: SupervisionOrder, cases: Sequence[Case], events: Sequence[OrderEvent], kind: str) -> bytes:
    """The order as `docx`, or as `pdf`, which is always in the product's own layout."""
    if kind == "docx":
        return order_word(order, cases, events)
    return write_pdf(order_paper(order, cases, events))


def order_tags() -> list[Tag]:
    """The tags of an order in the order in which the paper has them."""
    return [
        Tag("编号", _("督办单编号，签发前空着"), "督办〔2026〕12号"),
        Tag("督办单位", _("发出督办单的单位"), "区政府督查室"),
        Tag("被督办单位", _("收到督办单的单位"), "区城管局"),
        Tag("事由", _("督办事由"), "东关路占道经营反复超期"),
        Tag("依据", _("督办依据"), "《督办办法》第六条"),
        Tag("要求", _("督办要求"), "限期清理并落实长效管理。"),
        Tag("反馈期限", _("请于哪天前书面反馈"), "请于2026年10月12日下班前书面反馈。"),
        Tag("日期", _("签发日期，签发前空着"), "2026年10月8日"),
        Tag("签发人", _("签发人姓名，签发前空着"), "张三"),
        Tag("签收", _("签收人和签收时间"), "签收人：李四　　签收时间：2026-10-08 15:20"),
        Tag("问题表", _("所督办问题的表，没有问题时不印"), "（表）", is_alone=True),
        Tag("办理情况", _("反馈、退回、办结的经过，没有时不印"), "（表）", is_alone=True),
    ]


def default_order_template() -> bytes:
    """The product's own, to be edited."""
    blocks: list[Block] = [
        Paragraph("{{ 被督办单位 }}：", "flush"),
        Heading("一、督办事由"),
        Paragraph("{{ 事由 }}"),
        Heading("二、督办依据"),
        Paragraph("{{ 依据 }}"),
        Heading("三、督办要求"),
        Paragraph("{{ 要求 }}{{ 反馈期限 }}"),
        Paragraph("{{ 问题表 }}", "flush"),
        Paragraph("{{ 督办单位 }}\n{{ 日期 }}", "right"),
        Paragraph("签发人：{{ 签发人 }}"),
        Paragraph("{{ 签收 }}"),
        Paragraph("{{ 办理情况 }}", "flush"),
    ]
    head = Masthead("{{ 督办单位 }}", "{{ 编号 }}", "", "{{ 日期 }}")
    return steady(write_word(Paper("督办单", blocks, masthead=head)))


def _data(order: SupervisionOrder, cases: Sequence[Case], events: Sequence[OrderEvent]) -> dict[str, Any]:
    return {
        "编号": order.number or _("（未签发）"),
        "督办单位": order.office_name,
        "被督办单位": order.unit.name,
        "事由": order.title,
        "依据": order.grounds,
        "要求": order.requirement,
        "反馈期限": due_words(order),
        "日期": day_words(order),
        "签发人": order.issued_by_name,
        "签收": receipt_words(order),
        "问题表": Blocks([case_table(cases)] if cases else []),
        "办理情况": Blocks(answer_blocks(events)),
    }


def _trial(actor: Actor, content: bytes) -> bytes:
    order = (
        visible_orders(actor).select_related("unit").order_by("-pk").first() if actor.may(VIEW_ESCALATIONS) else None
    )
    data = example_data(order_tags()) if order is None else _data(order, cases_of_order(order), story_of(order))
    return fill_word(template=content, data=data)
