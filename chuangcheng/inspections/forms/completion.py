from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.access import Actor
from chuangcheng.core.times import today
from chuangcheng.inspections.access import visible_plans
from chuangcheng.inspections.queries.completion import CompletionFilter
from chuangcheng.orgs.fields import UnitField
from chuangcheng.orgs.queries import subtree_ids


class CompletionForm(forms.Form):
    """The filter of who did and who did not; what makes no sense there does not matter."""

    month = forms.CharField(
        label=_("月份"), required=False, max_length=7, widget=forms.TextInput(attrs={"type": "month"})
    )
    plan: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=_("计划"), required=False, queryset=None, empty_label=_("全部计划")
    )
    unit = UnitField(label=_("人员单位"), required=False)
    all = forms.BooleanField(label=_("含临时安排的轮次"), required=False)

    def __init__(self, parameters: QueryDict, *, actor: Actor) -> None:
        told = parameters.copy()
        told.setdefault("month", f"{today():%Y-%m}")
        super().__init__(told)
        field: Any = self.fields["plan"]
        field.queryset = visible_plans(actor).order_by("name")

    def chosen(self) -> CompletionFilter:
        """The filter; this month unless said."""
        self.is_valid()
        values = self.cleaned_data
        unit, plan = values.get("unit"), values.get("plan")
        return CompletionFilter(
            month=_month_of(values.get("month") or ""),
            plan_id=plan.pk if plan else None,
            unit_ids=subtree_ids(path=unit.path) if unit else None,
            only_plans=not values.get("all"),
        )


def _month_of(told: str) -> date:
    try:
        return date.fromisoformat(f"{told}-01")
    except ValueError:
        return today().replace(day=1)
