from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.cases.forms.choices import PlainSelect, class_choices
from chuangcheng.cases.models import ProblemClass, ProblemList
from chuangcheng.cases.queries import class_groups
from chuangcheng.core.access import SYSTEM
from chuangcheng.orgs.access import VIEW_UNITS, units_where

ALL = _("全部")


class ProblemClassForm(forms.ModelForm):  # type: ignore[type-arg] # not subscriptable at run time
    """One problem class, as the settings page edits it."""

    default_unit = forms.ModelChoiceField(
        label=_("通常的牵头单位"),
        queryset=units_where(SYSTEM, VIEW_UNITS).filter(closed_on__isnull=True).defer("boundary"),
        required=False,
        widget=forms.HiddenInput,
    )
    lists = forms.ModelMultipleChoiceField(
        label=_("所属清单"), queryset=ProblemList.objects.all(), required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = ProblemClass
        fields = [
            *("code", "group", "name", "aliases", "filing_condition", "closing_condition"),
            *("limit_amount", "limit_unit", "urgent_amount", "usual_severity", "default_unit", "unit_words"),
            *("radius_m", "relapse_days", "source", "order", "is_active"),
        ]
        widgets = {
            "filing_condition": forms.Textarea(attrs={"rows": 2}),
            "closing_condition": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *arguments: Any, **details: Any) -> None:
        super().__init__(*arguments, **details)
        for name in ("radius_m", "relapse_days", "usual_severity", "order"):
            self.fields[name].required = False
        if self.instance.pk:
            self.fields["lists"].initial = self.instance.lists.all()

    def clean(self) -> dict[str, Any]:
        """What is left empty keeps the usual figure."""
        values = super().clean() or {}
        for name in ("radius_m", "relapse_days", "usual_severity", "order"):
            if values.get(name) in {None, ""}:
                values[name] = getattr(self.instance, name)
        return values


class ProblemListForm(forms.ModelForm):  # type: ignore[type-arg] # not subscriptable at run time
    """A named list of classes, as the settings page edits it."""

    class Meta:
        model = ProblemList
        fields = ["name", "kind", "source", "order", "is_active"]

    class_ids = forms.TypedMultipleChoiceField(
        label=_("包含的类别"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *arguments: Any, **details: Any) -> None:
        super().__init__(*arguments, **details)
        field: Any = self.fields["class_ids"]
        field.choices = class_choices(ProblemClass.objects.filter(is_active=True), "")[1:]
        if self.instance.pk:
            field.initial = list(self.instance.classes.values_list("pk", flat=True))


class DictionaryFilterForm(forms.Form):
    """What the page of classes shows, read from the address."""

    q = forms.CharField(label=_("编号、名称或条件"), required=False, max_length=60)
    group = forms.ChoiceField(label=_("大类"), required=False, widget=PlainSelect)
    active = forms.ChoiceField(
        label=_("使用"), required=False, choices=[("", ALL), ("1", _("使用中"))], widget=PlainSelect
    )

    def __init__(self, parameters: Mapping[str, Any]) -> None:
        super().__init__(parameters)
        field: Any = self.fields["group"]
        field.choices = field.widget.choices = [("", ALL), *((group, group) for group in class_groups())]
        self.is_valid()

    def has_chosen(self) -> bool:
        """True when the address holds a condition."""
        return any(self.cleaned_data.get(name) for name in self.fields)
