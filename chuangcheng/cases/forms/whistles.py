"""Forms of 吹哨, its answers and its end."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.cases import services
from chuangcheng.cases.forms.moves import MoveForm, PhotoField, Pick, reason_field, units_field
from chuangcheng.cases.models import Case
from chuangcheng.cases.queries import answering_units, open_whistle
from chuangcheng.cases.settings import WHISTLE_MINUTES
from chuangcheng.core.access import Actor
from chuangcheng.core.times import SHANGHAI, now, today

MOMENT_FORM = "%Y-%m-%dT%H:%M"


class WhistleForm(MoveForm):
    service = staticmethod(services.whistle)
    title = _("吹哨")
    submit_label = _("吹哨召集")
    next_step = _("被召集的单位会收到通知，到场后逐一回应。")
    picks = (Pick("called_unit_ids", "cases:suggest_called", is_required=True, many=True),)

    called_unit_ids = units_field(_("召集哪些单位"))
    place = forms.CharField(label=_("在哪里集合"), max_length=200, required=False)
    respond_within = forms.IntegerField(label=_("多少分钟内到场"), min_value=1, max_value=10_000)
    reason = reason_field(_("为什么吹哨"))

    def __init__(self, *arguments: Any, case: Case, **details: Any) -> None:
        super().__init__(*arguments, case=case, **details)
        self.fields["place"].initial = case.place
        self.fields["respond_within"].initial = WHISTLE_MINUTES.on(today())


class AnswerWhistleForm(MoveForm):
    service = staticmethod(services.answer_whistle)
    title = _("到场回应")
    submit_label = _("提交回应")
    next_step = _("吹哨的单位会收到通知。")
    photo_fields = (PhotoField("scene", _("现场照片")),)

    unit_id = forms.TypedChoiceField(label=_("到场单位"), coerce=int, empty_value=None)
    arrived_at = forms.DateTimeField(
        label=_("到场时间"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT_FORM),
        input_formats=[MOMENT_FORM, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
    )
    who_came = forms.CharField(label=_("谁到场"), max_length=100)
    reason = forms.CharField(
        label=_("做了什么"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("没有写明谁到场、做了什么，请填写后再提交。")},
    )

    def prepare(self, actor: Actor) -> None:
        """Offers the called units for which this person may answer."""
        calls = answering_units(actor, open_whistle(self.case))
        field: Any = self.fields["unit_id"]
        field.choices = [(call.unit_id, call.unit.name) for call in calls]
        self.fields["arrived_at"].initial = now().astimezone(SHANGHAI).strftime(MOMENT_FORM)
        self.fields["who_came"].initial = actor.name


class EndWhistleForm(MoveForm):
    service = staticmethod(services.end_whistle)
    title = _("结束吹哨")
    submit_label = _("结束吹哨")
    next_step = _("全部单位都已回应的，可以不写原因。")
    usual_reasons = (_("问题已经解决。"), _("改由其他方式处理。"))

    reason = reason_field(_("提前结束的原因"), required=False)
