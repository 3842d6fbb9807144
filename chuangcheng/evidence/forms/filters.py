from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.ids import MOST_KEY
from chuangcheng.evidence.queries import LATE, WEEK, MaterialFilter
from chuangcheng.evidence.workflow import KIND_LABELS, STATE_LABELS

ALL = _("全部")


class MaterialFilterForm(forms.Form):
    """The filter of the list, read from the address; what makes no sense there does not matter."""

    q = forms.CharField(label=_("编号、单位、标准或文字"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[
            ("", ALL),
            ("open", _("没有认可的")),
            *((state.value, _(label)) for state, label in STATE_LABELS.items()),
        ],
    )
    due = forms.ChoiceField(
        label=_("时限"), required=False, choices=[("", ALL), (LATE, _("已超期")), (WEEK, _("七天内到期"))]
    )
    kind = forms.ChoiceField(
        label=_("类别"),
        required=False,
        choices=[("", ALL), *((kind.value, _(label)) for kind, label in KIND_LABELS.items())],
    )
    unit = forms.IntegerField(required=False, min_value=1, max_value=MOST_KEY, widget=forms.HiddenInput)
    standard = forms.IntegerField(required=False, min_value=1, max_value=MOST_KEY, widget=forms.HiddenInput)

    def chosen(self) -> MaterialFilter:
        """The filter."""
        self.is_valid()
        values = self.cleaned_data
        return MaterialFilter(
            words=values.get("q") or "",
            state=values.get("state") or "",
            due=values.get("due") or "",
            kind=values.get("kind") or "",
            unit_id=values.get("unit"),
            standard_id=values.get("standard"),
        )

    def has_chosen(self) -> bool:
        """True when the address holds a condition."""
        return any(self.cleaned_data.get(name) for name in self.fields)
