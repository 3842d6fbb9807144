from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.cases.forms.choices import Choice, PlainSelect, class_choices
from chuangcheng.cases.models import Case, ProblemClass
from chuangcheng.cases.queries import with_all_below
from chuangcheng.cases.queries.figure_conditions import Period
from chuangcheng.cases.queries.rectification import Narrowed
from chuangcheng.core.access import Actor
from chuangcheng.core.inputs import DayInput
from chuangcheng.core.templatetags.filter_chips import shown

ALL = _("全部")
LONGEST = timedelta(days=3660)  # ten years: our choice
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)


class FiguresForm(forms.Form):
    """The period and what the figures are narrowed to, read from the address; nonsense does not matter."""

    source = forms.ChoiceField(
        label=_("来源"), required=False, choices=[("", ALL), *Case.Source.choices], widget=PlainSelect
    )
    problem_class = forms.IntegerField(label=_("类别"), required=False, widget=PlainSelect)
    lead_within = forms.IntegerField(label=_("责任单位"), required=False, widget=PlainSelect)
    area = forms.IntegerField(label=_("所在街镇"), required=False, widget=PlainSelect)

    def __init__(
        self,
        parameters: Mapping[str, Any],
        *,
        classes: Sequence[ProblemClass],
        units: Sequence[Choice],
        areas: Sequence[Choice],
    ) -> None:
        super().__init__(parameters)
        # The two days are called as the address calls them; Python does not take the first for a name.
        self.fields["from"] = forms.DateField(label=_("自"), required=False, widget=DayInput)
        self.fields["to"] = forms.DateField(label=_("至"), required=False, widget=DayInput)
        self.order_fields(["from", "to"])
        self._offer("problem_class", class_choices(classes, ALL))
        self._offer("lead_within", [("", ALL), *units])
        self._offer("area", [("", ALL), *areas])
        self.is_valid()

    def period(self, today: date) -> Period:
        """The days asked for; this month when there are none or they make no sense."""
        first, last = self.cleaned_data.get("from"), self.cleaned_data.get("to")
        if first and last and EARLIEST <= first <= last <= LATEST and last - first <= LONGEST:
            return Period(first, last)
        return Period.month_of(today)

    def narrowed(self, actor: Actor) -> Narrowed:
        """The rest of it; NotFound for a unit that the actor does not see."""
        values = self.cleaned_data
        units, areas = (with_all_below(actor, values.get(name)) for name in ("lead_within", "area"))
        return Narrowed(
            source=values.get("source") or "",
            problem_class_id=values.get("problem_class"),
            unit_ids=tuple(units) if units is not None else None,
            area_ids=tuple(areas) if areas is not None else None,
        )

    def words(self) -> str:
        """What the figures are narrowed to, for a paper: "来源：群众反映；类别：暴露垃圾"."""
        chosen = [
            (field.label, shown(field, str(value)))
            for field in self
            if field.name not in {"from", "to"} and (value := self.cleaned_data.get(field.name))
        ]
        return "；".join(f"{label}：{value}" for label, value in chosen)

    def _offer(self, name: str, choices: Sequence[Choice]) -> None:
        field: Any = self.fields[name]
        field.choices = field.widget.choices = choices
