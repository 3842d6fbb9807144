"""Settings of tasks."""

from __future__ import annotations

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


def known_tags() -> list[str]:
    """What may be put on a task today, in the order of the office."""
    return TAGS.on(today())
