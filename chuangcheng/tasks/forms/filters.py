from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.ids import MOST_KEY
from chuangcheng.tasks.policies import known_tags
from chuangcheng.tasks.queries import LATE, MONTH, NO_VISIT, WEEK, TaskFilter
from chuangcheng.tasks.slots import GoalDay
from chuangcheng.tasks.tags import read_tags
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
    goal = forms.ChoiceField(label=_("迎检"), required=False)
    tag = forms.ChoiceField(label=_("兼顾工作"), required=False)
    unit = forms.IntegerField(required=False, min_value=1, max_value=MOST_KEY, widget=forms.HiddenInput)
    standard = forms.IntegerField(required=False, min_value=1, max_value=MOST_KEY, widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, visits: Sequence[GoalDay] = (), **details: Any) -> None:
        super().__init__(*arguments, **details)
        goal: Any = self.fields["goal"]
        asked_goal = str(self.data.get("goal") or "")[:80]
        listed = [(visit.key, visit.label) for visit in visits]
        kept = [(asked_goal, asked_goal)] if asked_goal and asked_goal not in {NO_VISIT, *dict(listed)} else []
        goal.choices = [("", ALL), (NO_VISIT, _("没有列入迎检的")), *listed, *kept]
        if not visits:
            goal.widget = forms.HiddenInput()
        field: Any = self.fields["tag"]
        asked = read_tags(str(self.data.get("tag") or ""))[:1]  # one that is no more in the list finds its tasks still
        names = [*known_tags(), *asked]
        field.choices = [("", ALL), *((name, name) for name in dict.fromkeys(names))]

    def tag_names(self) -> list[str]:
        """What the filter offers, which is what may be put on a task or taken off it."""
        field: Any = self.fields["tag"]
        return [value for value, _label in field.choices if value]

    def chosen(self) -> TaskFilter:
        """The filter."""
        self.is_valid()
        values = self.cleaned_data
        return TaskFilter(
            words=values.get("q") or "",
            state=values.get("state") or "",
            due=values.get("due") or "",
            kind=values.get("kind") or "",
            goal=values.get("goal") or "",
            tag=values.get("tag") or "",
            unit_id=values.get("unit"),
            standard_id=values.get("standard"),
        )

    def has_chosen(self) -> bool:
        """True when the address holds a condition."""
        return any(self.cleaned_data.get(name) for name in self.fields)
