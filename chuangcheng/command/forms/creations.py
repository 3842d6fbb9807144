from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.command.models import Creation, Outcome
from chuangcheng.command.policies import STAGES
from chuangcheng.command.services import CreationGiven
from chuangcheng.core.access import Actor
from chuangcheng.core.ids import new_id
from chuangcheng.core.inputs import DayInput
from chuangcheng.core.times import today
from chuangcheng.standards.access import VIEW as VIEW_STANDARDS
from chuangcheng.standards.access import visible_frameworks

LINE = "\n"


class CreationForm(forms.Form):
    """A campaign: which title, by which framework, in which stages."""

    creation_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    name = forms.CharField(label=_("名称"), max_length=80, help_text=_("例如：全国文明城市创建（2024—2026年周期）。"))
    programme = forms.ChoiceField(label=_("创建类别"), choices=Creation._meta.get_field("programme").choices or [])
    title_sought = forms.CharField(label=_("争创的称号"), max_length=80, help_text=_("例如：全国文明城市。"))
    framework_code = forms.ChoiceField(
        label=_("测评体系"), required=False, help_text=_("体系会换版本，系统总是取执行中的版本。")
    )
    stages = forms.CharField(
        label=_("阶段"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("每行一个，按先后填写。已经登记过的阶段不能去掉。"),
    )
    note = forms.CharField(label=_("说明"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, data: Any = None, *, actor: Actor, found: Creation | None = None) -> None:
        super().__init__(data, initial=_initial(found))
        rows = visible_frameworks(actor) if actor.may(VIEW_STANDARDS) else []
        codes = {row.code: f"{row.name}（{row.code}）" for row in rows}
        field: Any = self.fields["framework_code"]
        field.choices = [("", _("暂不指定")), *codes.items()]

    def given(self) -> CreationGiven:
        """The campaign as the service takes it."""
        values = self.cleaned_data
        stages = [line.strip() for line in values["stages"].splitlines() if line.strip()]
        facts = {name: values[name] for name in ("name", "programme", "title_sought", "framework_code", "note")}
        return CreationGiven(**facts, stages=stages)


class StepForm(forms.Form):
    """A stage entered on a day."""

    step_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    stage = forms.ChoiceField(label=_("进入的阶段"))
    happened_on = forms.DateField(label=_("日期"), widget=DayInput, initial=today)
    note = forms.CharField(
        label=_("说明"),
        required=False,
        max_length=300,
        help_text=_("文号等依据；退回到以前的阶段或更正日期时写明理由。"),
    )

    def __init__(self, data: Any = None, *, found: Creation, coming: str = "") -> None:
        super().__init__(data, initial={"stage": coming})
        field: Any = self.fields["stage"]
        field.choices = [(name, name) for name in found.stages]


class ClosingForm(forms.Form):
    """How the campaign ended."""

    ending_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    outcome = forms.ChoiceField(label=_("结果"), choices=[("", _("请选择")), *Outcome.choices])
    happened_on = forms.DateField(label=_("日期"), widget=DayInput, initial=today)
    reason = forms.CharField(label=_("依据"), max_length=300, help_text=_("公布文件的文号，或没有命名、撤回的理由。"))


class ReopeningForm(forms.Form):
    """Why the campaign goes on again."""

    ending_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    happened_on = forms.DateField(label=_("日期"), widget=DayInput, initial=today)
    reason = forms.CharField(label=_("依据"), max_length=300, help_text=_("例如：结果更正，或重新申报。"))


def _initial(found: Creation | None) -> dict[str, Any]:
    if found is None:
        return {"stages": LINE.join(STAGES.on(today()))}
    names = ("name", "programme", "title_sought", "framework_code", "note")
    facts = {name: getattr(found, name) for name in names}
    return {**facts, "creation_id": found.pk, "stages": LINE.join(found.stages)}
