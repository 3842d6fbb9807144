from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chuangcheng.core.ids import new_id
from chuangcheng.core.inputs import DayInput
from chuangcheng.core.times import today
from chuangcheng.orgs.queries import unit_kinds
from chuangcheng.supervision.appraisal_wording import RATE_WORDS
from chuangcheng.supervision.models import BoardVersion, Formula
from chuangcheng.supervision.services.appraisals.boards import BoardGiven

UNITS, LEADERS = "units", "leaders"


class BoardForm(forms.Form):
    """How a board ranks from a day on."""

    board_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    version_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    name = forms.CharField(label=gettext_lazy("榜单名称"), max_length=60)
    valid_from = forms.DateField(
        label=gettext_lazy("从哪一天起"),
        widget=DayInput,
        initial=lambda: today().replace(day=1),
        help_text=gettext_lazy("以前各期仍按当时的设置，不会改变。"),
    )
    formula = forms.ModelChoiceField(
        label=gettext_lazy("考核办法"), queryset=Formula.objects.all(), empty_label=gettext_lazy("请选择")
    )
    whom = forms.ChoiceField(
        label=gettext_lazy("谁上榜"),
        choices=[(UNITS, gettext_lazy("单位")), (LEADERS, gettext_lazy("包联乡镇街道的领导"))],
        initial=UNITS,
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("单位类别"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("同一类单位比较才公平，不同类别分设榜单。"),
    )
    counts_below = forms.BooleanField(label=gettext_lazy("下级单位的问题和任务也计入"), required=False, initial=True)
    minimum = forms.IntegerField(
        label=gettext_lazy("最低样本（个）"),
        min_value=0,
        max_value=1000,
        initial=1,
        help_text=gettext_lazy("应结案的问题少于这个数的不参加排名。"),
    )
    rate = forms.ChoiceField(label=gettext_lazy("榜上显示哪个率"), choices=list(RATE_WORDS.items()))
    red = forms.IntegerField(label=gettext_lazy("红榜取前几名"), min_value=0, max_value=1000, initial=0)
    black = forms.IntegerField(label=gettext_lazy("黑榜取后几名"), min_value=0, max_value=1000, initial=0)
    spare_line = forms.DecimalField(
        label=gettext_lazy("黑榜线（分）"),
        required=False,
        min_value=0,
        max_digits=8,
        decimal_places=2,
        help_text=gettext_lazy("都达到这个分数时没有黑榜；不填就不设。"),
    )
    objection_days = forms.IntegerField(label=gettext_lazy("异议期（工作日）"), min_value=1, max_value=60, initial=3)
    is_shown_to_all = forms.BooleanField(
        label=gettext_lazy("全榜向所有单位公开"),
        required=False,
        initial=True,
        help_text=gettext_lazy("不勾选时，单位只看得到自己的名次和得分。"),
    )
    reason = forms.CharField(
        label=gettext_lazy("依据"), max_length=300, help_text=gettext_lazy("例如文件名称和文号，留存备查。")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.MultipleChoiceField", self.fields["kinds"]).choices = list(unit_kinds().items())

    def clean(self) -> dict[str, Any]:
        """Units need their kinds."""
        found = super().clean() or {}
        if found.get("whom") == UNITS and not found.get("kinds"):
            self.add_error("kinds", _("请至少选择一个单位类别。"))
        return found

    def given(self) -> BoardGiven:
        """The board as the service takes it."""
        found = self.cleaned_data
        names = ("name", "valid_from", "minimum", "rate", "red", "black", "spare_line", "objection_days", "reason")
        return BoardGiven(
            **{name: found[name] for name in names},
            formula_id=found["formula"].pk,
            kinds=found["kinds"] if found["whom"] == UNITS else (),
            counts_below=found["counts_below"],
            is_shown_to_all=found["is_shown_to_all"],
        )


def board_initial(version: BoardVersion) -> dict[str, Any]:
    """The fields of the form as a version has them, for another one."""
    names = ("kinds", "counts_below", "minimum", "rate", "red", "black", "spare_line", "objection_days")
    return {
        **{name: getattr(version, name) for name in names},
        "is_shown_to_all": version.is_shown_to_all,
        "board_id": version.board_id,
        "name": version.board.name,
        "formula": version.formula_id,
        "whom": LEADERS if version.is_of_leaders else UNITS,
    }


class TakeOverForm(forms.Form):
    """Which ready-made formula is taken over."""

    formula_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    version_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    code = forms.CharField(widget=forms.HiddenInput, max_length=60)
    valid_from = forms.DateField(
        label=gettext_lazy("从哪一天起"), widget=DayInput, initial=lambda: today().replace(day=1)
    )
    reason = forms.CharField(
        label=gettext_lazy("依据"), max_length=300, help_text=gettext_lazy("例如文件名称和文号，留存备查。")
    )

    def ids(self) -> tuple[UUID, UUID]:
        """Ids of the formula and its version, as the form made them."""
        return self.cleaned_data["formula_id"], self.cleaned_data["version_id"]
