from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.ids import new_id
from chuangcheng.core.inputs import DayInput
from chuangcheng.core.times import today
from chuangcheng.inspections.access import SCORE_TOUR
from chuangcheng.inspections.forms.picked import BETWEEN, NumbersField, numbers_in
from chuangcheng.inspections.models import Tour, TourStop
from chuangcheng.inspections.services.tours import MOST_MINUTES, StopGiven, TourGiven
from chuangcheng.inspections.tour_policies import HIGHEST_MARK
from chuangcheng.orgs.queries.holders import people_with

PICKS = ("model_sites", "problem_sites")  # in the order of the page


class TourForm(forms.Form):
    """A tour: when, who, where. Sites are chosen by name, in order."""

    tour_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    name = forms.CharField(label=_("名称"), max_length=80, help_text=_("例如：第二季度街镇拉练。"))
    held_on = forms.DateField(label=_("日期"), widget=DayInput(), initial=today)
    starts_at = forms.TimeField(label=_("出发时间"), initial="08:30", widget=forms.TimeInput(attrs={"type": "time"}))
    start_name = forms.CharField(label=_("出发地"), max_length=80, required=False)
    start = forms.CharField(
        label=_("出发地经纬度"),
        max_length=60,
        required=False,
        help_text=_("经度,纬度，用来建议路线；可不填，从第一个点位算起。"),
    )
    minutes = forms.IntegerField(label=_("每个点位停留（分钟）"), min_value=1, max_value=MOST_MINUTES, initial=15)
    leaders: forms.ModelMultipleChoiceField[Any] = forms.ModelMultipleChoiceField(
        label=_("参加的领导"), queryset=None, widget=forms.CheckboxSelectMultiple
    )
    model_sites = NumbersField(label=_("示范点"), required=False)
    problem_sites = NumbersField(label=_("问题点"), required=False)
    previous: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=_("和哪一次比较"), queryset=None, required=False, empty_label=_("不比较")
    )

    def __init__(self, *args: Any, found: Tour | None = None, **options: Any) -> None:
        options.setdefault("initial", _initial(found) if found else {})
        super().__init__(*args, **options)
        leaders: Any = self.fields["leaders"]
        leaders.queryset = people_with(permission=SCORE_TOUR, today=today())
        previous: Any = self.fields["previous"]
        previous.queryset = Tour.objects.filter(state=Tour.State.FINISHED).order_by("-held_on")

    def clean(self) -> dict[str, Any]:
        """Adds what was typed beside the chosen sites, as browsers without scripts send it."""
        values = super().clean() or {}
        typed = self.data.getlist("words") if isinstance(self.data, QueryDict) else []
        for name, words in zip(PICKS, typed, strict=False):
            values[name] = numbers_in([*values.get(name, []), words])
        return values

    def clean_start(self) -> tuple[float, float] | None:
        """Longitude and latitude in degrees."""
        text = self.cleaned_data["start"].strip()
        if not text:
            return None
        try:
            lon, lat = (float(part) for part in BETWEEN.split(text))
        except ValueError:
            raise forms.ValidationError(_("请按“经度,纬度”填写，例如114.49,36.60。")) from None
        if not (abs(lon) <= 180 and abs(lat) <= 90):  # noqa: PLR2004 - degrees
            raise forms.ValidationError(_("经纬度超出范围，请核对。"))
        return lon, lat

    def given(self) -> TourGiven:
        """The tour as the service takes it."""
        values = self.cleaned_data
        minutes = values["minutes"]
        stops = [StopGiven(number, TourStop.Kind.MODEL, minutes) for number in values["model_sites"]]
        stops += [StopGiven(number, TourStop.Kind.PROBLEM, minutes) for number in values["problem_sites"]]
        return TourGiven(
            name=values["name"],
            held_on=values["held_on"],
            starts_at=values["starts_at"],
            start_name=values["start_name"],
            leader_ids=[person.pk for person in values["leaders"]],
            stops=stops,
            previous_id=values["previous"].pk if values["previous"] else None,
            start=values["start"],
        )


def marks_posted(posted: QueryDict, criteria: Sequence[str]) -> Mapping[str, int]:
    """The marks of the criteria that were given; what is no mark is left out, which the service refuses."""
    found = {name: posted.get(f"mark-{index}", "") for index, name in enumerate(criteria)}
    whole = {name: text for name, text in found.items() if text.isdecimal() and len(text) <= len(str(HIGHEST_MARK))}
    return {name: int(text) for name, text in whole.items()}


def _initial(found: Tour) -> dict[str, Any]:
    stops = list(found.stops.select_related("site"))
    start = "" if found.start_lon is None else f"{found.start_lon},{found.start_lat}"
    return {
        "tour_id": found.pk,
        "name": found.name,
        "held_on": found.held_on,
        "starts_at": found.starts_at.strftime("%H:%M"),
        "start_name": found.start_name,
        "start": start,
        "minutes": stops[0].minutes if stops else 15,
        "leaders": list(found.leaders.values_list("pk", flat=True)),
        "model_sites": [stop.site.number for stop in stops if stop.kind == TourStop.Kind.MODEL],
        "problem_sites": [stop.site.number for stop in stops if stop.kind == TourStop.Kind.PROBLEM],
        "previous": found.previous_id,
    }
