"""考核办法 by the office's own template: tags, what they stand for, the product's own template, a trial."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.documents.days import long_day
from chuangcheng.core.documents.office_templates import (
    Tag,
    TemplateKind,
    example_data,
    office_template,
    template_kinds,
)
from chuangcheng.core.documents.paper import Block, Blocks, Heading, Paper, Paragraph
from chuangcheng.core.documents.steady import steady
from chuangcheng.core.documents.word import write_word
from chuangcheng.core.documents.word_templates import fill_word
from chuangcheng.core.times import now, today
from chuangcheng.supervision.appraisal_access import VIEW
from chuangcheng.supervision.appraisal_wording import line_words
from chuangcheng.supervision.models import FormulaVersion
from chuangcheng.supervision.rules_papers import (
    Rules,
    board_paragraphs,
    line_paragraphs,
    objection_paragraphs,
    place_words,
    rules_of,
    rules_paper,
    source_paragraphs,
    start_words,
)

KIND = "appraisal_rules"


def fill() -> None:
    """Called once, when the application is ready."""
    label = gettext_lazy("考核办法")
    template_kinds.fill(KIND, TemplateKind(KIND, label, "docx", KIND, rules_tags, default_rules_template, _trial))


def write_rules(*, actor: Actor, version: FormulaVersion) -> bytes:
    """The rules as `docx`, by the template in force now, in the language of the office. Reading it is kept."""
    rules, template = rules_of(version, day=max(version.valid_from, today())), office_template(KIND, now())
    audit.record(actor=actor, action="supervision.print_rules", subject=version.formula)
    with translation.override(settings.LANGUAGE_CODE):
        if template is None:
            return steady(write_word(rules_paper(rules)))
        return steady(fill_word(template=template, data=_data(rules)))


def rules_tags() -> list[Tag]:
    """The tags in the order in which the paper has them."""
    line = {"序号": "1", "名称": "按期结案率", "办法": "按期结案率达到95%得40分，每低1个百分点扣1分"}
    return [
        Tag("名称", _("考核办法的名称"), "街道（镇）月度考核办法"),
        Tag("考核对象", _("每个榜单考核谁，每榜一段"), "街道榜：考核街道、乡镇。", is_alone=True),
        Tag("起计", _("从多少分起计，最低和最高"), "每期从100分起计。各项如下："),
        Tag("计分", _("计分的各项，每项一段"), "1．按期结案率：……。", is_alone=True),
        Tag("名次", _("名次怎样排"), "得分相同的，名次并列。"),
        Tag("异议", _("公示几天、怎样提出异议"), "公示后3个工作日内可以提出异议。", is_alone=True),
        Tag("施行日期", _("从哪天起施行"), "2026年1月1日"),
        Tag("来源", _("办法的来源和本系统的选择"), "来源：……", is_alone=True),
        Tag("计分项", _("计分的各项，用循环写自己的表"), "", fields=line),
    ]


def default_rules_template() -> bytes:
    """The product's own, to be edited."""
    blocks: list[Block] = [
        Heading("一、考核对象"),
        Paragraph("{{ 考核对象 }}"),
        Heading("二、计分办法"),
        Paragraph("{{ 起计 }}"),
        Paragraph("{{ 计分 }}"),
        Heading("三、名次"),
        Paragraph("{{ 名次 }}"),
        Heading("四、公示和异议"),
        Paragraph("{{ 异议 }}"),
        Heading("五、施行"),
        Paragraph("本办法自{{ 施行日期 }}起施行。"),
        Paragraph("{{ 来源 }}"),
    ]
    return steady(write_word(Paper("{{ 名称 }}", blocks)))


def _data(rules: Rules) -> dict[str, Any]:
    return {
        "名称": rules.name,
        "考核对象": Blocks(board_paragraphs(rules)),
        "起计": start_words(rules),
        "计分": Blocks(line_paragraphs(rules)),
        "名次": place_words(),
        "异议": Blocks(objection_paragraphs(rules)),
        "施行日期": long_day(rules.valid_from),
        "来源": Blocks(source_paragraphs(rules)),
        "计分项": [
            {"序号": str(place), "名称": line.name, "办法": line_words(line)}
            for place, line in enumerate(rules.formula.lines, start=1)
        ],
    }


def _trial(actor: Actor, content: bytes) -> bytes:
    """The newest formula that the actor may read, or examples."""
    found = FormulaVersion.objects.select_related("formula").first() if actor.may(VIEW) else None
    data = example_data(rules_tags()) if found is None else _data(rules_of(found, day=today()))
    return fill_word(template=content, data=data)
