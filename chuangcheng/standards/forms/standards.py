from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.standards.drafts import RULES, NegativeDraft, PartDraft, StandardDraft, read_sanction, tidy
from chuangcheng.standards.forms.inputs import OfferedInput
from chuangcheng.standards.queries import active_site_types, rule_name
from chuangcheng.standards.services.checking import LONGEST_TEXT, MOST_PARTS

SANCTIONS = [("void", _("一票否决")), ("deduct", _("扣分")), ("suspend", _("暂停资格"))]


class StandardForm(forms.Form):
    """One standard of a draft; its parts are in `PartForms`."""

    code = forms.CharField(label=_("编号"), max_length=40)
    item = forms.CharField(label=_("测评项目"), max_length=200, widget=OfferedInput("known-items"))
    content = forms.CharField(label=_("测评内容"), max_length=200, widget=OfferedInput("known-contents"))
    text = forms.CharField(label=_("测评标准"), widget=forms.Textarea(attrs={"rows": 3}), max_length=LONGEST_TEXT)
    marks = forms.DecimalField(label=_("分值"), max_digits=9, decimal_places=4)
    evidence = forms.CharField(
        label=_("材料要求"), widget=forms.Textarea(attrs={"rows": 2}), max_length=LONGEST_TEXT, required=False
    )
    source = forms.CharField(label=_("来源"), max_length=300, required=False)
    site_types = forms.MultipleChoiceField(
        label=_("点位类型"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("在哪些地方考察。")
    )

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        names = list(active_site_types().values_list("name", flat=True))
        names += [name for name in self.initial.get("site_types", ()) if name not in names]
        field = self.fields["site_types"]
        field.choices = [(name, name) for name in names]  # type: ignore[attr-defined] # a choice

    def draft(self, parts: tuple[PartDraft, ...]) -> StandardDraft:
        """The standard as filled in, with these parts."""
        given = self.cleaned_data
        return StandardDraft(
            code=tidy(given["code"]),
            item=tidy(given["item"]),
            content=tidy(given["content"]),
            text=given["text"],
            marks=given["marks"],
            parts=parts,
            site_types=tuple(given["site_types"]),
            evidence=given["evidence"],
            source=given["source"],
        )


class ItemForm(forms.Form):
    """Name and number of an item of a draft."""

    name = forms.CharField(label=_("名称"), max_length=200)
    code = forms.CharField(label=_("编号"), max_length=40, required=False)


class ContentForm(forms.Form):
    """Name of a content of a draft."""

    name = forms.CharField(label=_("名称"), max_length=200)


def rule_choices() -> list[tuple[str, Any]]:
    """The rules by name, and that none is known yet."""
    return [("", _("还不知道")), *((code, rule_name(code)) for code in RULES)]


class PartForm(forms.Form):
    """A share of the standard's marks; a line without a method is no part."""

    method = forms.CharField(label=_("测评方法"), max_length=40, required=False, widget=OfferedInput("known-methods"))
    share = forms.DecimalField(label=_("份额"), max_digits=7, decimal_places=6, required=False)
    rule = forms.ChoiceField(label=_("计分规则"), choices=rule_choices, required=False)
    parameters = forms.CharField(label=_("参数"), max_length=200, required=False)

    def part(self) -> PartDraft | None:
        """The part, or None for an empty line; a share left out is the whole."""
        given = self.cleaned_data
        method = tidy(given.get("method", ""))
        if not method:
            return None
        share = given.get("share")
        return PartDraft(method, Decimal(1) if share is None else share, given["rule"], given["parameters"].strip())


PartForms = forms.formset_factory(PartForm, extra=2, max_num=MOST_PARTS, absolute_max=MOST_PARTS)


class NegativeForm(forms.Form):
    """One entry of the negative list of a draft."""

    code = forms.CharField(label=_("编号"), max_length=40)
    domain = forms.CharField(label=_("领域"), max_length=100, widget=OfferedInput("known-domains"))
    text = forms.CharField(label=_("事项"), widget=forms.Textarea(attrs={"rows": 3}), max_length=LONGEST_TEXT)
    sanction = forms.ChoiceField(label=_("处理"), choices=SANCTIONS)
    points = forms.DecimalField(
        label=_("扣几分"),
        min_value=0,
        max_digits=6,
        decimal_places=2,
        required=False,
        help_text=_("处理为扣分时填写。"),
    )
    look_back_months = forms.IntegerField(label=_("追溯期（月）"), min_value=0, max_value=120, required=False)
    note = forms.CharField(label=_("说明"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000, required=False)
    source = forms.CharField(label=_("来源"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        """Points are needed for a deduction."""
        given = super().clean() or {}
        if given.get("sanction") == "deduct" and given.get("points") is None and "points" not in self.errors:
            self.add_error("points", _("请填写扣几分。"))
        return given

    def draft(self) -> NegativeDraft:
        """The entry as filled in."""
        given = self.cleaned_data
        written = f"deduct:{given['points']}" if given["sanction"] == "deduct" else given["sanction"]
        return NegativeDraft(
            code=tidy(given["code"]),
            domain=tidy(given["domain"]),
            text=given["text"],
            sanction=read_sanction(written) or written,
            look_back_months=given["look_back_months"],
            note=given["note"],
            source=given["source"],
        )


def initial_negative(draft: NegativeDraft) -> dict[str, Any]:
    """What the form shows first."""
    sanction, _colon, points = draft.sanction.partition(":")
    return {**draft.__dict__, "sanction": sanction, "points": points}
