from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.ids import new_id
from chuangcheng.core.times import today
from chuangcheng.supervision.escalation_policies import ORDER_DAYS
from chuangcheng.supervision.order_workflow import LABELS
from chuangcheng.supervision.queries.orders import LATE, OrderFilter
from chuangcheng.supervision.services.orders import OrderGiven, OrdersGiven
from chuangcheng.supervision.services.orders.drafting import MOST_DAYS

MOST_SHOWN_YEAR = 2100


def usual_days() -> int:
    """The usual number of working days to answer in."""
    return ORDER_DAYS.on(today())


def answer_days_field() -> forms.IntegerField:
    """By when an order is to be answered."""
    return forms.IntegerField(
        label=_("反馈期限（工作日）"),
        min_value=1,
        max_value=MOST_DAYS,
        initial=usual_days,
        help_text=_("从签发的下一个工作日起算，到最后一天下班时。"),
    )


class OrderForm(forms.Form):
    """An order as it is drafted; what it is about comes by the address."""

    order_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    unit = forms.ChoiceField(label=_("被督办单位"))
    title = forms.CharField(label=_("事由"), max_length=200)
    grounds = forms.CharField(
        label=_("督办依据"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写明超期、返工等事实，或会议、批示的要求。"),
    )
    requirement = forms.CharField(label=_("督办要求"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))
    answer_days = answer_days_field()

    def __init__(self, *arguments: Any, units: list[tuple[str, str]], **details: Any) -> None:
        super().__init__(*arguments, **details)
        field: Any = self.fields["unit"]
        field.choices = units

    def given(self, *, case_ids: list[UUID], task_id: UUID | None) -> OrderGiven:
        """As the service takes it."""
        values = self.cleaned_data
        return OrderGiven(
            unit_id=int(values["unit"]),
            title=values["title"],
            grounds=values["grounds"],
            requirement=values["requirement"],
            answer_days=values["answer_days"],
            case_ids=case_ids,
            task_id=task_id,
        )


class OrdersForm(forms.Form):
    """What orders about chosen cases say, once for all of them."""

    press_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    grounds = forms.CharField(
        label=_("督办依据"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("可写会议、批示的要求；超期的问题由系统逐单列明。"),
    )
    requirement = forms.CharField(label=_("督办要求"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    answer_days = answer_days_field()
    issue = forms.BooleanField(
        label=_("已经核对，直接签发"),
        required=False,
        help_text=_("不勾选则先拟稿，逐份核对后签发。签发时编号，单位负责人和联络员会收到消息。"),
    )

    def given(self, *, case_ids: list[UUID]) -> OrdersGiven:
        """As the service takes it."""
        values = self.cleaned_data
        return OrdersGiven(case_ids, values["requirement"], values["grounds"], values["answer_days"])


class OrderFilterForm(forms.Form):
    """What the list is narrowed to; a value that is none counts as empty."""

    q = forms.CharField(label=_("事由、单位或序号"), required=False, max_length=60)
    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
        choices=[("", _("全部状态")), (LATE, _("超期")), *((state.value, _(label)) for state, label in LABELS.items())],
    )
    unit = forms.IntegerField(required=False, min_value=1)
    year = forms.IntegerField(label=_("年份"), required=False, min_value=2000, max_value=MOST_SHOWN_YEAR)

    def chosen(self, unit_ids: list[int] | None) -> OrderFilter:
        """The filter as the query takes it."""
        self.is_valid()
        values = self.cleaned_data
        return OrderFilter(values.get("state") or "", values.get("q") or "", unit_ids, values.get("year"))

    @property
    def unit_id(self) -> int | None:
        """The unit of the filter."""
        self.is_valid()
        return self.cleaned_data.get("unit")


class MoveForm(forms.Form):
    """A move of an order; its files come beside."""

    event_id = forms.UUIDField()
    reason = forms.CharField(required=False, max_length=2000)
