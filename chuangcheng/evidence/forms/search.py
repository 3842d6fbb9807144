from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.evidence.queries import PieceFilter
from chuangcheng.evidence.workflow import Verdict


class PieceFilterForm(forms.Form):
    """The filter of the search over material, read from the address; what makes no sense there does not matter."""

    q = forms.CharField(label=_("文件名、说明、标准或正文"), required=False, max_length=100)
    framework = forms.TypedChoiceField(label=_("体系"), required=False, coerce=int, empty_value=None)
    looks = forms.ChoiceField(
        label=_("类型"), required=False, choices=[("", _("全部")), ("picture", _("照片")), ("document", _("文件"))]
    )
    verdict = forms.ChoiceField(label=_("审核"), required=False, choices=[("", _("只看已认可的")), ("all", _("全部"))])

    def __init__(self, *arguments: Any, frameworks: list[tuple[int, str]], **details: Any) -> None:
        super().__init__(*arguments, **details)
        self.fields["framework"].choices = [("", _("全部")), *frameworks]  # type: ignore[attr-defined]

    def chosen(self) -> PieceFilter:
        """The filter."""
        self.is_valid()
        values = self.cleaned_data
        return PieceFilter(
            words=values.get("q") or "",
            framework_id=values.get("framework"),
            looks=values.get("looks") or "",
            verdict="" if values.get("verdict") == "all" else Verdict.ACCEPTED.value,
        )

    def has_chosen(self) -> bool:
        """True when the address holds a condition."""
        return any(self.cleaned_data.get(name) for name in self.fields)
