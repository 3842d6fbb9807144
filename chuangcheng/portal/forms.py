"""Forms of the office for apps that send by Open311."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chuangcheng.cases.queries import classes_in_use
from chuangcheng.core.ids import new_id
from chuangcheng.portal.models import Question
from chuangcheng.portal.open311 import keys
from chuangcheng.portal.open311.keys import KeyGiven, QuestionGiven


class KeyForm(forms.Form):
    """A key for an app."""

    key_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    name = forms.CharField(label=gettext_lazy("应用名称"), max_length=keys.MOST_NAME)
    organisation = forms.CharField(label=gettext_lazy("负责单位"), max_length=keys.MOST_ORGANISATION)
    jurisdiction = forms.CharField(
        label=gettext_lazy("限用的辖区代码"),
        max_length=keys.MOST_JURISDICTION,
        required=False,
        help_text=gettext_lazy("不填则不限。"),
    )
    may_update = forms.BooleanField(
        label=gettext_lazy("可以补充情况、评价和反映没有解决"),
        required=False,
        initial=True,
        help_text=gettext_lazy("只对它自己提交的反映。"),
    )
    is_trusted = forms.BooleanField(
        label=gettext_lazy("提交后直接受理"),
        required=False,
        help_text=gettext_lazy("不选则先审核再受理；选不选都要审核后才公开。"),
    )

    def given(self) -> tuple[UUID, KeyGiven]:
        """As the service takes it."""
        facts = dict(self.cleaned_data)
        return facts.pop("key_id"), KeyGiven(**facts)


class QuestionForm(forms.Form):
    """A question that apps ask besides."""

    question_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    problem_class = forms.TypedChoiceField(label=gettext_lazy("问题类别"), coerce=int)
    words = forms.CharField(label=gettext_lazy("问题"), max_length=keys.MOST_WORDS)
    code = forms.RegexField(
        keys.CODE,
        label=gettext_lazy("代码"),
        max_length=40,
        help_text=gettext_lazy("应用以attribute[代码]提交回答，用英文字母和数字，例如BIN_COUNT。"),
        error_messages={"invalid": gettext_lazy("代码只用英文字母、数字、下划线和连字符，最多40个。")},
    )
    datatype = forms.ChoiceField(label=gettext_lazy("回答的形式"), choices=Question.Datatype.choices)
    choices = forms.CharField(
        label=gettext_lazy("选项"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("单选和多选才填，一行一个：先写代码，空一格写文字，例如“1 一个桶”。"),
    )
    hint = forms.CharField(label=gettext_lazy("填写说明"), max_length=keys.MOST_WORDS, required=False)
    is_required = forms.BooleanField(label=gettext_lazy("必须回答"), required=False)
    order = forms.IntegerField(label=gettext_lazy("顺序"), min_value=0, max_value=keys.MOST_ORDER, initial=0)

    def __init__(self, *arguments: Any, question: Question | None = None, **details: Any) -> None:
        if question is not None:
            details.setdefault("initial", _initial(question))
        super().__init__(*arguments, **details)
        named = [(each.pk, f"{_(each.group)} · {_(each.name)}") for each in classes_in_use()]
        self.fields["problem_class"].choices = named  # type: ignore[attr-defined] # it is a choice field

    def given(self) -> tuple[UUID, QuestionGiven]:
        """As the service takes it."""
        facts = dict(self.cleaned_data)
        lines = [line.strip().partition(" ") for line in facts.pop("choices").splitlines() if line.strip()]
        choices = [(key, name.strip() or key) for key, _blank, name in lines]
        question_id, class_id = facts.pop("question_id"), facts.pop("problem_class")
        return question_id, QuestionGiven(problem_class_id=class_id, choices=choices, **facts)


def _initial(question: Question) -> dict[str, Any]:
    names = ("words", "code", "datatype", "hint", "is_required", "order")
    return {
        **{name: getattr(question, name) for name in names},
        "question_id": question.pk,
        "problem_class": question.problem_class_id,
        "choices": "\n".join(f"{key} {name}" for key, name in question.choices),
    }
