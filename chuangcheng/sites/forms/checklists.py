"""A checklist item of any kind, and the standards that it feeds, by code in each framework."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.errors import InvalidInput
from chuangcheng.sites.models import ChecklistItem
from chuangcheng.sites.queries import standard_codes_of
from chuangcheng.sites.services import ItemFacts
from chuangcheng.sites.services.checklists import standards_by_code

if TYPE_CHECKING:
    from chuangcheng.standards.models import Framework, SiteType


class ItemForm(forms.Form):
    """The facts of an item; one field of standard codes for each framework."""

    code = forms.CharField(label=_("编号"), max_length=40)
    text = forms.CharField(label=_("检查内容"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    kind = forms.ChoiceField(label=_("怎样判定"), choices=ChecklistItem.Kind.choices)
    minimum = forms.IntegerField(
        label=_("至少几处"), required=False, help_text=_("“至少几处”填写。少于它的差额计为违规数。")
    )
    minutes = forms.IntegerField(label=_("观察几分钟"), required=False, help_text=_("“限时计数”填写。"))
    line = forms.DecimalField(
        label=_("达标百分比"), max_digits=5, decimal_places=2, required=False, help_text=_("“百分比”填写，例如95。")
    )
    pieces = forms.CharField(
        label=_("必须齐全的各项"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("“多项齐全”填写，一行一项；缺一项即不合格。"),
    )
    unit = forms.CharField(label=_("计数单位"), max_length=10, required=False, help_text=_("例如处、辆、人次。"))
    counting_rule = forms.CharField(
        label=_("计数规则"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("检查时显示给检查员，例如室外相距20米以上的分别计数。"),
    )
    example = forms.CharField(
        label=_("举例"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("检查时显示给检查员，写清怎样算合格、怎样算不合格；保存后还可以配图片。"),
    )
    part = forms.ChoiceField(label=_("属于哪一部分"), required=False)
    marks = forms.DecimalField(
        label=_("检查表分值"),
        max_digits=6,
        decimal_places=2,
        required=False,
        help_text=_("只用于一次检查自己的百分制得分，不计入测评得分。"),
    )
    problem_class = forms.CharField(
        label=_("常见问题类别"), max_length=60, required=False, help_text=_("不合格转为问题时预填。")
    )

    def __init__(self, *args: Any, site_type: SiteType, frameworks: Sequence[Framework], **options: Any) -> None:
        super().__init__(*args, **options)
        self.frameworks = {f"standards_{framework.pk}": framework for framework in frameworks}
        self._offer_parts(site_type)
        for name, framework in self.frameworks.items():
            label = _text("对应标准：%(framework)s") % {"framework": framework}
            help_text = _("写标准编号，几条用顿号隔开，例如1.2.1、6.2.1。")
            self.fields[name] = forms.CharField(label=label, max_length=400, required=False, help_text=help_text)

    def clean(self) -> dict[str, Any]:
        """Codes that a framework does not have are an error beside their field."""
        found = super().clean() or {}
        for name, framework in self.frameworks.items():
            codes = [code for code in re.split(r"[、，,;；\s]+", found.get(name, "")) if code]
            try:
                standards_by_code(framework=framework, codes=codes)
            except InvalidInput as error:
                self.add_error(name, str(error))
            found[name] = codes
        return found

    def facts(self) -> ItemFacts:
        """What the form says."""
        found = self.cleaned_data
        return ItemFacts(
            code=found["code"],
            text=found["text"],
            kind=found["kind"],
            part=found["part"],
            minimum=found["minimum"],
            minutes=found["minutes"],
            line=found["line"],
            pieces=tuple(found["pieces"].splitlines()),
            unit=found["unit"],
            counting_rule=found["counting_rule"],
            example=found["example"],
            marks=found["marks"],
            problem_class=found["problem_class"],
        )

    def standard_codes(self) -> dict[int, list[str]]:
        """Framework id → codes."""
        return {framework.pk: self.cleaned_data[name] for name, framework in self.frameworks.items()}

    def _offer_parts(self, site_type: SiteType) -> None:
        names = [part["name"] for part in site_type.parts]
        field = self.fields["part"]
        if not names:
            field.widget = forms.HiddenInput()
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("不分部分")), *((name, name) for name in names)]


def initial_of(item: ChecklistItem, frameworks: Sequence[Framework]) -> dict[str, Any]:
    """What the form of a known item starts with."""
    names = ("code", "text", "kind", "minimum", "minutes", "line", "unit", "counting_rule", "example", "part", "marks")
    codes = {
        f"standards_{framework.pk}": "、".join(standard_codes_of(item=item, framework_id=framework.pk))
        for framework in frameworks
    }
    own = {name: getattr(item, name) for name in (*names, "problem_class")}
    for name in ("line", "marks"):
        own[name] = None if own[name] is None else f"{own[name].normalize():f}"
    return {**own, "pieces": "\n".join(item.pieces), **codes}
