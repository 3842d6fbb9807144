"""问责文书 and 表彰文书 by the office's own templates: tags, what they stand for, and the product's own template."""

from __future__ import annotations

from typing import Any

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
from chuangcheng.supervision.accountability_access import VIEW_MATTERS, visible_matters
from chuangcheng.supervision.accountability_papers import (
    appeal_words,
    decided_day,
    decided_words,
    decision_paper,
    finding_paragraphs,
    term_words,
    title_of,
)
from chuangcheng.supervision.escalation_access import CHANGE_PAPERS
from chuangcheng.supervision.models import Matter

BLAME_KIND, PRAISE_KIND = "accountability_letter", "commendation_letter"


def fill() -> None:
    """Called once, when the application is ready."""
    for code, label, trial in (
        (BLAME_KIND, gettext_lazy("问责文书"), _try_blame),
        (PRAISE_KIND, gettext_lazy("表彰文书"), _try_praise),
    ):
        writing = (letter_tags, default_letter_template, trial)
        template_kinds.fill(code, TemplateKind(code, label, "docx", code, *writing, permission=CHANGE_PAPERS))


def write_decision(matter: Matter, kind: str) -> bytes:
    """The decision as `docx`, by the template in force when it was made, or as `pdf`, always in the own layout;
    in the language of the office."""
    template = office_template(_kind_of(matter), matter.decided_at or now())
    with translation.override(settings.LANGUAGE_CODE):
        if kind == "pdf":
            return write_pdf(decision_paper(matter))
        if template is None:
            return steady(write_word(decision_paper(matter)))
        return steady(fill_word(template=template, data=_data(matter)))


def letter_has_own_template(matter: Matter) -> bool:
    """True when its Word paper is by the office's own template. One query."""
    return office_template(_kind_of(matter), matter.decided_at or now()) is not None


def letter_tags() -> list[Tag]:
    """The tags of a letter in the order in which the paper has them."""
    return [
        Tag("发文单位", _("作出决定的单位"), "创建全国文明城市工作领导小组办公室"),
        Tag("编号", _("文书编号"), "创督问〔2026〕12号"),
        Tag("标题", _("情形和文书名称"), "行动迟缓约谈通知书"),
        Tag("单位", _("收到文书的单位"), "区城管局"),
        Tag("事实", _("认定的事实或主要事迹"), "10月有6件问题超期办理。"),
        Tag("依据", _("从记录中数出的依据，每条一段"), "超期办理、超时签收：6件，占10件的60%。", is_alone=True),
        Tag("决定", _("对谁采取什么措施"), "经研究，决定约谈张三同志（区城管局局长）。"),
        Tag("要求", _("要求和期限，没有时空着"), "请于2026年10月12日到场接受约谈。"),
        Tag("申诉", _("怎样申诉，奖励的空着"), "对本决定不服的，可以在2026年10月26日零时前提出申诉。"),
        Tag("日期", _("决定的日期"), "2026年10月8日"),
    ]


def default_letter_template() -> bytes:
    """The product's own, to be edited."""
    blocks: list[Block] = [
        Paragraph("{{ 单位 }}：", "flush"),
        Heading("一、事实"),
        Paragraph("{{ 事实 }}"),
        Paragraph("{{ 依据 }}"),
        Heading("二、决定"),
        Paragraph("{{ 决定 }}"),
        Paragraph("{{ 要求 }}"),
        Paragraph("{{ 申诉 }}"),
        Paragraph("{{ 发文单位 }}\n{{ 日期 }}", "right"),
    ]
    head = Masthead("{{ 发文单位 }}", "{{ 编号 }}", "", "{{ 日期 }}")
    return steady(write_word(Paper("{{ 标题 }}", blocks, masthead=head)))


def _kind_of(matter: Matter) -> str:
    return PRAISE_KIND if matter.is_praise else BLAME_KIND


def _data(matter: Matter) -> dict[str, Any]:
    return {
        "发文单位": matter.office_name,
        "编号": matter.number,
        "标题": title_of(matter),
        "单位": matter.unit.name,
        "事实": matter.facts,
        "依据": Blocks(finding_paragraphs(matter)),
        "决定": decided_words(matter),
        "要求": f"{matter.requirement}{term_words(matter)}",
        "申诉": appeal_words(matter),
        "日期": decided_day(matter),
    }


def _try_blame(actor: Actor, content: bytes) -> bytes:
    return _trial(actor, content, is_praise=False)


def _try_praise(actor: Actor, content: bytes) -> bytes:
    return _trial(actor, content, is_praise=True)


def _trial(actor: Actor, content: bytes, *, is_praise: bool) -> bytes:
    """The last letter that the actor sees, or examples."""
    found = None
    if actor.may(VIEW_MATTERS):
        rows = visible_matters(actor).filter(is_praise=is_praise, serial__isnull=False)
        found = rows.select_related("unit").order_by("-pk").first()
    return fill_word(template=content, data=example_data(letter_tags()) if found is None else _data(found))
