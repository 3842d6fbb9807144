from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.documents.office_templates import TemplateKind, kinds_in_order
from chuangcheng.core.ids import new_id
from chuangcheng.core.inputs import DayInput
from chuangcheng.core.times import today


class UseForm(forms.Form):
    """From which day a checked template is in force, and for what else."""

    use_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    from_on = forms.DateField(
        label=_("启用日期"), widget=DayInput, initial=today, help_text=_("到这一天自动启用；不能早于今天。")
    )
    kinds = forms.MultipleChoiceField(label=_("同时用于"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *arguments: Any, kind: TemplateKind, **details: Any) -> None:
        super().__init__(*arguments, **details)
        others = [other for other in kinds_in_order() if other.family == kind.family and other != kind]
        field: Any = self.fields["kinds"]
        field.choices = [(other.code, other.label) for other in others]
        if not others:
            del self.fields["kinds"]
