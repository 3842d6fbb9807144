from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.command.forms.meetings import Numbers
from chuangcheng.command.models import Circular, CircularUnit
from chuangcheng.command.queries.circulars import CircularFilter
from chuangcheng.command.services.circulars import CircularGiven, PassGiven
from chuangcheng.command.services.library_files import Named
from chuangcheng.core.ids import new_id
from chuangcheng.core.inputs import DayInput
from chuangcheng.core.times import today
from chuangcheng.orgs.fields import DespiteField, UnitKindsField


class CircularForm(forms.Form):
    """A circular as it is entered; its files come beside."""

    circular_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    direction = forms.ChoiceField(label=_("来文还是下发"), choices=Circular.Direction.choices)
    title = forms.CharField(label=_("标题"), max_length=200)
    document_number = forms.CharField(label=_("文号"), required=False, max_length=60)
    sender = forms.CharField(label=_("发文单位"), max_length=100)
    dated_on = forms.DateField(label=_("成文日期"), widget=DayInput, initial=today)
    urgency = forms.ChoiceField(label=_("紧急程度"), choices=Circular.Urgency.choices)
    about = forms.CharField(
        label=_("内容摘要"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    text = forms.CharField(
        label=_("正文"),
        required=False,
        max_length=50_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("扫描件检索不到文字，请录入要点；其他文件的文字会自动读取。"),
    )
    dropped = forms.MultipleChoiceField(label=_("去掉附件"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *arguments: Any, circular: Circular | None = None, **details: Any) -> None:
        super().__init__(*arguments, **details)
        if circular is None:
            del self.fields["dropped"]
            return
        del self.fields["circular_id"]
        field: Any = self.fields["dropped"]
        field.choices = [(str(row.pk), row.name) for row in circular.files.defer("text")]
        if not field.choices:
            del self.fields["dropped"]

    def given(self, files: list[Named]) -> CircularGiven:
        """The circular as the service takes it."""
        values = dict(self.cleaned_data)
        values.pop("circular_id", None)
        return CircularGiven(**values_without_dropped(values), files=files, dropped_file_ids=values.get("dropped", ()))


def values_without_dropped(values: dict[str, Any]) -> dict[str, Any]:
    """What is not about files."""
    return {name: value for name, value in values.items() if name != "dropped"}


def circular_initial(found: Circular) -> dict[str, Any]:
    """The fields of the form as the circular has them."""
    names = ("direction", "title", "document_number", "sender", "dated_on", "urgency", "about", "text")
    return {name: getattr(found, name) for name in names}


class PassForm(forms.Form):
    """To which units a circular goes, by when they sign."""

    unit_ids = Numbers(label=_("指定单位"))
    branch_ids = Numbers(label=_("单位及其全部下属"))
    kinds = UnitKindsField(label=_("某一类的全部单位"), required=False)
    sign_by = forms.DateField(label=_("签收期限"), required=False, widget=DayInput)
    wants_answer = forms.BooleanField(label=_("签收时要写明落实安排"), required=False)
    despite = DespiteField()

    def given(self) -> PassGiven:
        """The units as the service takes them."""
        return PassGiven(**self.cleaned_data)


class PassOnForm(forms.Form):
    """A unit passes it on to units below it."""

    unit_ids = forms.TypedMultipleChoiceField(label=_("转发给"), coerce=int, widget=forms.CheckboxSelectMultiple)
    sign_by = forms.DateField(label=_("签收期限"), required=False, widget=DayInput)
    despite = DespiteField(help_text="")

    def __init__(self, *arguments: Any, below: list[Any], **details: Any) -> None:
        super().__init__(*arguments, **details)
        field: Any = self.fields["unit_ids"]
        field.choices = [(unit.pk, unit.name) for unit in below]

    def given(self) -> PassGiven:
        """The units as the service takes them."""
        return PassGiven(**self.cleaned_data)


class SignForm(forms.Form):
    """签收 for a unit."""

    receipt_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    unit_id = forms.TypedChoiceField(label=_("单位"), coerce=int)
    words = forms.CharField(
        label=_("落实安排"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *arguments: Any, units: list[CircularUnit], wants_answer: bool, **details: Any) -> None:
        super().__init__(*arguments, **details)
        field: Any = self.fields["unit_id"]
        field.choices = [(row.unit_id, row.unit.name) for row in units]
        if len(units) == 1:
            field.widget = forms.HiddenInput()
            field.initial = units[0].unit_id
        self.fields["words"].required = wants_answer
        if not wants_answer:
            del self.fields["words"]


class QuestionForm(forms.Form):
    """A question back."""

    question_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    unit_id = forms.TypedChoiceField(label=_("单位"), coerce=int)
    text = forms.CharField(label=_("问题"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *arguments: Any, units: list[CircularUnit], **details: Any) -> None:
        super().__init__(*arguments, **details)
        field: Any = self.fields["unit_id"]
        field.choices = [(row.unit_id, row.unit.name) for row in units]
        if len(units) == 1:
            field.widget = forms.HiddenInput()
            field.initial = units[0].unit_id


CHOICE = forms.Select(attrs={"class": "form-select"})


class FilterForm(forms.Form):
    """What the list shows."""

    q = forms.CharField(label=_("标题、文号或正文中的文字"), required=False, max_length=60)
    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        widget=CHOICE,
        choices=[
            ("", _("全部状态")),
            ("registered", _("未下发")),
            ("issued", _("已下发")),
            ("withdrawn", _("已撤回或被代替")),
        ],
    )
    urgency = forms.ChoiceField(
        label=_("紧急程度"),
        required=False,
        widget=CHOICE,
        choices=[("", _("全部紧急程度")), *Circular.Urgency.choices],
    )
    unsigned = forms.BooleanField(label=_("只看本单位未签收"), required=False)

    def chosen(self, direction: str) -> CircularFilter:
        """The filter; what makes no sense is left out."""
        self.is_valid()
        found = self.cleaned_data
        return CircularFilter(
            direction=direction,
            state=found.get("state", ""),
            urgency=found.get("urgency", ""),
            unsigned=found.get("unsigned", False),
            words=found.get("q", ""),
        )


class LineForm(forms.Form):
    """A task that the circular asks for; only a ticked line is given, and needs to be whole."""

    task_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    takes = forms.BooleanField(label=_("交办这一项"), required=False)
    title = forms.CharField(label=_("做什么"), max_length=200)
    unit_id = forms.IntegerField(label=_("责任单位"))
    due_on = forms.DateField(label=_("完成时限"), widget=DayInput)
    quotation = forms.CharField(
        label=_("原文"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *arguments: Any, **details: Any) -> None:
        super().__init__(*arguments, **details)
        if self.is_bound and not self.data.get(self.add_prefix("takes")):
            for name in ("title", "unit_id", "due_on"):
                self.fields[name].required = False


LineFormSet = forms.formset_factory(LineForm, extra=0, max_num=100, validate_max=True, absolute_max=100)


class DespiteForm(forms.Form):
    """Why a unit is asked although it has its number for this week."""

    despite = forms.CharField(label=_("重复或超过每周上限仍要交办的理由"), required=False, max_length=300)
