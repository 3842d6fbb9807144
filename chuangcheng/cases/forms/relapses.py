from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.cases.recurrence_policies import CAUSES
from chuangcheng.core.inputs import DayInput
from chuangcheng.core.times import today

USUAL_DAYS = 90  # of the analysis: our choice


class CauseForm(forms.Form):
    """Why a problem came back."""

    cause = forms.ChoiceField(label=_("回潮原因"))
    text = forms.CharField(
        label=_("说明"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("为什么又出现，今后怎样不再出现。"),
    )

    def __init__(self, *arguments: Any, **details: Any) -> None:
        super().__init__(*arguments, **details)
        field: Any = self.fields["cause"]
        field.choices = [("", _("请选择")), *((name, name) for name in CAUSES.on(today()))]


class PeriodForm(forms.Form):
    """The days of an analysis; the last ninety unless said."""

    since = forms.DateField(label=_("从"), required=False, widget=DayInput)
    until = forms.DateField(label=_("到"), required=False, widget=DayInput)

    def days(self) -> tuple[Any, Any]:
        """First and last day."""
        self.is_valid()
        until = self.cleaned_data.get("until") or today()
        since = self.cleaned_data.get("since") or until - timedelta(days=USUAL_DAYS - 1)
        return min(since, until), until
