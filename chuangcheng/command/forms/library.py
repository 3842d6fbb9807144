from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.command.forms.circulars import CHOICE
from chuangcheng.command.forms.meetings import Numbers
from chuangcheng.command.models import LibraryDocument
from chuangcheng.command.queries.library import LibraryFilter
from chuangcheng.command.services.library import CollectionGiven, PartGiven
from chuangcheng.command.services.library_files import Named
from chuangcheng.core.ids import new_id
from chuangcheng.core.inputs import DayInput

Kind = LibraryDocument.Kind
KINDS = [("", _("全部类别")), (Kind.SPEECH.value, Kind.SPEECH.label), (Kind.PAPER.value, Kind.PAPER.label)]


class CollectionForm(forms.Form):
    """A collection as it comes in; its file comes beside."""

    collection_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    title = forms.CharField(label=_("名称"), required=False, max_length=200, help_text=_("不填就用文件名。"))
    source = forms.CharField(
        label=_("来源"),
        required=False,
        max_length=100,
        help_text=_("例如哪一年的汇编；各篇自己写明来源的，以各篇为准。"),
    )

    def given(self, files: list[Named]) -> CollectionGiven:
        """The collection as the service takes it."""
        return CollectionGiven(
            file=files[0] if files else None, title=self.cleaned_data["title"], source=self.cleaned_data["source"]
        )


class PartForm(forms.Form):
    """What a person says of a part or document."""

    title = forms.CharField(label=_("标题"), max_length=200)
    kind = forms.ChoiceField(label=_("类别"), choices=Kind.choices)
    speaker = forms.CharField(label=_("讲话人"), required=False, max_length=60)
    source = forms.CharField(label=_("来源"), required=False, max_length=100)
    dated_on = forms.DateField(label=_("日期"), required=False, widget=DayInput)

    def given(self) -> PartGiven:
        """As the service takes it."""
        return PartGiven(**self.cleaned_data)


def part_initial(row: LibraryDocument) -> dict[str, object]:
    """The fields of the form as the row has them."""
    return {name: getattr(row, name) for name in ("title", "kind", "speaker", "source", "dated_on")}


class LibraryFilterForm(forms.Form):
    """What the list shows."""

    q = forms.CharField(label=_("标题、讲话人或正文中的文字"), required=False, max_length=60)
    kind = forms.ChoiceField(label=_("类别"), required=False, widget=CHOICE, choices=KINDS)
    year = forms.IntegerField(label=_("年份"), required=False, min_value=1949, max_value=2100)

    def chosen(self) -> LibraryFilter:
        """The filter; what makes no sense is left out."""
        self.is_valid()
        found = self.cleaned_data
        return LibraryFilter(found.get("kind", ""), found.get("year"), found.get("q", ""))


class SentenceForm(forms.Form):
    """A sentence that sets work; only a ticked one becomes tasks, and needs to be whole."""

    task_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    quotation = forms.CharField(max_length=500, widget=forms.HiddenInput)
    who = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    by_when = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    takes = forms.BooleanField(label=_("转成任务"), required=False)
    title = forms.CharField(label=_("做什么"), max_length=200)
    unit_ids = Numbers(label=_("责任单位"))
    due_on = forms.DateField(label=_("完成时限"), widget=DayInput)

    def __init__(self, *arguments: Any, **details: Any) -> None:
        super().__init__(*arguments, **details)
        if self.is_bound and not self.data.get(self.add_prefix("takes")):
            for name in ("title", "due_on"):
                self.fields[name].required = False


SentenceFormSet = forms.formset_factory(SentenceForm, extra=0, max_num=100, validate_max=True, absolute_max=100)
