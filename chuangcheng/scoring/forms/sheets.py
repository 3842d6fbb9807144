"""What the score pages ask for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.inputs import DayInput
from chuangcheng.core.times import now, today
from chuangcheng.inspections.queries import round_kinds
from chuangcheng.orgs.fields import UnitField
from chuangcheng.scoring.models import RecordedFact
from chuangcheng.scoring.queries import SheetChoice, grade_letters
from chuangcheng.scoring.services import Told
from chuangcheng.standards.queries import parameter_words

if TYPE_CHECKING:
    from chuangcheng.standards.models import Part

VERDICTS = ("fail", "pass", "na")
NEEDED = {"value": ["number"], "grade": ["letter"], "proof": ["accepted", "required_pieces"]}


class SheetForm(forms.Form):
    """Whose sheet, of which day, from which rounds, as known when."""

    unit = UnitField(label=_("评分对象"), required=False)
    day = forms.DateField(label=_("截至"), required=False, widget=DayInput)
    kinds = forms.MultipleChoiceField(
        label=_("计入的轮次"),
        required=False,
        choices=lambda: list(round_kinds().items()),
        widget=forms.CheckboxSelectMultiple,
    )
    known = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    round = forms.UUIDField(required=False, widget=forms.HiddenInput)
    without = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def clean_day(self) -> Any:
        """A day that has begun."""
        day = self.cleaned_data["day"]
        if day is not None and day > today():
            raise ValidationError(gettext("还没有到这一天，请选择今天或以前的日期。"))
        return day

    def clean_known(self) -> datetime | None:
        """A moment of the past, of a permanent link."""
        text = self.cleaned_data["known"]
        if not text:
            return None
        try:
            moment = datetime.fromisoformat(text)
        except ValueError as error:
            raise ValidationError(gettext("链接不完整，请重新复制。")) from error
        if moment.tzinfo is None or moment > now():
            raise ValidationError(gettext("链接不完整，请重新复制。"))
        return moment

    def chosen(self) -> SheetChoice:
        """The sheet that the sound fields choose: by default of today, of the whole place, from all rounds."""
        self.is_valid()
        given = self.cleaned_data
        return SheetChoice(
            day=given.get("day") or today(),
            subject=given.get("unit"),
            kinds=tuple(given.get("kinds") or ()),
            known_at=given.get("known"),
            round_id=given.get("round"),
            without_round_id=given.get("without"),
        )


class ToldForm(forms.Form):
    """Where a fact comes from."""

    fact_id = forms.UUIDField(widget=forms.HiddenInput)
    observed_on = forms.DateField(label=_("数据日期"), initial=today, widget=DayInput)
    source = forms.CharField(label=_("来源"), max_length=200, help_text=_("文件名称、统计表或网页。"))

    def told(self) -> Told:
        """The origin as filled in."""
        given = self.cleaned_data
        return Told(given["observed_on"], given["source"], given.get("method") or "", given["fact_id"])


class FactForm(ToldForm):
    """A fact that no check brings, of one kind; only the methods that take it are offered."""

    method = forms.ChoiceField(label=_("测评方法"), required=False)
    number = forms.DecimalField(label=_("数值"), max_digits=14, decimal_places=4)
    letter = forms.ChoiceField(label=_("等级"))
    accepted = forms.IntegerField(label=_("已认可材料（份）"), min_value=0, max_value=100_000)
    required_pieces = forms.IntegerField(label=_("应提供材料（份）"), min_value=1, max_value=100_000)
    field_order = ("method", "number", "letter", "accepted", "required_pieces", "observed_on", "source")

    def __init__(self, *given: Any, kind: str, parts: Sequence[Part], **options: Any) -> None:
        super().__init__(*given, **options)
        self.kind = kind
        for name in {name for other, names in NEEDED.items() if other != kind for name in names}:
            del self.fields[name]
        methods = list(dict.fromkeys(part.method for part in parts))
        if len(methods) > 1:
            self._offer("method", [("", _("按全部相关方法计")), *((name, name) for name in methods)])
        else:
            del self.fields["method"]
        if kind == RecordedFact.Kind.GRADE:
            self._offer("letter", [(letter, letter) for letter in grade_letters(parts)])
        elif kind == RecordedFact.Kind.VALUE:
            words = [parameter_words(part.rule, part.parameters) for part in parts]
            self.fields["number"].help_text = "；".join(dict.fromkeys(words))

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined] # a choice field


class LinkedScoreForm(ToldForm):
    """The score of the framework that the gate names."""

    score = forms.DecimalField(label=_("得分（百分制）"), min_value=0, max_value=100, max_digits=5, decimal_places=2)
    field_order = ("score", "observed_on", "source")
