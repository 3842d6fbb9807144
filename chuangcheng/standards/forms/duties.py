from __future__ import annotations

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.inputs import DayInput
from chuangcheng.core.times import today
from chuangcheng.orgs.fields import PersonField, UnitField
from chuangcheng.standards.models import Duty


class LeaderForm(forms.Form):
    """责任领导 of an item."""

    person = PersonField(label=_("责任领导"))
    starts_on = forms.DateField(label=_("自哪天起"), widget=DayInput, initial=today)


class DutyForm(forms.Form):
    """A unit's part in a standard."""

    unit = UnitField(label=_("单位"))
    kind = forms.ChoiceField(label=_("责任类别"), choices=Duty.Kind.choices)
    starts_on = forms.DateField(label=_("自哪天起"), widget=DayInput, initial=today)


class DisputeForm(forms.Form):
    """A unit disputes who answers for a standard."""

    unit = UnitField(label=_("提出单位"))
    question = forms.CharField(label=_("争议内容"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)


class RulingForm(forms.Form):
    """The ruling on a dispute."""

    unit = UnitField(label=_("裁定由谁牵头"))
    reason = forms.CharField(label=_("裁定理由"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)


class ArrangementForm(forms.Form):
    """How a standard is to be carried out; what is emptied is empty from now on."""

    leader = forms.CharField(label=_("分管领导"), max_length=200, required=False, help_text=_("只写姓名，不写电话。"))
    in_charge = forms.CharField(label=_("责任人"), max_length=200, required=False, help_text=_("只写姓名，不写电话。"))
    frequency = forms.CharField(label=_("频次"), max_length=200, required=False, help_text=_("例如：每季度报送。"))
    due = forms.CharField(
        label=_("完成时限"), max_length=200, required=False, help_text=_("例如：9月底前、2026-09-30、长期坚持。")
    )
    third_level = forms.CharField(label=_("Ⅲ级指标"), max_length=200, required=False)
    note = forms.CharField(label=_("备注"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}))


class DayForm(forms.Form):
    """The day whose duties are listed."""

    day = forms.DateField(label=_("哪一天的责任"), widget=DayInput, required=False)

    def chosen(self) -> date:
        """The day, today when none was given."""
        return (self.cleaned_data.get("day") if self.is_valid() else None) or today()


class DutyListForm(DayForm):
    """Which units of the list are shown, on which day."""

    words = forms.CharField(label=_("单位名称"), required=False, max_length=60)
    field_order = ("words", "day")
