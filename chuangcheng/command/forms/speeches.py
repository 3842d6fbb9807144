from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.command.forms.circulars import CHOICE
from chuangcheng.command.models import SpeechDraft
from chuangcheng.command.services.speeches import MOST_TEXT, MOST_TITLE, SpeechGiven
from chuangcheng.core.ids import new_id
from chuangcheng.core.inputs import DayInput
from chuangcheng.core.times import today

HEADS = {"purpose": _("会议目的"), "speeches": _("刚才发言"), "end": _("结尾")}


class SpeechForm(forms.Form):
    """Which speech is drafted."""

    speech_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    kind = forms.ChoiceField(label=_("会议类别"), choices=SpeechDraft.Kind.choices)
    leader_id = forms.TypedChoiceField(label=_("讲话领导"), coerce=int, widget=CHOICE)
    speaks_on = forms.DateField(label=_("讲话日期"), widget=DayInput, initial=today)
    meeting_id = forms.TypedChoiceField(
        label=_("会议"),
        required=False,
        widget=CHOICE,
        empty_value=None,
        help_text=_("选了会议，发言单位和上次会议决定事项从会议里取。"),
    )
    title = forms.CharField(
        label=_("标题"), required=False, max_length=MOST_TITLE, help_text=_("不填就按会议类别起标题。")
    )

    def __init__(self, *arguments: Any, leaders: list[Any], meetings: list[Any], **details: Any) -> None:
        super().__init__(*arguments, **details)
        leader: Any = self.fields["leader_id"]
        meeting: Any = self.fields["meeting_id"]
        leader.choices = [("", _("请选择")), *((person.pk, person.name) for person in leaders)]
        meeting.choices = [("", _("不选会议")), *((str(each.pk), each.title) for each in meetings)]

    def given(self) -> SpeechGiven:
        """The speech as the service takes it."""
        return SpeechGiven(**{name: value for name, value in self.cleaned_data.items() if name != "speech_id"})


class SpeechTextForm(forms.Form):
    """The words of a draft, section by section."""

    title = forms.CharField(label=_("标题"), max_length=MOST_TITLE)

    def __init__(self, *arguments: Any, sections: list[dict[str, str]], **details: Any) -> None:
        super().__init__(*arguments, **details)
        for section in sections:
            text = section["text"]
            self.fields[section["key"]] = forms.CharField(
                label=section["head"] or HEADS.get(section["key"], section["key"]),
                required=False,
                max_length=MOST_TEXT,
                initial=text,
                widget=forms.Textarea(attrs={"rows": max(3, text.count("\n") + 3)}),
            )
