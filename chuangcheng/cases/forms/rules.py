from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.cases.forms.choices import class_choices
from chuangcheng.cases.models import Case, DispatchRule, ProblemList
from chuangcheng.cases.queries import class_groups, classes_in_use
from chuangcheng.core.access import SYSTEM
from chuangcheng.orgs.access import VIEW_UNITS, units_where
from chuangcheng.standards.queries import active_site_types

ANY = _("不限")
NUMBERS = (50, 200, 500, 1000)  # past cases to try on


class RuleForm(forms.ModelForm):  # type: ignore[type-arg] # not subscriptable at run time
    """One dispatch rule: conditions first, then whom it names."""

    source = forms.ChoiceField(label=_("来源"), required=False, choices=[("", ANY), *Case.Source.choices])
    severity = forms.ChoiceField(label=_("紧急程度"), required=False, choices=[("", ANY), *Case.Severity.choices])
    group = forms.ChoiceField(label=_("大类"), required=False)
    assisting = forms.TypedMultipleChoiceField(
        label=_("配合单位"), required=False, coerce=int, widget=forms.MultipleHiddenInput
    )

    class Meta:
        model = DispatchRule
        fields = [
            *("name", "problem_class", "group", "problem_list", "site_type", "area", "source", "severity", "words"),
            *("lead", "unit", "assisting", "limit_amount", "limit_unit", "is_automatic"),
        ]
        widgets = {"area": forms.HiddenInput, "unit": forms.HiddenInput}

    def __init__(self, *arguments: Any, **details: Any) -> None:
        super().__init__(*arguments, **details)
        fields: dict[str, Any] = self.fields
        fields["problem_class"].choices = class_choices(classes_in_use(), ANY)
        fields["group"].choices = [("", ANY), *((group, group) for group in class_groups())]
        open_units = units_where(SYSTEM, VIEW_UNITS).filter(closed_on__isnull=True).defer("boundary")
        fields["area"].queryset = fields["unit"].queryset = open_units
        fields["problem_list"].queryset = ProblemList.objects.filter(is_active=True)
        fields["site_type"].queryset = active_site_types()
        for name in ("problem_list", "site_type"):
            fields[name].empty_label = ANY
        # Any number passes here; `clean_assisting` asks once for all of them.
        fields["assisting"].valid_value = lambda value: str(value).isdecimal() and len(str(value)) <= 10  # noqa: PLR2004 - digits of an id

    def clean_assisting(self) -> list[int]:
        """The ids of open units."""
        wanted = set(self.cleaned_data["assisting"])
        known = units_where(SYSTEM, VIEW_UNITS).filter(pk__in=wanted, closed_on__isnull=True)
        if set(known.values_list("pk", flat=True)) != wanted:
            raise forms.ValidationError(_("所选单位不存在或已撤并，请重新选择。"))
        return sorted(wanted)

    def clean(self) -> dict[str, Any]:
        """A fixed unit where one is meant; a limit with its unit."""
        values = super().clean() or {}
        if values.get("lead") == DispatchRule.Lead.UNIT and not values.get("unit"):
            self.add_error("unit", _("请选定规则派给的单位。"))
        if bool(values.get("limit_amount")) != bool(values.get("limit_unit")):
            self.add_error("limit_amount", _("整改时限和时限单位要一起填写，或都不填。"))
        return values

    def _save_m2m(self) -> None:
        """The service keeps the assisting units."""


class TrialForm(forms.Form):
    """On how many past cases the rules are tried, and which rules."""

    n = forms.TypedChoiceField(
        label=_("最近办结的"), coerce=int, choices=[(count, str(count)) for count in NUMBERS], initial=200
    )
    rules = forms.ChoiceField(
        label=_("用哪些规则"), choices=[("all", _("含未启用的")), ("active", _("只用启用中的"))], initial="all"
    )
