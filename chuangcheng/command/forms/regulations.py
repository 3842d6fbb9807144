from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.command.forms.circulars import CHOICE
from chuangcheng.command.forms.meetings import Numbers
from chuangcheng.command.models import Regulation
from chuangcheng.command.queries.regulations import RegulationFilter
from chuangcheng.command.regulation_states import Standing
from chuangcheng.command.services.library_files import Named
from chuangcheng.command.services.regulations import RegulationGiven
from chuangcheng.core.ids import new_id
from chuangcheng.core.inputs import DayInput
from chuangcheng.core.times import today


class RegulationForm(forms.Form):
    """A regulation as it is entered; its files come beside."""

    regulation_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    title = forms.CharField(label=_("名称"), max_length=200)
    kind = forms.ChoiceField(label=_("类别"), choices=Regulation.Kind.choices)
    document_number = forms.CharField(label=_("文号"), required=False, max_length=60)
    in_force_from = forms.DateField(label=_("生效日期"), widget=DayInput, initial=today)
    in_force_until = forms.DateField(
        label=_("有效期至"), required=False, widget=DayInput, help_text=_("不填就长期有效。")
    )
    basis_number = forms.CharField(
        label=_("依据的文件编号"), required=False, max_length=20, help_text=_("文件登记簿里的编号。")
    )
    basis_words = forms.CharField(label=_("其他依据"), required=False, max_length=200)
    text = forms.CharField(
        label=_("正文"), required=False, max_length=50_000, widget=forms.Textarea(attrs={"rows": 10})
    )
    unit_ids = Numbers(label=_("适用单位"))

    def given(self, files: list[Named]) -> RegulationGiven:
        """The regulation as the service takes it."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "regulation_id"}
        return RegulationGiven(**values, files=files)


def regulation_initial(found: Regulation) -> dict[str, Any]:
    """The fields of the form as the regulation has them."""
    names = ("title", "kind", "document_number", "in_force_from", "in_force_until", "basis_words", "text")
    facts = {name: getattr(found, name) for name in names}
    units = list(found.units.values_list("unit", flat=True))
    return {**facts, "unit_ids": units, "basis_number": found.basis.number if found.basis else ""}


STANDINGS = [
    ("", _("全部状态")),
    (Standing.IN_FORCE.value, _("现行有效")),
    (Standing.COMING.value, _("未生效")),
    (Standing.EXPIRED.value, _("已到期")),
    (Standing.REPEALED.value, _("已废止")),
    (Standing.REPLACED.value, _("已被代替")),
]


class RegulationFilterForm(forms.Form):
    """What the list shows."""

    q = forms.CharField(label=_("名称、文号或正文中的文字"), required=False, max_length=60)
    day = forms.DateField(label=_("某日的状态"), required=False, widget=DayInput)
    standing = forms.ChoiceField(label=_("状态"), required=False, widget=CHOICE, choices=STANDINGS)
    kind = forms.ChoiceField(
        label=_("类别"), required=False, widget=CHOICE, choices=[("", _("全部类别")), *Regulation.Kind.choices]
    )

    def chosen(self) -> RegulationFilter:
        """The filter; what makes no sense is left out."""
        self.is_valid()
        found = self.cleaned_data
        return RegulationFilter(
            day=found.get("day") or today(),
            standing=found.get("standing", ""),
            kind=found.get("kind", ""),
            words=found.get("q", ""),
        )
