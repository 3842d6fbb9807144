from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.ids import new_id
from chuangcheng.core.inputs import DayInput
from chuangcheng.core.times import today
from chuangcheng.inspections.queries import may_visit_people


class AbsenceForm(forms.Form):
    """Somebody is away, and who comes instead."""

    absence_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    person = forms.TypedChoiceField(label=_("请假的人"), coerce=int)
    starts_on = forms.DateField(label=_("从哪一天"), widget=DayInput(), initial=today)
    ends_on = forms.DateField(label=_("到哪一天"), widget=DayInput(), help_text=_("最后一天。"))
    substitute = forms.TypedChoiceField(
        label=_("替班的人"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("不填时，他的点位平均分给同一计划中在岗的人；有人代行的，由代行人替班。"),
    )
    reason = forms.CharField(label=_("事由"), max_length=200)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        people = [(person.pk, person.name) for person in may_visit_people(today=today())]
        offered: Any = self.fields
        offered["person"].choices = [("", _("请选择")), *people]
        offered["substitute"].choices = [("", _("没有")), *people]

    def clean(self) -> dict[str, Any]:
        """Days in order, and somebody else as substitute."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("starts_on") and values.get("ends_on") and values["ends_on"] < values["starts_on"]:
            self.add_error("ends_on", _("结束日期不能早于开始日期，请改正。"))
        if values.get("person") and values["person"] == values.get("substitute"):
            self.add_error("substitute", _("替班的人不能是请假的人自己，请另选。"))
        return values
