from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.cases.forms.choices import class_choices
from chuangcheng.cases.models import Case, ProblemClass
from chuangcheng.cases.services import open_case
from chuangcheng.core.access import Actor
from chuangcheng.core.ids import new_id

OWN_SOURCES = [choice for choice in Case.Source.choices if choice[0] not in {"check", "imported"}]


def read_position(written: str) -> tuple[float, float] | tuple[None, None]:
    """Longitude and latitude in degrees as the phone writes them; nothing when it wrote nothing usable."""
    try:
        lon, lat = (float(part) for part in written.split(","))
    except ValueError:
        return None, None
    return (lon, lat) if abs(lon) <= 180 and abs(lat) <= 90 else (None, None)  # noqa: PLR2004 - degrees


class ReportForm(forms.Form):
    """上报: what, where, of which class."""

    case_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    description = forms.CharField(
        label=_("发现了什么问题"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请写明发现了什么问题。")},
    )
    site = forms.UUIDField(label=_("点位"), required=False, widget=forms.HiddenInput)
    place_text = forms.CharField(
        label=_("具体位置"),
        required=False,
        max_length=200,
        help_text=_("不在点位上的，写明路名、门牌或附近标志；点位和具体位置填一项即可。"),
    )
    problem_class = forms.TypedChoiceField(label=_("问题类别"), required=False, coerce=int, empty_value=None)
    severity = forms.ChoiceField(
        label=_("紧急程度"), choices=Case.Severity.choices, initial=Case.Severity.NORMAL, widget=forms.RadioSelect
    )
    source = forms.ChoiceField(label=_("问题来源"), choices=OWN_SOURCES, initial=Case.Source.PATROL)
    position = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, classes: Sequence[ProblemClass], **details: Any) -> None:
        super().__init__(*arguments, **details)
        self._classes = {each.pk: each for each in classes}
        field: Any = self.fields["problem_class"]
        field.choices = class_choices(classes, _("不确定，由创城办确定"))

    def clean(self) -> dict[str, Any]:
        """A place in one way or the other."""
        values = super().clean() or {}
        if not values.get("site") and not (values.get("place_text") or "").strip():
            self.add_error("place_text", _("请选择点位，或写明问题在什么地方。"))
        return values

    def clean_position(self) -> tuple[float | None, float | None]:
        """Longitude and latitude from the phone; nothing when it sent nothing usable."""
        return read_position(self.cleaned_data["position"])

    def submit(self, *, actor: Actor, photo_ids: Sequence[UUID]) -> Case:
        """Opens the case; the same form again is the same case."""
        values = self.cleaned_data
        lon, lat = values["position"]
        return open_case(
            actor=actor,
            case_id=values["case_id"],
            description=values["description"],
            site_id=values["site"],
            place_text=values["place_text"],
            problem_class=self._classes.get(values["problem_class"]),
            severity=values["severity"],
            source=values["source"],
            lon=lon,
            lat=lat,
            photo_ids=photo_ids,
        )
