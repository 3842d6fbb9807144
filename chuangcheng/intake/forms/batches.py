from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.ids import new_id
from chuangcheng.core.inputs import DayInput
from chuangcheng.core.times import today
from chuangcheng.intake.access import ACKNOWLEDGE
from chuangcheng.intake.queries import top_leaders
from chuangcheng.intake.services import BatchGiven
from chuangcheng.orgs.queries.holders import people_with


class BatchForm(forms.Form):
    """登记一批上级反馈: who handed it over, when, and before which leaders it goes."""

    batch_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    name = forms.CharField(label=_("名称"), max_length=80, help_text=_("例如：省级暗访反馈（9月）。"))
    giver = forms.CharField(label=_("哪一级反馈"), max_length=80, help_text=_("例如：省文明办暗访组。"))
    received_on = forms.DateField(label=_("收到日期"), widget=DayInput(), initial=today)
    due_on = forms.DateField(label=_("要求报告的日期"), widget=DayInput(), required=False)
    note = forms.CharField(label=_("说明"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    leaders: forms.ModelMultipleChoiceField[Any] = forms.ModelMultipleChoiceField(
        label=_("送哪些领导阅示"), queryset=None, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *arguments: Any, **details: Any) -> None:
        details.setdefault("initial", {"leaders": [person.pk for person in top_leaders(today=today())]})
        super().__init__(*arguments, **details)
        leaders: Any = self.fields["leaders"]
        leaders.queryset = people_with(permission=ACKNOWLEDGE, today=today())

    def given(self) -> BatchGiven:
        """The batch as the service takes it."""
        values = self.cleaned_data
        return BatchGiven(
            name=values["name"],
            giver=values["giver"],
            received_on=values["received_on"],
            due_on=values["due_on"],
            note=values["note"],
            leader_ids=[person.pk for person in values["leaders"]],
        )


class FollowForm(forms.Form):
    """亲自督办."""

    step_id = forms.UUIDField(widget=forms.HiddenInput)
    reason = forms.CharField(max_length=1000, error_messages={"required": _("请写明督办情况。")})
    visited_on = forms.DateField(required=False)
