from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chuangcheng.cases.figures import COUNT_LABELS as FIGURES
from chuangcheng.cases.forms.choices import Choice, PlainSelect, class_choices
from chuangcheng.cases.models import Case, ProblemClass
from chuangcheng.cases.queries import NEXT, SOON, CaseFilter, class_ids_of_list, with_all_below
from chuangcheng.cases.queries.happenings import HAPPENING_LABELS
from chuangcheng.cases.workflow import STATE_LABELS
from chuangcheng.core.access import Actor
from chuangcheng.core.inputs import DayInput

ALL = _("全部")


@dataclass(frozen=True, slots=True)
class FilterOptions:
    """What may be chosen in the filter of the list."""

    classes: Sequence[ProblemClass]
    units: Sequence[Choice]
    areas: Sequence[Choice]
    lists: Sequence[Choice] = ()


class CaseFilterForm(forms.Form):
    """The filter of the list, read from the address; what makes no sense there does not matter."""

    q = forms.CharField(label=_("编号或文字"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[("", ALL), *((state.value, _(label)) for state, label in STATE_LABELS.items())],
        widget=PlainSelect,
    )
    problem_class = forms.IntegerField(label=_("类别"), required=False, widget=PlainSelect)
    problem_list = forms.IntegerField(label=_("清单"), required=False, widget=PlainSelect)
    severity = forms.ChoiceField(
        label=_("紧急程度"), required=False, choices=[("", ALL), *Case.Severity.choices], widget=PlainSelect
    )
    unit = forms.IntegerField(label=_("责任单位"), required=False, widget=PlainSelect)
    area = forms.IntegerField(label=_("所在街镇"), required=False, widget=PlainSelect)
    source = forms.ChoiceField(
        label=_("来源"), required=False, choices=[("", ALL), *Case.Source.choices], widget=PlainSelect
    )
    overdue = forms.ChoiceField(
        label=_("期限"),
        required=False,
        choices=[("", ALL), ("1", _("已超期")), (SOON, _("临期")), (NEXT, _("24个工作时内到期"))],
        widget=PlainSelect,
    )
    relapse = forms.ChoiceField(
        label=_("回潮"), required=False, choices=[("", ALL), ("1", _("回潮问题"))], widget=PlainSelect
    )
    relapse_unit = forms.IntegerField(required=False, widget=forms.HiddenInput)  # these come from 回潮分析
    relapse_since = forms.DateField(required=False, widget=forms.HiddenInput)
    relapse_until = forms.DateField(required=False, widget=forms.HiddenInput)
    due_from = forms.DateField(label=_("到期自"), required=False, widget=DayInput)
    due_to = forms.DateField(label=_("到期至"), required=False, widget=DayInput)
    lead = forms.IntegerField(required=False, widget=forms.HiddenInput)
    lead_within = forms.IntegerField(required=False, widget=forms.HiddenInput)
    leader = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    waits = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    figure = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    figure_from = forms.DateField(required=False, widget=forms.HiddenInput)
    figure_to = forms.DateField(required=False, widget=forms.HiddenInput)
    happened = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)  # from the leaders' screen
    happened_since = forms.DateField(required=False, widget=forms.HiddenInput)
    site = forms.UUIDField(required=False, widget=forms.HiddenInput)
    group = forms.UUIDField(required=False, widget=forms.HiddenInput)  # from the page of a round or tour
    special = forms.UUIDField(required=False, widget=forms.HiddenInput)  # from the page of a special campaign

    def __init__(self, parameters: Mapping[str, Any], *, options: FilterOptions) -> None:
        super().__init__(parameters)
        self._offer("problem_class", class_choices(options.classes, ALL))
        self._offer("problem_list", [("", ALL), *options.lists])
        self._offer("unit", [("", ALL), *options.units])
        self._offer("area", [("", ALL), *options.areas])
        for name, choices in (("unit", options.units), ("area", options.areas)):
            if len(choices) < 2:  # noqa: PLR2004 - one unit is no choice
                self.fields[name].widget = forms.HiddenInput()

    def chosen(self, actor: Actor, *, view: str) -> CaseFilter:
        """The filter; NotFound for a unit that the actor does not see."""
        self.is_valid()
        values = self.cleaned_data
        return CaseFilter(
            view=view,
            words=values.get("q") or "",
            state=values.get("state") or "",
            problem_class_id=values.get("problem_class"),
            unit_ids=with_all_below(actor, values.get("unit")),
            area_ids=with_all_below(actor, values.get("area")),
            class_ids=class_ids_of_list(values.get("problem_list")),
            severity=values.get("severity") or "",
            source=values.get("source") or "",
            group=str(values.get("group") or ""),
            special=str(values.get("special") or ""),
            site_id=values.get("site"),
            is_overdue=values.get("overdue") == "1",
            due=values["overdue"] if values.get("overdue") in {SOON, NEXT} else "",
            due_from=values.get("due_from"),
            due_to=values.get("due_to"),
            lead_unit_id=values.get("lead"),
            lead_unit_ids=with_all_below(actor, values.get("lead_within")),
            leader=values.get("leader") or "",
            is_relapse=bool(values.get("relapse")),
            relapse_unit_id=values.get("relapse_unit"),
            relapse_since=_written(values.get("relapse_since")),
            relapse_until=_written(values.get("relapse_until")),
            waits=values.get("waits") or "",
            **self._figure(),
            **self._happened(),
        )

    def _figure(self) -> dict[str, Any]:
        """The figure that was opened; none when its days are missing or make no sense."""
        values = self.cleaned_data
        name, first, last = values.get("figure"), values.get("figure_from"), values.get("figure_to")
        if name not in FIGURES or not first or not last or first > last:
            return {}
        return {"figure": name, "figure_from": first, "figure_to": last}

    def _happened(self) -> dict[str, Any]:
        """What happened to the cases since a day; nothing when that makes no sense."""
        values = self.cleaned_data
        name, since = values.get("happened"), values.get("happened_since")
        return {"happened": name, "happened_since": _written(since)} if name in HAPPENING_LABELS and since else {}

    def figure_note(self) -> str:
        """What the list shows when a figure was opened, in words."""
        if happened := self._happened():
            label = HAPPENING_LABELS[happened["happened"]]
            return gettext("%(since)s以来：%(name)s") % {"since": happened["happened_since"], "name": label}
        opened = self._figure()
        if not opened:
            return ""
        label = FIGURES[opened["figure"]]
        facts = {"first": opened["figure_from"], "last": opened["figure_to"], "name": _(label)}
        return gettext("整改统计%(first)s至%(last)s：%(name)s") % facts

    def has_chosen(self, *, besides: str = "") -> bool:
        """True when the address holds a condition; `besides`: the field that does not count."""
        return any(self.cleaned_data.get(name) for name in self.fields if name != besides)

    def _offer(self, name: str, choices: Sequence[Choice]) -> None:
        # On the field as well, where the chips of the filter look up the words of a chosen value.
        field: Any = self.fields[name]
        field.choices = field.widget.choices = choices


def _written(day: date | None) -> str:
    return day.isoformat() if day is not None else ""
