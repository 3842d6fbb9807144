from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.field.models import Advice
from chuangcheng.field.queries.lists import AdviceFilter


class AdviceFilterForm(forms.Form):
    """The row of filters over the list; what makes no sense does not matter."""

    q = forms.CharField(required=False, label=_("行为或地点"), max_length=100)
    outcome = forms.ChoiceField(required=False, label=_("结果"))
    first = forms.DateField(required=False, label=_("从"), widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(required=False, label=_("到"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type] # as Django's form has them
        outcome = self.fields["outcome"]
        assert isinstance(outcome, forms.ChoiceField)  # noqa: S101 - declared above
        outcome.choices = [("", _("全部结果")), *Advice.Outcome.choices]

    def chosen(self) -> AdviceFilter:
        """The filter that was asked for."""
        self.is_valid()
        found = self.cleaned_data
        return AdviceFilter(found.get("q", ""), found.get("outcome", ""), found.get("first"), found.get("last"))
