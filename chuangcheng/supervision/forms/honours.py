from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chuangcheng.core.ids import new_id
from chuangcheng.supervision.accountability_wording import run_words
from chuangcheng.supervision.models import HonourEntry, Run


class NewListForm(forms.Form):
    """For which published board a list is made."""

    run = forms.ChoiceField(label=gettext_lazy("已发布的榜单"))

    def __init__(self, data: Any, *, runs: Sequence[Run]) -> None:
        super().__init__(data)
        offered = [(str(run.pk), run_words(run)) for run in runs]
        cast("forms.ChoiceField", self.fields["run"]).choices = [("", _("请选择")), *offered]


class CheckListForm(forms.Form):
    """Who stays on a list; each entry has a box and a reason."""

    event_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    is_for_public = forms.BooleanField(
        label=gettext_lazy("同时标记为向社会公开"),
        required=False,
        help_text=gettext_lazy("只是标记，供公众网站使用；不勾选的只在系统内公布。"),
    )

    def __init__(self, data: Any, *, entries: Sequence[HonourEntry], is_for_public: bool) -> None:
        super().__init__(data, initial={"event_id": new_id, "is_for_public": is_for_public})
        self.entries = entries
        for entry in entries:
            self.fields[f"out-{entry.pk}"] = forms.BooleanField(required=False, initial=entry.is_left_out)
            self.fields[f"why-{entry.pk}"] = forms.CharField(
                required=False,
                max_length=300,
                initial=entry.reason,
                widget=forms.TextInput(attrs={"class": "form-control"}),
            )

    def rows(self) -> list[tuple[HonourEntry, Any, Any]]:
        """Each entry with its two fields."""
        return [(entry, self[f"out-{entry.pk}"], self[f"why-{entry.pk}"]) for entry in self.entries]

    def left_out(self) -> dict[int, str]:
        """Entries that were left out, with the reason."""
        found = self.cleaned_data
        return {entry.pk: found[f"why-{entry.pk}"] for entry in self.entries if found[f"out-{entry.pk}"]}
