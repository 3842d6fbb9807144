from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.access import Actor
from chuangcheng.intake.caller_handles import indexes_behind
from chuangcheng.intake.models import Report, Source
from chuangcheng.intake.queries import ACCEPT_LATE, ANSWER_LATE, LATE, NEAR, ReportFilter
from chuangcheng.intake.states import STATE_LABELS

ALL = _("全部")
NOBODY = "-"  # a blind index that no phone has
DUE = [
    ("", ALL),
    (LATE, _("已超期")),
    (ACCEPT_LATE, _("受理超期")),
    (ANSWER_LATE, _("答复超期")),
    (NEAR, _("一天内到期")),
]


class ReportFilterForm(forms.Form):
    """The filter of the list, read from the address; what makes no sense there does not matter."""

    q = forms.CharField(label=_("编号或文字"), required=False, max_length=100)
    caller = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput)
    source = forms.ChoiceField(label=_("来源"), required=False)
    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[
            ("", ALL),
            ("open", _("没有办完的")),
            *((state.value, _(label)) for state, label in STATE_LABELS.items()),
        ],
    )
    due = forms.ChoiceField(label=_("期限"), required=False, choices=DUE)
    satisfaction = forms.ChoiceField(label=_("评价"), required=False, choices=[("", ALL), *Report.Satisfaction.choices])
    disputed = forms.ChoiceField(label=_("没有解决"), required=False, choices=[("", ALL), ("1", _("反映没有解决的"))])

    def __init__(self, parameters: Mapping[str, Any], *, sources: Sequence[Source], actor: Actor) -> None:
        super().__init__(parameters)
        self.actor = actor
        field: Any = self.fields["source"]
        field.choices = [("", ALL), *((source.code, source.label) for source in sources)]

    def chosen(self) -> ReportFilter:
        """The filter."""
        self.is_valid()
        values = self.cleaned_data
        return ReportFilter(
            words=values.get("q") or "",
            caller=self._caller(values.get("caller") or ""),
            source=values.get("source") or "",
            state=values.get("state") or "",
            due=values.get("due") or "",
            satisfaction=values.get("satisfaction") or "",
            is_disputed=bool(values.get("disputed")),
        )

    def _caller(self, handle: str) -> tuple[str, ...]:
        """Whose reports; of nobody when the handle is old."""
        return (indexes_behind(self.actor, handle) or (NOBODY,)) if handle else ()

    def has_chosen(self) -> bool:
        """True when the address holds a condition."""
        return any(self.cleaned_data.get(name) for name in self.fields)
