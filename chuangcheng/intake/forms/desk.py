"""The page of a call: as few fields as a call has, each reached by one more press of Tab."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.access import Actor
from chuangcheng.core.ids import new_id
from chuangcheng.intake.models import Report, Source, SourceRule
from chuangcheng.intake.services import Contact, ReportGiven, receive_report

MOST_TEXT, MOST_PLACE, MOST_NAME, MOST_PHONE, MOST_OUTSIDE = 2000, 200, 40, 30, 40


class DeskForm(forms.Form):
    """登记来件: who is on the line, what it is about, where."""

    report_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    phone = forms.CharField(label=_("电话"), required=False, max_length=MOST_PHONE)
    name = forms.CharField(label=_("姓名"), required=False, max_length=MOST_NAME)
    text = forms.CharField(
        label=_("反映什么"),
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请写明反映了什么问题。")},
    )
    site = forms.UUIDField(label=_("点位"), required=False, widget=forms.HiddenInput)
    place_text = forms.CharField(label=_("在哪里"), required=False, max_length=MOST_PLACE)
    problem_class = forms.IntegerField(label=_("问题类别"), required=False, widget=forms.HiddenInput)
    source = forms.ChoiceField(label=_("来源"))
    outside_number = forms.CharField(label=_("原编号"), required=False, max_length=MOST_OUTSIDE)
    received_at = forms.DateTimeField(
        label=_("收到时间"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    severity = forms.ChoiceField(label=_("紧急程度"), required=False)
    wants_answer = forms.BooleanField(label=_("要求答复"), required=False, initial=True)
    link_to = forms.UUIDField(required=False, widget=forms.HiddenInput)
    then = forms.ChoiceField(
        label=_("接着"),
        required=False,
        choices=[("case", _("生成问题")), ("desk", _("先留在受理台"))],
        initial="case",
    )

    def __init__(self, *arguments: Any, sources: Sequence[Source], **details: Any) -> None:
        super().__init__(*arguments, **details)
        source: Any = self.fields["source"]
        source.choices = [(each.code, each.label) for each in sources]
        severity: Any = self.fields["severity"]
        severity.choices = [("", _("按来源")), *SourceRule.Severity.choices]

    def clean(self) -> dict[str, Any]:
        """A place in one way or the other."""
        values = super().clean() or {}
        if not values.get("site") and not (values.get("place_text") or "").strip():
            self.add_error("place_text", _("请选择点位，或写明问题在什么地方。"))
        return values

    def submit(self, *, actor: Actor, photo_ids: Sequence[UUID] = ()) -> Report:
        """Keeps the report; the same form again is the same report."""
        values = self.cleaned_data
        given = ReportGiven(
            source=values["source"],
            text=values["text"],
            place_text=values["place_text"],
            site_id=values["site"],
            problem_class_id=values["problem_class"],
            severity=values["severity"],
            contact=Contact(values["name"], values["phone"]),
            wants_answer=values["wants_answer"],
            photo_ids=photo_ids,
            outside_number=values["outside_number"],
            received_at=values["received_at"],
            opens_case=values["then"] != "desk",
            link_to=values["link_to"],
        )
        return receive_report(actor=actor, report_id=values["report_id"], given=given)
