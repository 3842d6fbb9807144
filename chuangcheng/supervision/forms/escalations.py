from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.ids import new_id
from chuangcheng.core.inputs import DayInput
from chuangcheng.core.times import today
from chuangcheng.supervision.ladder import Recurring
from chuangcheng.supervision.ladder_rows import CODE_LENGTH, LATE, MOST_DAYS, MOST_HOURS, MOST_ROWS, MOST_TIMES
from chuangcheng.supervision.models import STEP_LABELS, WHOM_LABELS
from chuangcheng.supervision.services.escalations import DeedGiven
from chuangcheng.supervision.streak_rows import MOST_PERIODS
from chuangcheng.supervision.streak_rows import MOST_ROWS as MOST_STREAK_ROWS

AFTER = [("", ""), (LATE, _("超期")), (Recurring.REWORK.value, _("返工")), (Recurring.RELAPSE.value, _("回潮"))]
STEPS = [("", ""), *((step.value, label) for step, label in STEP_LABELS.items())]
WHOM = [("", ""), *((whom.value, label) for whom, label in WHOM_LABELS.items())]
SPARE_ROWS = 3


class RungForm(forms.Form):
    """A row of the ladder; a row whose condition is empty is left out."""

    code = forms.CharField(required=False, max_length=CODE_LENGTH, widget=forms.HiddenInput)
    after = forms.ChoiceField(label=_("条件"), choices=AFTER, required=False)
    days = forms.IntegerField(label=_("工作日"), required=False, min_value=0, max_value=MOST_DAYS)
    hours = forms.IntegerField(label=_("工作小时"), required=False, min_value=0, max_value=MOST_HOURS)
    times = forms.IntegerField(label=_("次数"), required=False, min_value=1, max_value=MOST_TIMES)
    step = forms.ChoiceField(label=_("措施"), choices=STEPS, required=False)
    by = forms.ChoiceField(label=_("由谁办理"), choices=WHOM, required=False)

    def __init__(self, *arguments: Any, **details: Any) -> None:
        super().__init__(*arguments, **details)
        for field in self.fields.values():
            is_choice = isinstance(field, forms.ChoiceField)
            field.widget.attrs["class"] = "form-select" if is_choice else "form-control"

    def row(self) -> dict[str, Any]:
        """The row as the ladder keeps it; a new one gets a code that no other one has."""
        given = self.cleaned_data
        said = {
            "code": given["code"] or f"r{new_id().hex[-12:]}",
            "after": given["after"],
            "step": given["step"],
            "by": given["by"],
        }
        if given["after"] == LATE:
            return {**said, "days": given["days"] or 0, "hours": given["hours"] or 0}
        return {**said, "times": given["times"]}


RungForms = forms.formset_factory(RungForm, extra=SPARE_ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS)


class StreakRungForm(forms.Form):
    """A row of the table of periods in a row; a row without a number is left out."""

    code = forms.CharField(required=False, max_length=CODE_LENGTH, widget=forms.HiddenInput)
    periods = forms.IntegerField(label=_("连续期数"), required=False, min_value=1, max_value=MOST_PERIODS)
    step = forms.ChoiceField(label=_("措施"), choices=STEPS, required=False)
    by = forms.ChoiceField(label=_("由谁办理"), choices=WHOM, required=False)

    def __init__(self, *arguments: Any, **details: Any) -> None:
        super().__init__(*arguments, **details)
        for field in self.fields.values():
            is_choice = isinstance(field, forms.ChoiceField)
            field.widget.attrs["class"] = "form-select" if is_choice else "form-control"

    def row(self) -> dict[str, Any]:
        """The row as the table keeps it; a new one gets a code that no other one has."""
        given = self.cleaned_data
        code = given["code"] or f"r{new_id().hex[-12:]}"
        return {"code": code, "periods": given["periods"], "step": given["step"], "by": given["by"]}


StreakRungForms = forms.formset_factory(
    StreakRungForm, extra=SPARE_ROWS, max_num=MOST_STREAK_ROWS, absolute_max=MOST_STREAK_ROWS
)


class FromDayForm(forms.Form):
    """From when the table counts, and why it is changed."""

    valid_from = forms.DateField(label=_("从哪天起"), widget=DayInput(), initial=today)
    reason = forms.CharField(label=_("修改原因"), max_length=300)


class DeedForm(forms.Form):
    """What is done about a step."""

    deed_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    kind = forms.CharField(widget=forms.HiddenInput, max_length=12)
    on = forms.DateField(required=False)
    party = forms.CharField(required=False, max_length=200)
    letter = forms.CharField(required=False, max_length=60)
    reason = forms.CharField(max_length=2000)

    def given(self) -> DeedGiven:
        """As the service takes it."""
        values = self.cleaned_data
        return DeedGiven(
            values["deed_id"], values["kind"], values["reason"], values["on"], values["party"], values["letter"]
        )


class EscalationFilterForm(forms.Form):
    """What the list is narrowed to; a value that is none counts as empty."""

    unit = forms.IntegerField(required=False, min_value=1)
    step = forms.ChoiceField(choices=STEPS, required=False)

    def value(self, name: str) -> Any:
        """The value, or None."""
        self.is_valid()
        return self.cleaned_data.get(name) or None
