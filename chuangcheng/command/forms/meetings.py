from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.command.models import Meeting, MeetingUnit
from chuangcheng.command.services.meetings import ItemGiven, MeetingGiven, ResolutionGiven
from chuangcheng.core.ids import new_id
from chuangcheng.core.inputs import DayInput

MINUTES = "%Y-%m-%dT%H:%M"
PICKS = ("unit_ids", "well_unit_ids", "bad_unit_ids")


class Numbers(forms.TypedMultipleChoiceField):
    """Keys of chosen units, whichever they are: the service knows them."""

    def __init__(self, **details: Any) -> None:
        super().__init__(coerce=int, required=False, **details)

    def valid_value(self, value: Any) -> bool:
        """A positive number that a key may be."""
        return str(value).isdecimal() and len(str(value)) < 10  # noqa: PLR2004 - digits of a key


class MeetingForm(forms.Form):
    """A meeting: what kind, when, where, who is called, who speaks."""

    meeting_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    kind = forms.ChoiceField(label=_("类别"), choices=Meeting.Kind.choices)
    title = forms.CharField(label=_("名称"), max_length=100, help_text=_("例如：第三季度创城联席会议。"))
    starts_at = forms.DateTimeField(
        label=_("时间"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MINUTES)
    )
    place = forms.CharField(label=_("地点"), max_length=120)
    chair = forms.CharField(label=_("主持人"), required=False, max_length=60, help_text=_("姓名和职务，写进纪要。"))
    unit_ids = Numbers(label=_("参会单位"))
    well_unit_ids = Numbers(label=_("经验发言的单位"))
    bad_unit_ids = Numbers(label=_("表态发言的单位"))
    note = forms.CharField(
        label=_("要求"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("请各单位带什么材料、谁参加。"),
    )
    reports_by = forms.DateField(
        label=_("各单位上报本单位会议的期限"),
        required=False,
        widget=DayInput,
        help_text=_("要求各单位自己也开会传达落实时填写；不填就不要求。"),
    )

    def given(self) -> MeetingGiven:
        """The meeting as the service takes it."""
        values = dict(self.cleaned_data)
        values.pop("meeting_id")
        return MeetingGiven(**values)


def initial_of(found: Meeting, units: list[MeetingUnit]) -> dict[str, Any]:
    """The fields of the form as the meeting has them."""
    names = ("kind", "title", "starts_at", "place", "chair", "note", "reports_by")
    by_speech = {"unit_ids": "", "well_unit_ids": "well", "bad_unit_ids": "badly"}
    picked = {name: [row.unit_id for row in units if row.speech == speech] for name, speech in by_speech.items()}
    return {**{name: getattr(found, name) for name in names}, **picked}


class ItemForm(forms.Form):
    """An item by hand."""

    item_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    title = forms.CharField(label=_("议题"), max_length=200)
    text = forms.CharField(
        label=_("研究什么"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    unit_id = forms.IntegerField(label=_("汇报单位"), required=False)

    def given(self) -> ItemGiven:
        """The item as the service takes it."""
        values = self.cleaned_data
        return ItemGiven(values["title"], values["text"], values["unit_id"])


class ResolutionForm(forms.Form):
    """A resolution: what, by whom, by when."""

    resolution_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    text = forms.CharField(label=_("决定事项"), max_length=200)
    unit_id = forms.IntegerField(label=_("责任单位"), error_messages={"required": _("请选择责任单位。")})
    due_on = forms.DateField(
        label=_("完成时限"),
        widget=DayInput,
        error_messages={"required": _("请填写完成时限，不能早于会议日期。")},
    )
    item_id = forms.TypedChoiceField(label=_("由哪个议题"), required=False, coerce=UUID, empty_value=None)

    def __init__(self, *arguments: Any, items: list[tuple[str, str]], **details: Any) -> None:
        super().__init__(*arguments, **details)
        field: Any = self.fields["item_id"]
        field.choices = [("", _("不属于哪个议题")), *items]

    def given(self) -> ResolutionGiven:
        """The resolution as the service takes it."""
        values = self.cleaned_data
        return ResolutionGiven(values["text"], values["unit_id"], values["due_on"], values["item_id"])


class ReplyForm(forms.Form):
    """会议回执: who comes, or why nobody does."""

    reply_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    unit_id = forms.TypedChoiceField(label=_("单位"), coerce=int)
    comes = forms.TypedChoiceField(
        label=_("是否参加"),
        choices=[("yes", _("参加")), ("no", _("不能参加"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        initial="yes",
    )
    words = forms.CharField(label=_("参加人员或请假原因"), max_length=200, help_text=_("参加的写姓名、职务。"))

    def __init__(self, *arguments: Any, units: list[MeetingUnit], **details: Any) -> None:
        super().__init__(*arguments, **details)
        field: Any = self.fields["unit_id"]
        field.choices = [(row.unit_id, row.unit.name) for row in units]


class UnitMeetingForm(forms.Form):
    """A unit's own meeting."""

    report_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    unit_id = forms.TypedChoiceField(label=_("单位"), coerce=int)
    held_on = forms.DateField(label=_("会议日期"), widget=DayInput)
    people = forms.IntegerField(label=_("参加人数"), min_value=1, max_value=100_000)
    text = forms.CharField(
        label=_("会议情况"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("传达了什么、定了什么、谁来做。"),
    )

    def __init__(self, *arguments: Any, units: list[MeetingUnit], **details: Any) -> None:
        super().__init__(*arguments, **details)
        field: Any = self.fields["unit_id"]
        field.choices = [(row.unit_id, row.unit.name) for row in units]
