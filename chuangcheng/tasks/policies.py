"""Settings of tasks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.dated_settings import DatedSetting, between, register, words
from chuangcheng.core.times import today
from chuangcheng.tasks.tags import MOST_LETTERS, read_tags

LONGEST_OFFICE = 60  # characters: our choice
MOST_NAMES = 50  # of other programmes: our choice

USUAL_DAYS = register(
    DatedSetting(
        key="tasks.usual_days",
        label=_("没有填写工期的任务按几个工作日排"),
        default=10,
        parse=between(0, 500),
        help=_("倒排工期时，没有填写工期的任务按这个工期计算。"),
        source=_("本系统的选择"),
    )
)
AT_ONCE = register(
    DatedSetting(
        key="tasks.at_once",
        label=_("一个单位最多同时推进几项任务"),
        default=0,
        parse=between(0, 100),
        help=_("倒排工期时，每个单位同时推进的任务不超过这个数；0为不限。"),
        source=_("本系统的选择"),
    )
)
CONTRACT_OFFICE = register(
    DatedSetting(
        key="tasks.contract_office",
        label=_("目标责任书的甲方"),
        default="创建文明城市工作领导小组",
        parse=words(LONGEST_OFFICE),
        help=_("印在责任书的抬头和签字处。"),
        source=_("本系统的选择"),
    )
)


def names_of_programmes(value: Any) -> list[str]:
    """The names in the order of the office, each once; raises ValueError for anything that cannot stand on a task."""
    if not isinstance(value, list) or len(value) > MOST_NAMES or not all(isinstance(name, str) for name in value):
        raise ValueError(gettext("应为名称的列表，不超过%(most)s项") % {"most": MOST_NAMES})
    names = list(dict.fromkeys(" ".join(name.split()) for name in value if name.strip()))
    for name in names:
        if len(name) > MOST_LETTERS or read_tags(name) != (name,) or not name.isprintable():
            sentence = gettext("“%(name)s”不能用：名称不超过%(most)s个字，不含顿号、逗号和分号")
            raise ValueError(sentence % {"name": name[:MOST_LETTERS], "most": MOST_LETTERS})
    return names


TAGS: DatedSetting[list[str]] = register(
    DatedSetting(
        key="tasks.tags",
        label=_("兼顾工作：任务还可以服务于哪些工作"),
        default=["乡村振兴", "基层减负", "城市更新", "生态环保", "平安建设"],
        parse=names_of_programmes,
        help=_("创建以外、同一项任务也能服务的工作。去掉一个名称，已标注的任务不变，只是不能再标注。"),
        source=_("本系统的选择"),
    )
)


@dataclass(frozen=True, slots=True)
class Template:
    """What a task of a standard that is assessed by this method begins with."""

    method: str
    days: int | None  # working days
    proof: str
    measures: str


def templates_in(value: Any) -> list[str]:
    """The lines as they are kept; raises ValueError for one that `read_template` does not understand."""
    if not isinstance(value, list) or len(value) > MOST_NAMES or not all(isinstance(line, str) for line in value):
        raise ValueError(gettext("应为模板的列表，不超过%(most)s行") % {"most": MOST_NAMES})
    lines = [" ".join(line.split()) for line in value if line.strip()]
    for line in lines:
        if read_template(line) is None or not line.isprintable():
            sentence = gettext("“%(line)s”不能用：写成“测评方法：工期；佐证；工作措施”，工期是0到500的整数，可以空着")
            raise ValueError(sentence % {"line": line[:40]})
    return lines


def read_template(line: str) -> Template | None:
    """A line of the setting; None when it is none."""
    found = TEMPLATE.fullmatch(line)
    if found is None or len(found["proof"]) > MOST_PROOF or len(found["measures"]) > MOST_MEASURES:
        return None
    days = int(found["days"]) if found["days"] else None
    if days is not None and days > MOST_DAYS:
        return None
    return Template(found["method"].strip(), days, found["proof"].strip(), found["measures"].strip())


TEMPLATE = re.compile(
    r"(?P<method>[^：:；;]{1,40})[：:]\s*(?P<days>\d{0,3})\s*[；;](?P<proof>[^；;]*)[；;](?P<measures>.*)"
)
MOST_DAYS, MOST_PROOF, MOST_MEASURES = 500, 300, 1000
TEMPLATES: DatedSetting[list[str]] = register(
    DatedSetting(
        key="tasks.templates",
        label=_("任务模板：按测评方法先填什么"),
        default=[
            "实地考察：20；整改前后照片；逐个点位自查，列出问题清单，限时整改",
            "材料审核：15；正式文件和总结；按材料要求收集整理，核对后提交",
            "网上申报：15；正式文件、数据和照片；按材料要求收集整理，核对后提交",
            "问卷调查：30；宣传活动照片和记录；入户宣传，请群众评价",
        ],
        parse=templates_in,
        help=_(
            "按标准分解时先填好的内容，逐行可以改。每行写“测评方法：工期；佐证；工作措施”，标准写了材料要求的，佐证按材料要求。"
        ),
        source=_("本系统的选择"),
    )
)


def templates_today() -> dict[str, Template]:
    """method → what its tasks begin with."""
    found = [template for line in TEMPLATES.on(today()) if (template := read_template(line)) is not None]
    return {template.method: template for template in found}


def known_tags() -> list[str]:
    """What may be put on a task today, in the order of the office."""
    return TAGS.on(today())
