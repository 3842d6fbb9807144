from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.command.models import SitePreparation
from chuangcheng.command.services.readiness import EntryGiven, PreparationGiven
from chuangcheng.core.ids import new_id
from chuangcheng.core.inputs import DayInput
from chuangcheng.orgs.fields import PersonField, UnitField


class PreparationForm(forms.Form):
    """How a site is made ready."""

    preparation_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    person = PersonField(label=_("现场人员"), required=False, help_text=_("测评组到时谁在那里。"))
    rehearsal = forms.ChoiceField(label=_("演练"), required=False, choices=SitePreparation.Rehearsal.choices)
    rehearsed_on = forms.DateField(label=_("演练日期"), required=False, widget=DayInput)
    lacking = forms.CharField(
        label=_("还缺的材料"), required=False, max_length=200, help_text=_("齐了就留空，例如：志愿服务记录。")
    )
    note = forms.CharField(label=_("说明"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def given(self) -> PreparationGiven:
        """The facts as the service takes them."""
        values = self.cleaned_data
        person = values["person"]
        facts = {name: values[name] for name in ("rehearsal", "rehearsed_on", "lacking", "note")}
        return PreparationGiven(person_id=person.pk if person else None, **facts)


def initial_of(found: SitePreparation | None) -> dict[str, Any]:
    """The fields of the form as they stand."""
    if found is None:
        return {}
    return {name: getattr(found, name) for name in ("person", "rehearsal", "rehearsed_on", "lacking", "note")}


class EntryForm(forms.Form):
    """A line of the day plan."""

    entry_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    day = forms.DateField(label=_("日期"), widget=DayInput)
    starts = forms.TimeField(label=_("时间"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    text = forms.CharField(label=_("安排"), max_length=200)
    place = forms.CharField(label=_("地点"), required=False, max_length=120)
    unit = UnitField(label=_("单位"), required=False)
    person = PersonField(label=_("负责人"), required=False)

    def given(self) -> EntryGiven:
        """The line as the service takes it."""
        values = self.cleaned_data
        unit, person = values["unit"], values["person"]
        return EntryGiven(
            day=values["day"],
            starts=values["starts"],
            text=values["text"],
            place=values["place"],
            unit_id=unit.pk if unit else None,
            person_id=person.pk if person else None,
        )
