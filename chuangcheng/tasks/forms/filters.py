from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.tasks.queries import LATE, MONTH, WEEK, TaskFilter
from chuangcheng.tasks.workflow import STATE_LABELS

ALL = _("全部")


class TaskFilterForm(forms.Form):
    """The filter of the ledger, read from the address; what makes no sense there does not matter."""

    q = forms.CharField(label=_("编号、单位或文字"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[
            ("", ALL),
            ("open", _("没有办完的")),
            *((state.value, _(label)) for state, label in STATE_LABELS.items()),
        ],
    )
    due = forms.ChoiceField(
        label=_("时限"),
        required=False,
        choices=[("", ALL), (LATE, _("已超期")), (WEEK, _("七天内到期")), (MONTH, _("一个月内到期"))],
    )
    kind = forms.ChoiceField(
        label=_("类别"),
        required=False,
        choices=[("", ALL), ("top", _("交办的任务")), ("part", _("分解的分项")), ("standing", _("长期坚持"))],
    )
    unit = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    standard = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def chosen(self) -> TaskFilter:
        """The filter."""
        self.is_valid()
        values = self.cleaned_data
        return TaskFilter(
            words=values.get("q") or "",
            state=values.get("state") or "",
            due=values.get("due") or "",
            kind=values.get("kind") or "",
            unit_id=values.get("unit"),
            standard_id=values.get("standard"),
        )

    def has_chosen(self) -> bool:
        """True when the address holds a condition."""
        return any(self.cleaned_data.get(name) for name in self.fields)
