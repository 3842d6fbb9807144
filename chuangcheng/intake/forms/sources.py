from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.inputs import DayInput
from chuangcheng.core.times import today
from chuangcheng.intake.models import SourceRule


class SourceForm(forms.Form):
    """The name of a source and whether it is in use."""

    name = forms.CharField(label=_("名称"), max_length=40)
    is_active = forms.BooleanField(label=_("使用中"), required=False, initial=True)


class RuleForm(forms.ModelForm):  # type: ignore[type-arg] # the stubs' class is generic, Django's is not
    """How reports of a source are treated from a day on."""

    class Meta:
        model = SourceRule
        fields = [
            *("accept_amount", "accept_unit", "answer_amount", "answer_unit", "answering"),
            *("needs_approval", "is_in_writing", "severity", "valid_from", "reason"),
        ]
        widgets = {"valid_from": DayInput()}

    def __init__(self, *arguments: Any, rule: SourceRule | None = None, **details: Any) -> None:
        if rule is not None:
            details.setdefault("initial", {**rule.facts(), "valid_from": today(), "reason": ""})
        super().__init__(*arguments, **details)

    def facts(self) -> dict[str, Any]:
        """What is set, by column, as the service takes it."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"valid_from", "reason"}}
