from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from unicodedata import normalize

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.ids import new_id
from chuangcheng.core.inputs import DayInput
from chuangcheng.core.times import today
from chuangcheng.orgs.queries import post_paths_of, unit_places
from chuangcheng.tasks.models import Task
from chuangcheng.tasks.policies import known_tags
from chuangcheng.tasks.services import NewTask, TaskGiven
from chuangcheng.tasks.slots import GoalDay
from chuangcheng.tasks.tags import read_tags, written_tags

LONG = {"rows": 3}


def amount_field(label: Any, help_text: Any = "") -> forms.DecimalField:
    """A number with at most two places."""
    return forms.DecimalField(
        label=label,
        required=False,
        max_digits=14,
        decimal_places=2,
        help_text=help_text,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),  # a number field takes no full-width digits
    )


class TaskForm(forms.Form):
    """A task: what, by whom, by when, and what shows that it is done."""

    task_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    title = forms.CharField(label=_("任务"), max_length=200)
    unit_id = forms.IntegerField(label=_("责任单位"), required=False)
    person_id = forms.IntegerField(
        label=_("责任人"), required=False, help_text=_("责任单位的人；不填由单位接收后自己安排。")
    )
    target = forms.CharField(
        label=_("目标"),
        required=False,
        max_length=300,
        help_text=_("要达到什么，一句话；能数的在下面写数量。两样至少填一样。"),
    )
    now_amount = amount_field(_("现状"))
    target_amount = amount_field(_("目标数量"))
    measure = forms.CharField(label=_("数量的单位"), required=False, max_length=20, help_text=_("例如：处、个、%。"))
    due_on = forms.DateField(label=_("完成时限"), widget=DayInput)
    starts_on = forms.DateField(label=_("不早于"), required=False, widget=DayInput)
    days = forms.IntegerField(
        label=_("工期（工作日）"), required=False, min_value=0, max_value=2000, help_text=_("倒排工期按它计算。")
    )
    tags = forms.MultipleChoiceField(
        label=_("兼顾工作"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("这项任务还服务于哪些工作；名称在系统设置中。"),
    )
    goals = forms.MultipleChoiceField(label=_("为哪次迎检准备"), required=False, widget=forms.CheckboxSelectMultiple)
    is_standing = forms.BooleanField(label=_("长期坚持，每月报进展"), required=False)
    work_standard = forms.CharField(
        label=_("工作标准"), required=False, max_length=1000, widget=forms.Textarea(attrs=LONG)
    )
    measures = forms.CharField(label=_("工作措施"), required=False, max_length=1000, widget=forms.Textarea(attrs=LONG))
    proof = forms.CharField(
        label=_("佐证"), required=False, max_length=300, help_text=_("拿什么证明做到了，例如：完工照片、验收单。")
    )

    despite = forms.CharField(label=_("仍要交办的理由"), required=False, max_length=300, widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, goals: Sequence[GoalDay], **details: Any) -> None:
        super().__init__(*arguments, **details)
        tags: Any = self.fields["tags"]
        names = dict.fromkeys((*known_tags(), *self.initial.get("tags", ())))  # what stands on it may stay
        tags.choices = [(name, name) for name in names]
        if not names:
            del self.fields["tags"]
        field: Any = self.fields["goals"]
        field.choices = [(goal.key, f"{goal.label}（{goal.day.isoformat()}）") for goal in goals]
        if not goals:
            del self.fields["goals"]

    def given(self, **more: Any) -> TaskGiven:
        """The task as the service takes it."""
        values = {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in ("task_id", "reason", "goals", "tags", "despite")
        }
        listed = {
            "goal_keys": tuple(self.cleaned_data.get("goals", ())),
            "tags": written_tags(self.cleaned_data.get("tags", ())),
        }
        return TaskGiven(**{**values, **listed, **more})

    def clean(self) -> dict[str, Any]:
        """A person belongs to the unit that has the task."""
        super().clean()
        values: dict[str, Any] = self.cleaned_data
        unit_id, person_id = values.get("unit_id"), values.get("person_id")
        is_kept = person_id == self.initial.get("person_id") and unit_id == self.initial.get("unit_id")
        if person_id is not None and not is_kept:
            places = unit_places([unit_id or 0])
            paths = post_paths_of([person_id], today=today()).get(person_id, ())
            root = places[unit_id][1] if unit_id in places else None
            if root is None or not any(path.startswith(root) for path in paths):
                self.add_error("person_id", _("责任人应是责任单位的人，请重新选择或者不填。"))
        return values

    def ask_reason(self) -> None:
        """Shows the field that says why it is asked although it was refused."""
        self.fields["despite"].widget = forms.TextInput()

    def new_task(self, **more: Any) -> NewTask:
        """The same with the id that the form made."""
        return NewTask(self.cleaned_data["task_id"], self.given(**more))


class ChangeForm(TaskForm):
    """The same for a task that is there; another unit takes it over as if it were assigned anew."""

    field_order = ("title",)
    despite = None  # type: ignore[assignment]
    reason = forms.CharField(label=_("修改的原因"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


def initial_of(task: Task, goal_keys: Sequence[str]) -> dict[str, Any]:
    """The fields of the form as the task has them."""
    names = [name for name in TaskForm.base_fields if name not in ("task_id", "goals", "despite")]
    facts = {name: getattr(task, name) for name in names}
    return {**facts, "tags": list(read_tags(task.tags)), "goals": list(goal_keys)}


class PercentField(forms.IntegerField):
    """A whole number, as people write it: 40, ４０, 40%."""

    def to_python(self, value: Any) -> int | None:
        written = normalize("NFKC", str(value or "")).strip()
        return super().to_python(written.removesuffix("%").strip())


class StepForm(forms.Form):
    """What is said with a step."""

    event_id = forms.UUIDField()
    reason = forms.CharField(required=False, max_length=1000)
    amount = amount_field("")
    percent = PercentField(required=False)
    unit_id = forms.IntegerField(label=_("新的责任单位"), required=False)


class MoveForm(forms.Form):
    """Other days for a task, with a reason."""

    event_id = forms.UUIDField()
    starts_on = forms.DateField(required=False)
    due_on = forms.DateField(required=False)
    reason = forms.CharField(required=False, max_length=500)


class LinkForm(forms.Form):
    """Which task this one waits for."""

    number = forms.CharField(label=_("先做的任务编号"), max_length=20, help_text=_("例如：2026-000012。"))
    lag = forms.IntegerField(label=_("间隔（工作日）"), required=False, initial=0)
    from_start = forms.BooleanField(label=_("只等它开始"), required=False)


class LineForm(forms.Form):
    """A line of a breakdown, ticked or not."""

    is_chosen = forms.BooleanField(required=False)
    task_id = forms.UUIDField(widget=forms.HiddenInput)
    standard_id = forms.IntegerField(widget=forms.HiddenInput)
    unit_id = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(max_length=200)
    target = forms.CharField(required=False, max_length=300)
    now_amount = amount_field("")
    target_amount = amount_field("")
    measure = forms.CharField(required=False, max_length=20)
    due_on = forms.DateField(required=False, widget=DayInput)
    days = forms.IntegerField(required=False, min_value=0, max_value=2000)
    is_standing = forms.BooleanField(required=False, widget=forms.HiddenInput)
    proof = forms.CharField(required=False, max_length=300)
    measures = forms.CharField(required=False, max_length=1000)

    def new_task(self, goal_keys: Sequence[str]) -> NewTask:
        """The line as the service takes it."""
        values = dict(self.cleaned_data)
        task_id = values.pop("task_id")
        values.pop("is_chosen")
        return NewTask(task_id, TaskGiven(**values, goal_keys=tuple(goal_keys)))


LineForms: Any = forms.formset_factory(LineForm, extra=0, max_num=300, absolute_max=300)
