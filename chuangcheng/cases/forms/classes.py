from __future__ import annotations

from django import forms

from chuangcheng.cases.models import ProblemClass


class ProblemClassForm(forms.ModelForm):  # type: ignore[type-arg] # not subscriptable at run time
    """One problem class, as the settings page edits it."""

    class Meta:
        model = ProblemClass
        fields = [
            "code",
            "group",
            "name",
            "aliases",
            "filing_condition",
            "closing_condition",
            "limit_amount",
            "limit_unit",
            "source",
            "order",
            "is_active",
        ]
        widgets = {
            "filing_condition": forms.Textarea(attrs={"rows": 2}),
            "closing_condition": forms.Textarea(attrs={"rows": 2}),
        }
