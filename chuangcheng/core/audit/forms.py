from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.audit.trail import Wanted
from chuangcheng.core.audit.words import all_words
from chuangcheng.core.inputs import DayInput

CODE_LENGTH = 60


class TrailFilterForm(forms.Form):
    """What the auditor asks for."""

    person = forms.CharField(label=_("人员"), required=False, max_length=CODE_LENGTH)
    action = forms.ChoiceField(label=_("操作"), required=False)
    subject = forms.CharField(label=_("记录编号"), required=False, max_length=40)
    first_on = forms.DateField(label=_("从"), required=False, widget=DayInput())
    last_on = forms.DateField(label=_("到"), required=False, widget=DayInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        deeds = sorted((code, str(word)) for code, word in all_words().actions.items())
        action = self.fields["action"]
        if isinstance(action, forms.ChoiceField):
            action.choices = [("", _("全部")), *deeds]

    def wanted(self) -> Wanted:
        """What was asked for; fields that make no sense ask for nothing."""
        data = self.cleaned_data if self.is_bound and self.is_valid() else getattr(self, "cleaned_data", {})
        return Wanted(
            person=data.get("person", "").strip(),
            action=data.get("action", ""),
            subject=data.get("subject", "").strip(),
            first_on=data.get("first_on"),
            last_on=data.get("last_on"),
        )
