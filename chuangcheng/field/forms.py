from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.access import Actor
from chuangcheng.core.ids import MOST_KEY
from chuangcheng.core.times import today
from chuangcheng.field.access import VIEW_PATROLS
from chuangcheng.field.models import Advice
from chuangcheng.field.queries.lists import AdviceFilter
from chuangcheng.field.queries.patrol_duty import BY_AREA, BY_PERSON, BY_PLACE, DutyFilter, month_of
from chuangcheng.field.queries.patrols import EARLIEST, LATEST, PatrolFilter
from chuangcheng.orgs.access import units_where
from chuangcheng.sites.queries import STEWARD_KINDS

AREA_KINDS = ("district", "street", "town", "park", "community", "village")  # in which places lie


class AdviceFilterForm(forms.Form):
    """The row of filters over the list; what makes no sense does not matter."""

    q = forms.CharField(required=False, label=_("行为或地点"), max_length=100)
    outcome = forms.ChoiceField(required=False, label=_("结果"))
    first = forms.DateField(required=False, label=_("从"), widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(required=False, label=_("到"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type] # as Django's form has them
        outcome = self.fields["outcome"]
        assert isinstance(outcome, forms.ChoiceField)  # noqa: S101 - declared above
        outcome.choices = [("", _("全部结果")), *Advice.Outcome.choices]

    def chosen(self) -> AdviceFilter:
        """The filter that was asked for."""
        self.is_valid()
        found = self.cleaned_data
        return AdviceFilter(found.get("q", ""), found.get("outcome", ""), found.get("first"), found.get("last"))


class PatrolFilterForm(forms.Form):
    """The row of filters over the patrols; what makes no sense does not matter."""

    q = forms.CharField(required=False, label=_("巡查人或单位"), max_length=100)
    unit = forms.ChoiceField(required=False, label=_("街道、社区"))
    ending = forms.ChoiceField(
        required=False,
        label=_("状态"),
        choices=[("", _("不限")), ("open", _("没有结束")), ("finished", _("已完成")), ("abandoned", _("中途结束"))],
    )
    found = forms.ChoiceField(
        required=False, label=_("发现"), choices=[("", _("不限")), ("problems", _("发现了问题的"))]
    )
    first = forms.DateField(required=False, label=_("从"), widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(required=False, label=_("到"), widget=forms.DateInput(attrs={"type": "date"}))
    site = forms.UUIDField(required=False, widget=forms.HiddenInput)  # of the link from a place
    person = forms.IntegerField(  # of the link from a steward
        required=False, min_value=1, max_value=MOST_KEY, widget=forms.HiddenInput
    )

    def __init__(self, data: Any, *, actor: Actor) -> None:
        super().__init__(data)
        _offer_units(self, actor)

    def chosen(self) -> PatrolFilter:
        """The filter that was asked for."""
        self.is_valid()
        found = self.cleaned_data
        return PatrolFilter(
            words=found.get("q", ""),
            unit_id=int(found["unit"]) if found.get("unit") else None,
            site_id=found.get("site"),
            person_id=found.get("person"),
            ending=found.get("ending", ""),
            found=found.get("found", ""),
            first=found.get("first"),
            last=found.get("last"),
        )


class DutyForm(forms.Form):
    """The filter of who patrolled and who did not; this month unless said."""

    month = forms.CharField(
        label=_("月份"), required=False, max_length=7, widget=forms.TextInput(attrs={"type": "month"})
    )
    group = forms.ChoiceField(
        required=False,
        label=_("按"),
        choices=[(BY_PERSON, _("管护人")), (BY_PLACE, _("点位")), (BY_AREA, _("街道、社区"))],
    )
    unit = forms.ChoiceField(required=False, label=_("街道、社区"))
    kind = forms.ChoiceField(required=False, label=_("岗位"))
    q = forms.CharField(required=False, label=_("管护人或点位"), max_length=100)
    lacking = forms.BooleanField(required=False, label=_("只看现在欠巡的"))

    def __init__(self, parameters: QueryDict, *, actor: Actor) -> None:
        told = parameters.copy()
        told.setdefault("month", f"{today():%Y-%m}")
        super().__init__(told)
        _offer_units(self, actor)
        _offer(self, "kind", [("", _("不限")), *STEWARD_KINDS.items()])

    def chosen(self) -> DutyFilter:
        """The filter that was asked for."""
        self.is_valid()
        found = self.cleaned_data
        first, last = month_of(_month_told(found.get("month") or ""))
        return DutyFilter(
            first=first,
            last=last,
            unit_id=int(found["unit"]) if found.get("unit") else None,
            kind=found.get("kind", ""),
            words=found.get("q", ""),
            group=found.get("group") or BY_PERSON,
            only_lacking=bool(found.get("lacking")),
        )


def _month_told(told: str) -> date:
    try:
        first = date.fromisoformat(f"{told}-01")
    except ValueError:
        return today().replace(day=1)
    return first if EARLIEST <= first < LATEST.replace(day=1) else today().replace(day=1)


def _offer_units(form: forms.Form, actor: Actor) -> None:
    units = units_where(actor, VIEW_PATROLS).filter(closed_on__isnull=True, kind__in=AREA_KINDS)
    rows = units.order_by("path").values_list("pk", "name")
    _offer(form, "unit", [("", _("不限")), *((str(pk), name) for pk, name in rows)])


def _offer(form: forms.Form, name: str, choices: list[tuple[Any, Any]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
    field.choices = choices
