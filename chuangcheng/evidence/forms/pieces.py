from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.evidence.archives import MOST_FILES
from chuangcheng.evidence.workflow import CAPTION_LABELS

MOST_ROWS = 9  # files on one page, as everywhere; a folder comes as a zip
PLACEHOLDERS = {
    "time": _("例如2026年9月12日上午"),
    "place": _("例如东关街道柳巷社区"),
    "people": _("例如社区志愿者30人"),
    "theme": _("例如清洁家园志愿服务"),
    "background": _("例如文明实践月活动"),
}


class CaptionedForm(forms.Form):
    """The caption of a file. `kept` names a file that is here already."""

    kept = forms.CharField(required=False, max_length=4000, widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, captions: Sequence[str] = (), **details: Any) -> None:
        super().__init__(*arguments, **details)
        self.captions = captions
        for name in captions:
            widget = forms.TextInput(attrs={"placeholder": PLACEHOLDERS[name]})
            self.fields[name] = forms.CharField(
                label=_(CAPTION_LABELS[name]), required=False, max_length=200, widget=widget
            )

    def caption(self) -> dict[str, str]:
        """What was written, by field."""
        return {name: str(self.cleaned_data.get(name) or "") for name in self.captions}

    def caption_fields(self) -> list[Any]:
        """The bound fields of the caption."""
        return [self[name] for name in self.captions]


class PieceForm(CaptionedForm):
    """A file with its caption; one that arrived with an earlier try need not come again."""

    file = forms.FileField(label=_("文件"), required=False)
    replaces = forms.UUIDField(required=False, widget=forms.HiddenInput)


PieceForms: Any = forms.formset_factory(PieceForm, extra=0, max_num=MOST_ROWS, absolute_max=MOST_ROWS)


class CaptionForm(CaptionedForm):
    """A file of a folder, which may be left out."""

    left_out = forms.BooleanField(required=False)
    path = forms.CharField(required=False, max_length=1000, widget=forms.HiddenInput)


CaptionForms: Any = forms.formset_factory(CaptionForm, extra=0, max_num=MOST_FILES, absolute_max=MOST_FILES)
