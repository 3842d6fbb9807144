"""The pictures by which a resident says what it is about."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as mark

from chuangcheng.cases.queries import classes_in_use

# 大类 of the classes that an installation starts with → name in static/public/classes.svg. Others get a general one.
ICONS = {
    mark("市容环境"): "litter",
    mark("街面秩序"): "street",
    mark("公用设施"): "lamp",
    mark("园林绿化"): "tree",
    mark("宣传广告"): "poster",
    mark("小区楼院"): "house",
    mark("文明行为"): "people",
    mark("施工管理"): "works",
    mark("消防安全"): "fire",
    mark("突发事件"): "alarm",
    mark("窗口服务"): "counter",
}
GENERAL = "other"


@dataclass(frozen=True, slots=True)
class ClassGroup:
    """A picture with the classes behind it."""

    name: str  # as kept
    label: str  # in the language of the page
    icon: str
    classes: list[tuple[int, str]]


def class_groups_of_page() -> list[ClassGroup]:
    """Every group of classes in use, in order. One query."""
    found: dict[str, list[tuple[int, str]]] = {}
    for each in classes_in_use():
        found.setdefault(each.group, []).append((each.pk, each.name))
    return [ClassGroup(name, _(name), ICONS.get(name, GENERAL), classes) for name, classes in found.items()]
