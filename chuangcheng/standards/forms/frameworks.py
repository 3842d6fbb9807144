from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.inputs import DayInput
from chuangcheng.core.times import today
from chuangcheng.orgs.fields import UnitField
from chuangcheng.standards.drafts import plain
from chuangcheng.standards.forms.inputs import FactField
from chuangcheng.standards.models import Framework
from chuangcheng.standards.queries import TreeFilter
from chuangcheng.standards.services.framework_settings import written_value

WRITTEN = ("method_weights", "cycle_weights", "gate")  # facts that stand in one line of text
PLAIN = ("name", "edition", "programme", "note", "total", "counted_checks", "window_from", "window_to")
EMPTY: dict[str, Any] = {"method_weights": {}, "cycle_weights": [], "gate": {}}


class NewFrameworkForm(forms.Form):
    """An empty draft."""

    name = forms.CharField(label=_("名称"), max_length=120, help_text=_("例如“全国文明城区测评体系”。"))
    edition = forms.CharField(label=_("版本"), max_length=60, help_text=_("例如“2026年版”。"))
    programme = forms.ChoiceField(label=_("创建类别"), choices=Framework.Programme.choices)
    note = forms.CharField(label=_("说明"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000, required=False)


class FrameworkForm(NewFrameworkForm):
    """The facts of a draft that people change by hand."""

    level_1 = forms.CharField(label=_("第一级叫什么"), max_length=20)
    level_2 = forms.CharField(label=_("第二级叫什么"), max_length=20)
    level_3 = forms.CharField(label=_("第三级叫什么"), max_length=20)
    total = forms.DecimalField(
        label=_("总分"),
        required=False,
        min_value=0,
        max_digits=9,
        decimal_places=4,
        help_text=_("体系写明的总分，只用来核对，不改变各标准的分值。"),
    )
    counted_checks = forms.ChoiceField(
        label=_("哪些检查计入得分"), choices=Framework.CountedChecks.choices, widget=forms.RadioSelect
    )
    window_from = forms.DateField(label=_("测评窗口第一天"), widget=DayInput, required=False)
    window_to = forms.DateField(
        label=_("测评窗口最后一天"),
        widget=DayInput,
        required=False,
        help_text=_("只有这段时间里的检查和数据计入得分。"),
    )
    method_weights = FactField(
        "method_weights",
        label=_("方法权重"),
        help_text=_("例如“网上申报=40;实地考察=40;问卷调查=20”；不填则按分值合计。"),
    )
    cycle_weights = FactField(
        "cycle_weights", label=_("周期权重"), help_text=_("例如“30;30;40”，每年一个；不填为单次验收。")
    )
    gate = FactField(
        "gate", label=_("门槛"), help_text=_("例如“未成年人:min=85;share=0.2”：该体系至少85分，占总分的20%。")
    )

    def facts(self) -> dict[str, Any]:
        """What was filled in, as `set_framework_facts` takes it."""
        given = self.cleaned_data
        facts = {name: given[name] for name in PLAIN}
        facts |= {name: EMPTY[name] if given[name] is None else given[name] for name in WRITTEN}
        return {**facts, "levels": [given[f"level_{number}"] for number in (1, 2, 3)]}


def initial_facts(framework: Framework) -> dict[str, Any]:
    """What the form shows first."""
    facts = {name: getattr(framework, name) for name in PLAIN}
    facts["total"] = None if framework.total is None else plain(framework.total)
    facts |= {name: written_value(framework, name) for name in WRITTEN}
    return facts | {f"level_{number}": name for number, name in enumerate(framework.levels, start=1)}


class EditionForm(forms.Form):
    """A new edition that carries over what still holds."""

    edition = forms.CharField(label=_("新版本名称"), max_length=60, help_text=_("例如“2027年版”。"))
    starts_on = forms.DateField(label=_("责任从哪天起"), widget=DayInput, initial=today)


class TreeFilterForm(forms.Form):
    """Which standards of a framework are shown."""

    words = forms.CharField(label=_("编号或内容"), required=False, max_length=60)
    method = forms.ChoiceField(label=_("测评方法"), required=False)
    unit = UnitField(label=_("责任单位"), required=False)

    def __init__(self, *given: Any, methods: Sequence[str], **options: Any) -> None:
        super().__init__(*given, **options)
        field = self.fields["method"]
        field.choices = [("", _("全部")), *((name, name) for name in methods)]  # type: ignore[attr-defined] # a choice

    def chosen(self) -> TreeFilter:
        """What the sound fields choose; an unsound one chooses nothing."""
        self.is_valid()
        given = self.cleaned_data
        unit = given.get("unit")
        return TreeFilter(given.get("words", ""), given.get("method", ""), unit.pk if unit else None)
