"""What the pages of cycles ask for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.inputs import DayInput
from chuangcheng.scoring.models import Cycle, YearResult
from chuangcheng.scoring.services import CycleFacts, YearTold

if TYPE_CHECKING:
    from chuangcheng.scoring.models import OfficialResult
    from chuangcheng.standards.models import Framework


class CycleForm(forms.Form):
    """What is decided about a cycle or an acceptance."""

    cycle_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=_("名称"), max_length=120, help_text=_("例如“2025—2027年度创建周期”。"))
    framework = forms.ChoiceField(label=_("测评体系"), help_text=_("没有另填权重时，按这个版本的周期权重计。"))
    kind = forms.ChoiceField(label=_("类型"), choices=Cycle.Kind.choices)
    first_year = forms.IntegerField(label=_("首年"), min_value=2000, max_value=2100)
    weights = forms.CharField(
        label=_("各年权重"),
        required=False,
        max_length=100,
        help_text=_("例如“30;30;40”；单次验收不填，留空按体系版本。"),
    )
    line = forms.DecimalField(
        label=_("达标线（分）"), required=False, min_value=0, max_value=100, max_digits=7, decimal_places=4
    )
    quota = forms.IntegerField(label=_("名额（个）"), required=False, min_value=1, max_value=5000)
    note = forms.CharField(label=_("说明"), required=False, max_length=2000, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *given: Any, frameworks: Sequence[Framework], **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["framework"].choices = [(row.pk, str(row)) for row in frameworks]  # type: ignore[attr-defined] # a choice field

    def facts(self) -> CycleFacts:
        """The cycle as filled in."""
        given = self.cleaned_data
        weights = [part for part in re.split(r"[;；/、,，\s]+", given["weights"]) if part]
        names = ("name", "first_year", "kind", "line", "quota", "note")
        return CycleFacts(weights=weights, **{name: given[name] for name in names})


class YearForm(forms.Form):
    """What a year brought, and where it comes from; a correction says why."""

    origin = forms.ChoiceField(label=_("来历"), choices=YearResult.Origin.choices)
    official = forms.ChoiceField(label=_("官方结果"), required=False, help_text=_("来历是官方结果时选。"))
    sheet_day = forms.DateField(
        label=_("得分表的日期"), required=False, widget=DayInput, help_text=_("来历是自评得分表时填，整张表随之冻结。")
    )
    total = forms.DecimalField(
        label=_("得分（百分制）"), required=False, min_value=0, max_value=100, max_digits=7, decimal_places=4
    )
    source = forms.CharField(label=_("来源"), required=False, max_length=200, help_text=_("手工登记时写文件名称。"))
    reason = forms.CharField(label=_("更正理由"), max_length=300)

    def __init__(self, *given: Any, results: Sequence[OfficialResult], is_correction: bool, **options: Any) -> None:
        super().__init__(*given, **options)
        choices = [(str(row.pk), f"{row.round.name}：{row.place} {row.total:f}") for row in results]
        self.fields["official"].choices = [("", "—"), *choices]  # type: ignore[attr-defined] # a choice field
        if not is_correction:
            del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        """The field that the origin asks for is filled."""
        given = super().clean() or {}
        asked = {"official": "official", "sheet": "sheet_day", "typed": "total"}.get(given.get("origin", ""), "")
        if asked and asked not in self.errors and given.get(asked) in (None, ""):
            label = str(self.fields[asked].label)
            self.add_error(asked, ValidationError(gettext("请填写“%(label)s”。") % {"label": label}))
        return given

    def told(self) -> YearTold:
        """What the chosen origin says; the other fields do not count."""
        given = self.cleaned_data
        if given["origin"] == YearResult.Origin.OFFICIAL:
            return YearTold(official_id=UUID(given["official"]))
        if given["origin"] == YearResult.Origin.SHEET:
            return YearTold(sheet_day=given["sheet_day"])
        return YearTold(total=given["total"], source=given["source"])


class AssumeForm(forms.Form):
    """A total assumed for one year that is not finished."""

    year = forms.IntegerField()
    assumed = forms.DecimalField(min_value=0, max_value=100, max_digits=6, decimal_places=2)
