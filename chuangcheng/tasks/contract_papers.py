"""目标责任书: what a unit undertakes towards the office, filled from its tasks and the settings in force.

The words are our choice; the office puts its own in the template.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
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
from chuangcheng.core.documents.paper import Block, Blocks, Heading, Paper, Paragraph, Table
from chuangcheng.core.documents.steady import steady
from chuangcheng.core.documents.word import write_word
from chuangcheng.core.documents.word_templates import fill_word
from chuangcheng.core.times import now
from chuangcheng.tasks.models import Task
from chuangcheng.tasks.queries.contracts import Contract, contract_of, example_contract
from chuangcheng.tasks.wording import target_words

KIND = "contract"
WIDTHS = (7, 25, 8, 29, 16, 15)  # shares of the line
FIELDS = ("序号", "任务", "标准", "目标", "完成时限", "佐证")  # of a line in a loop, in whatever language
SEAL, LINE = "\n\n\n", "\n"  # room to seal and to sign


def fill() -> None:
    """Called once, when the application is ready."""
    label = gettext_lazy("目标责任书")
    template_kinds.fill(KIND, TemplateKind(KIND, label, "docx", KIND, contract_tags, default_contract_template, _trial))


def write_contract(*, actor: Actor, unit_id: int, day: date) -> tuple[str, bytes]:
    """Name and `docx` of the contract with a unit as things stand on a day, by the template in force now.

    NotFound for a unit that is not there; InvalidInput for one without open tasks of which the actor sees any.
    """
    contract, template = contract_of(actor=actor, unit_id=unit_id, day=day), office_template(KIND, now())
    audit.record(actor=actor, action="tasks.print_contract", detail={"unit": unit_id, "lines": len(contract.tasks)})
    with translation.override(settings.LANGUAGE_CODE):
        name = f"{contract.unit}-{_('目标责任书')}-{day}.docx"
        if template is None:
            return name, steady(write_word(contract_paper(contract)))
        return name, steady(fill_word(template=template, data=_data(contract)))


def contract_paper(contract: Contract) -> Paper:
    """The contract in five parts, and where both sign."""
    blocks: list[Block] = [
        Paragraph(_("甲方：%(office)s") % {"office": contract.office}, "flush"),
        Paragraph(_("乙方：%(unit)s") % {"unit": contract.unit}, "flush"),
        Paragraph(_("为落实文明城市创建工作责任，甲乙双方签订本责任书。")),
        Heading(_("一、责任期限")),
        Paragraph(term_words(contract)),
        Heading(_("二、责任事项")),
        Paragraph(_("乙方承担下列%(count)s项任务，按期完成并提供佐证：") % {"count": len(contract.tasks)}),
        task_table(contract.tasks),
        Heading(_("三、责任要求")),
        *duty_paragraphs(contract),
        Heading(_("四、考核和奖惩")),
        *appraisal_paragraphs(contract),
        Heading(_("五、其他")),
        Paragraph(_("本责任书一式两份，双方各执一份，自签字之日起生效。任务有调整的，以任务台账的记载为准。")),
        sign_table(contract),
    ]
    return Paper(title=_("文明城市创建工作目标责任书"), blocks=blocks)


def contract_tags() -> list[Tag]:
    """The tags of a contract in the order in which the paper has them."""
    line = dict(zip(FIELDS, ("1", "新建改建公厕", "1.1", "由3座到15座", "2026-10-08", "照片"), strict=True))
    return [
        Tag("甲方", _("交办任务的一方"), "创建文明城市工作领导小组"),
        Tag("乙方", _("承担任务的单位"), "区城管局"),
        Tag("第一责任人", _("乙方的第一责任人，没有登记时空着"), "张三"),
        Tag("期限", _("从哪天到哪天"), "自2026年1月1日至2026年12月31日。"),
        Tag("任务数", _("几项任务"), "12"),
        Tag("任务表", _("全部任务的表"), "（表）", is_alone=True),
        Tag("要求", _("第一责任人、延期、核验，每条一段"), "（一）……", is_alone=True),
        Tag("考核", _("按哪个办法、在哪个榜单考核，每条一段"), "按《街道（镇）月度考核办法》考核。", is_alone=True),
        Tag("签字", _("双方盖章、签字、日期的表"), "（表）", is_alone=True),
        Tag("任务", _("全部任务，用循环写自己的表"), "", fields=line),
    ]


def default_contract_template() -> bytes:
    """The product's own, to be edited."""
    blocks: list[Block] = [
        Paragraph("甲方：{{ 甲方 }}", "flush"),
        Paragraph("乙方：{{ 乙方 }}", "flush"),
        Paragraph("为落实文明城市创建工作责任，甲乙双方签订本责任书。"),
        Heading("一、责任期限"),
        Paragraph("{{ 期限 }}"),
        Heading("二、责任事项"),
        Paragraph("乙方承担下列{{ 任务数 }}项任务，按期完成并提供佐证："),
        Paragraph("{{ 任务表 }}"),
        Heading("三、责任要求"),
        Paragraph("{{ 要求 }}"),
        Heading("四、考核和奖惩"),
        Paragraph("{{ 考核 }}"),
        Heading("五、其他"),
        Paragraph("本责任书一式两份，双方各执一份，自签字之日起生效。任务有调整的，以任务台账的记载为准。"),
        Paragraph("{{ 签字 }}"),
    ]
    return steady(write_word(Paper("文明城市创建工作目标责任书", blocks)))


