"""What one press over many reports asks for, once for all of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.cases.queries import classes_in_use
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.ids import new_id
from chuangcheng.intake.models import Answer, Report
from chuangcheng.intake.queries.cases import case_of_number
from chuangcheng.intake.services import ACTS, FROM_DESK, Press

MOST_TEXT = 2000
WORDS = {  # act → what the button says
    "open": _("生成问题"),
    "link": _("并入一个问题"),
    "classify": _("定类别"),
    "end": _("不立案办结"),
    "draft": _("起草同一答复"),
    "approve": _("审批同意"),
    "send": _("登记已答复"),
}
ASKED_BY = {  # field → the acts that ask for it
    "case": {"link"},
    "problem_class": {"classify"},
    "ending": {"end"},
    "way": {"send"},
    "text": {"classify", "end", "draft", "approve"},
}
TEXT_LABELS = {"classify": _("原因"), "end": _("原因"), "draft": _("答复内容"), "approve": _("审批意见")}


class BulkForm(forms.Form):
    """One act with what it needs."""

    press_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    case = forms.CharField(
        label=_("问题编号"), max_length=40, help_text=_("所选来件都并入这一件，办结后分别答复，可以逐件撤销。")
    )
    problem_class = forms.TypedChoiceField(label=_("问题类别"), coerce=int)
    ending = forms.ChoiceField(
        label=_("怎样办结"), choices=[each for each in Report.Ending.choices if each[0] in FROM_DESK]
    )
    way = forms.ChoiceField(label=_("答复方式"), choices=Answer.Way.choices)
    text = forms.CharField(label=_("原因"), max_length=MOST_TEXT, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *arguments: Any, act: str, actor: Actor, **details: Any) -> None:
        super().__init__(*arguments, **details)
        self.act, self.actor = act, actor
        for name, acts in ASKED_BY.items():
            if act not in acts:
                del self.fields[name]
        if "problem_class" in self.fields:
            field: Any = self.fields["problem_class"]
            field.choices = [(each.pk, f"{each.group}·{each.name}") for each in classes_in_use()]
        if "text" in self.fields:
            self.fields["text"].label = TEXT_LABELS[act]
            self.fields["text"].required = act != "approve"

    def clean_case(self) -> UUID:
        """The case with this number."""
        try:
            return case_of_number(actor=self.actor, written=self.cleaned_data["case"])
        except InvalidInput as error:
            raise forms.ValidationError(str(error)) from error

    def press(self) -> Press:
        """The press that was filled in."""
        values = self.cleaned_data
        return Press(
            self.act,
            values["press_id"],
            text=values.get("text", ""),
            case_id=values.get("case"),
            problem_class_id=values.get("problem_class"),
            ending=values.get("ending", ""),
            way=values.get("way", ""),
        )


def acts_for(actor: Actor) -> list[tuple[str, Any]]:
    """The acts that this person may do, with their words."""
    return [(act, WORDS[act]) for act, (permission, _act) in ACTS.items() if actor.may(permission)]
