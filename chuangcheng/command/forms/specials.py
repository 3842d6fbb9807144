from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.command.forms.meetings import Numbers
from chuangcheng.command.models import SpecialCampaign, SpecialTarget
from chuangcheng.command.services.specials import ReportGiven, SpecialGiven
from chuangcheng.command.special_wording import TARGET_UNITS
from chuangcheng.core.ids import new_id
from chuangcheng.core.inputs import DayInput
from chuangcheng.inspections.queries import round_kinds
from chuangcheng.standards.queries import active_site_types

if TYPE_CHECKING:
    from chuangcheng.orgs.models import Unit

TARGETS = {kind.value: f"target_{kind.value}" for kind in SpecialTarget.Kind}


def round_kind_choices() -> list[tuple[str, str]]:
    """The kinds of rounds."""
    return list(round_kinds().items())


class SpecialForm(forms.Form):
    """A special campaign: what for, by which standards, where, who, when, how much."""

    special_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    name = forms.CharField(label=_("名称"), max_length=100, help_text=_("例如：占道经营专项整治。"))
    purpose = forms.CharField(
        label=_("目的和要求"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("解决什么问题，做到什么程度，各单位怎么做。"),
    )
    starts_on = forms.DateField(label=_("开始日期"), widget=DayInput)
    ends_on = forms.DateField(label=_("结束日期"), widget=DayInput)
    leader_id = forms.IntegerField(label=_("牵头领导"), required=False)
    lead_unit_id = forms.IntegerField(label=_("牵头单位"), required=False)
    standard_ids = Numbers(label=_("测评标准"))
    class_ids = Numbers(label=_("问题类别"))
    site_type_ids = forms.TypedMultipleChoiceField(
        label=_("点位类型"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("不选就是各类点位。"),
    )
    area_ids = Numbers(label=_("区域"))
    unit_ids = Numbers(label=_("参加单位"))
    reason = forms.CharField(label=_("修改的理由"), required=False, max_length=300)
    despite = forms.CharField(label=_("仍要布置的理由"), required=False, max_length=300)

    def __init__(self, *arguments: Any, is_alive: bool = False, **details: Any) -> None:
        super().__init__(*arguments, **details)
        field: Any = self.fields["site_type_ids"]
        field.choices = [(row.pk, row.name) for row in active_site_types()]
        for kind, name in TARGETS.items():
            label = SpecialTarget.Kind(kind).label
            self.fields[name] = forms.IntegerField(
                label=_("%(label)s（%(unit)s）") % {"label": label, "unit": TARGET_UNITS[SpecialTarget.Kind(kind)]},
                required=False,
                min_value=1,
            )
        if is_alive:
            self.fields["ends_on"].disabled = True
        else:
            del self.fields["reason"], self.fields["despite"]

    def target_fields(self) -> list[forms.BoundField]:
        """The fields of the targets."""
        return [self[name] for name in TARGETS.values()]

    def given(self) -> SpecialGiven:
        """The campaign as the service takes it."""
        others = {"special_id", "reason", "despite", *TARGETS.values()}
        values = {name: value for name, value in self.cleaned_data.items() if name not in others}
        targets = {kind: self.cleaned_data[name] for kind, name in TARGETS.items() if self.cleaned_data[name]}
        return SpecialGiven(**values, targets=targets)


def initial_of(found: SpecialCampaign) -> dict[str, Any]:
    """The fields of the form as the campaign has them."""
    names = ("name", "purpose", "starts_on", "ends_on", "leader_id", "lead_unit_id")
    links = {
        "standard_ids": found.standards,
        "class_ids": found.problem_classes,
        "site_type_ids": found.site_types,
        "area_ids": found.areas,
        "unit_ids": found.units,
    }
    targets = {TARGETS[row.kind]: row.number for row in found.targets.all()}
    picked = {name: list(rows.values_list("pk", flat=True)) for name, rows in links.items()}
    return {**{name: getattr(found, name) for name in names}, **picked, **targets}


class ReportForm(forms.Form):
    """今日进展 of a unit."""

    report_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    unit_id = forms.TypedChoiceField(label=_("单位"), coerce=int)
    day = forms.DateField(label=_("日期"), widget=DayInput)
    people = forms.IntegerField(label=_("参加人次"), min_value=0, max_value=100_000)
    hours = forms.IntegerField(label=_("投入工时（小时）"), required=False, min_value=0, max_value=1_000_000)
    text = forms.CharField(
        label=_("清理情况"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("今天清理、整治了什么；没有进展也请说明。"),
    )

    def __init__(self, *arguments: Any, units: list[Unit], **details: Any) -> None:
        super().__init__(*arguments, **details)
        field: Any = self.fields["unit_id"]
        field.choices = [(unit.pk, unit.name) for unit in units]

    def given(self, **more: Any) -> ReportGiven:
        """The report as the service takes it."""
        values: Mapping[str, Any] = {name: self.cleaned_data[name] for name in ("unit_id", "day", "people", "text")}
        return ReportGiven(**values, hours=self.cleaned_data["hours"] or 0, **more)


class RoundForm(forms.Form):
    """A round of checks over the sites of a campaign."""

    round_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    name = forms.CharField(label=_("轮次名称"), max_length=120)
    kind = forms.ChoiceField(label=_("检查类型"), choices=round_kind_choices)
    starts_on = forms.DateField(label=_("开始日期"), widget=DayInput)
    ends_on = forms.DateField(label=_("结束日期"), widget=DayInput)


class SummaryForm(forms.Form):
    """What remains and what was learnt."""

    remains = forms.CharField(
        label=_("遗留问题"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("没有解决的问题、原因、以后由谁管。没有遗留也请写明。"),
    )
    lessons = forms.CharField(label=_("经验做法"), max_length=5000, widget=forms.Textarea(attrs={"rows": 6}))
