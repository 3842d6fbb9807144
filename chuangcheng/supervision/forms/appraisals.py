from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chuangcheng.core.inputs import DayInput
from chuangcheng.core.times import today
from chuangcheng.supervision.appraisal.periods import PeriodKind, Span, span_around, span_before
from chuangcheng.supervision.models import Board
from chuangcheng.supervision.models.appraisals import PERIODS
from chuangcheng.supervision.queries.appraisals.runs import RunFilter


def _last_month() -> date:
    return span_before(span_around(PeriodKind.MONTH, today())).first


class RunFilterForm(forms.Form):
    """What the list of runs shows."""

    period = forms.ChoiceField(
        label=gettext_lazy("周期"),
        required=False,
        choices=[("", gettext_lazy("全部周期")), *PERIODS],
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    board = forms.ModelChoiceField(
        label=gettext_lazy("榜单"),
        required=False,
        queryset=Board.objects.all(),
        empty_label=gettext_lazy("全部榜单"),
        widget=forms.Select(attrs={"class": "form-select"}),
    )

    def chosen(self) -> RunFilter:
        """The filter; what makes no sense is left out."""
        self.is_valid()
        found = self.cleaned_data
        board = found.get("board")
        return RunFilter(found.get("period", ""), board.pk if board else None)


class AppraiseForm(forms.Form):
    """Which period is computed for which boards."""

    period = forms.ChoiceField(label=gettext_lazy("周期"), choices=PERIODS, initial=PeriodKind.MONTH.value)
    day = forms.DateField(
        label=gettext_lazy("哪一天所在的那一期"),
        widget=DayInput,
        initial=_last_month,
        help_text=gettext_lazy("周、月、季度、年度按这一天所在的整期计算；创建周期从这一天算起。"),
    )
    last = forms.DateField(
        label=gettext_lazy("创建周期的最后一天"),
        widget=DayInput,
        required=False,
        help_text=gettext_lazy("只有创建周期要填。"),
    )
    boards = forms.ModelMultipleChoiceField(
        label=gettext_lazy("榜单"), queryset=Board.objects.all(), widget=forms.CheckboxSelectMultiple
    )

    def clean(self) -> dict[str, Any]:
        """A cycle needs its last day."""
        found = super().clean() or {}
        if found.get("period") == PeriodKind.CYCLE and not found.get("last"):
            self.add_error("last", _("请填写创建周期的最后一天。"))
        return found

    def span(self) -> Span:
        """The period that was chosen."""
        kind, day = PeriodKind(self.cleaned_data["period"]), self.cleaned_data["day"]
        if kind == PeriodKind.CYCLE:
            return Span(kind, day, self.cleaned_data["last"])
        return span_around(kind, day)

    def board_ids(self) -> list[UUID]:
        """Ids of the boards."""
        return [board.pk for board in self.cleaned_data["boards"]]