def term_words(contract: Contract) -> str:
    """From the day of the paper to the last day of its last task."""
    return _("自%(first)s至%(last)s。") % {"first": long_day(contract.first_on), "last": long_day(contract.last_on)}


def task_table(tasks: Sequence[Task]) -> Table:
    """Every task in a line."""
    return Table(_columns(), [tuple(_cells(place, task)) for place, task in enumerate(tasks, start=1)], WIDTHS)


def duty_paragraphs(contract: Contract) -> list[Block]:
    """Who answers, what if a day cannot be met, how a task ends: as the product runs tasks."""
    who = _("（一）乙方主要负责人%(head)s为第一责任人，对责任事项负总责。") % {"head": contract.head}
    late = _("（二）不能按期完成的，乙方应当在时限以前书面说明原因，由甲方决定是否调整。")
    end = _("（三）每项任务完成后由甲方核验，核验通过的销号，未通过的继续办理。报完成的人不能自己核验。")
    return [Paragraph(words) for words in (who, late, end)]


def appraisal_paragraphs(contract: Contract) -> list[Block]:
    """By which rules the unit is appraised; without any, by those that will be published."""
    terms = contract.terms or [_("按甲方公布的考核办法考核，奖惩按有关规定执行。")]
    return [Paragraph(words) for words in terms]


def sign_table(contract: Contract) -> Table:
    """Both sides, side by side."""
    sealed = (f"{contract.office}{SEAL}", f"{contract.unit}{SEAL}")
    lines = sealed, (f"{_('负责人签字：')}{LINE}",) * 2, (_("　　　　年　　月　　日"),) * 2
    return Table([_("甲方（盖章）"), _("乙方（盖章）")], lines)


def _columns() -> list[str]:
    return [_("序号"), _("任务"), _("标准"), _("目标"), _("完成时限"), _("佐证")]


def _cells(place: int, task: Task) -> list[str]:
    code = task.standard.code if task.standard is not None else ""
    return [str(place), task.title, code, target_words(task), task.due_on.isoformat(), task.proof]


def _data(contract: Contract) -> dict[str, Any]:
    return {
        "甲方": contract.office,
        "乙方": contract.unit,
        "第一责任人": contract.head,
        "期限": term_words(contract),
        "任务数": str(len(contract.tasks)),
        "任务表": Blocks([task_table(contract.tasks)]),
        "要求": Blocks(duty_paragraphs(contract)),
        "考核": Blocks(appraisal_paragraphs(contract)),
        "签字": Blocks([sign_table(contract)]),
        "任务": [
            dict(zip(FIELDS, _cells(place, task), strict=True)) for place, task in enumerate(contract.tasks, start=1)
        ],
    }


def _trial(actor: Actor, content: bytes) -> bytes:
    """The contract with the unit of the newest task that the actor sees, or examples."""
    found = example_contract(actor)
    return fill_word(template=content, data=example_data(contract_tags()) if found is None else _data(found))
