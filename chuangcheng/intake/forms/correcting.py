"""更正登记: what was taken down, to be put right. Who reported is not shown; what is filled in there replaces it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.access import Actor
from chuangcheng.core.ids import new_id
from chuangcheng.intake.forms.desk import MOST_NAME, MOST_PHONE, MOST_PLACE, MOST_TEXT
from chuangcheng.intake.models import Report, ReportEvent, Source
from chuangcheng.intake.services import Contact, Correction, Place, ReportStep, correct_report

MOST_EMAIL = 254
MINUTES = "%Y-%m-%dT%H:%M"
KEEP = _("不填则不变；原来的不在这里显示。")


class CorrectForm(forms.Form):
    """The register entry as it stands."""

    event_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    text = forms.CharField(label=_("反映什么"), max_length=MOST_TEXT, widget=forms.Textarea(attrs={"rows": 4}))
    site = forms.UUIDField(label=_("点位"), required=False, widget=forms.HiddenInput)
    place_text = forms.CharField(label=_("在哪里"), required=False, max_length=MOST_PLACE)
    problem_class = forms.IntegerField(label=_("问题类别"), required=False, widget=forms.HiddenInput)
    source = forms.ChoiceField(label=_("来源"))
    received_at = forms.DateTimeField(
        label=_("收到时间"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MINUTES)
    )
    phone = forms.CharField(label=_("电话"), required=False, max_length=MOST_PHONE, help_text=KEEP)
    name = forms.CharField(label=_("姓名"), required=False, max_length=MOST_NAME, help_text=KEEP)
    email = forms.CharField(label=_("电子邮箱"), required=False, max_length=MOST_EMAIL, help_text=KEEP)
    reason = forms.CharField(label=_("为什么更正"), max_length=MOST_TEXT, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, given: QueryDict | None, *, report: Report, sources: Sequence[Source]) -> None:
        super().__init__(given, initial=_standing(report))
        self.report = report
        source: Any = self.fields["source"]
        source.choices = [(each.code, each.label) for each in sources]
        if report.source.code not in {each.code for each in sources}:
            source.choices = [(report.source.code, report.source.label), *source.choices]
        if report.erased_at is not None:
            for name in ("phone", "name", "email"):
                del self.fields[name]

    def submit(self, *, actor: Actor) -> ReportEvent:
        """Puts right what differs from what stood there."""
        values = self.cleaned_data
        step = ReportStep(self.report.pk, event_id=values["event_id"])
        return correct_report(actor=actor, step=step, correction=self._correction(), reason=values["reason"])

    def _correction(self) -> Correction:
        values, stood = self.cleaned_data, _standing(self.report)
        given = {name: values.get(name, "") for name in ("name", "phone", "email")}
        is_moved = timezone.localtime(values["received_at"]).strftime(MINUTES) != _minutes(self.report)
        return Correction(
            source=values["source"] if values["source"] != stood["source"] else None,
            received_at=values["received_at"] if is_moved else None,
            text=values["text"] if values["text"].split() != self.report.text.split() else None,
            place=self._place(stood),
            problem_class_id=values["problem_class"] if values["problem_class"] != stood["problem_class"] else None,
            contact=Contact(**given) if any(given.values()) else None,
        )

    def _place(self, stood: dict[str, Any]) -> Place | None:
        """Another site or other words; a position stays with its words, since the form shows none."""
        site: UUID | None = self.cleaned_data["site"]
        words = self.cleaned_data["place_text"]
        if (site, words) == (stood["site"], stood["place_text"]):
            return None
        if site == stood["site"]:
            report = self.report
            return Place(words, site, report.lon, report.lat, report.area_id)
        return Place(words, site)


def _standing(report: Report) -> dict[str, Any]:
    return {
        "text": report.text,
        "site": report.site_id,
        "place_text": report.place_text,
        "problem_class": report.problem_class_id,
        "source": report.source.code,
        "received_at": _minutes(report),
    }


def _minutes(report: Report) -> str:
    return timezone.localtime(report.received_at).strftime(MINUTES)
