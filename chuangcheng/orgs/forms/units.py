"""Forms of units: the filter of the list, the facts, merging, splitting, closing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.access import Actor
from chuangcheng.core.times import today
from chuangcheng.orgs.forms.pick import ActorForm, DateField, UnitField
from chuangcheng.orgs.models import Post, Unit
from chuangcheng.orgs.queries import UnitFilter, UnitPage
from chuangcheng.orgs.services import Part, UnitFacts

MOST_PARTS_SHOWN = 4  # in the form; the API takes more
VIEWS = ("", "unconfirmed", "no_head", "no_liaison", "own_group", "no_group", "closed")


class UnitFilterForm(forms.Form):
    """What the list shows; everything stands in the address."""

    q = forms.CharField(label=_("名称、编码、别名"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("类别"), required=False, choices=[("", _("全部类别")), *Unit.Kind.choices])
    affiliation = forms.ChoiceField(
        label=_("隶属"), required=False, choices=[("", _("全部隶属")), *Unit.Affiliation.choices]
    )
    under = forms.IntegerField(required=False, widget=forms.HiddenInput)
    view = forms.CharField(required=False, widget=forms.HiddenInput)

    def chosen(self) -> UnitFilter:
        """The filter; what cannot be understood counts as not said."""
        self.is_valid()
        said = self.cleaned_data
        view = said.get("view", "")
        return UnitFilter(
            words=said.get("q", ""),
            kind=said.get("kind", ""),
            under_id=said.get("under"),
            view=view if view in VIEWS else "",
            affiliation=said.get("affiliation", ""),
        )


class UnitForm(ActorForm):
    """The facts of a unit and what it stands under."""

    name = forms.CharField(label=_("单位全称"), max_length=120)
    kind = forms.ChoiceField(label=_("类别"), choices=[("", _("请选择")), *Unit.Kind.choices])
    parent = UnitField(label=_("上级单位"), help_text=_("输入名称的几个字，从提示中选择。"))
    short_name = forms.CharField(label=_("简称"), max_length=40, required=False)
    code = forms.CharField(label=_("编码"), max_length=40, required=False, help_text=_("不填则由系统编号。"))
    affiliation = forms.ChoiceField(
        label=_("隶属"), choices=Unit.Affiliation.choices, initial=Unit.Affiliation.LOCAL, required=False
    )
    aliases = forms.CharField(
        label=_("别名"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("各类表格里对它的其他叫法，一行一个；导入时按别名也能认出来。"),
    )
    acts_with = UnitField(label=_("合署办公"), required=False, help_text=_("与哪个单位一套人马、两块牌子。"))
    has_own_group = forms.BooleanField(label=_("已成立本单位的创城领导小组"), required=False)

    def __init__(self, *args: Any, is_root: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_root:
            del self.fields["parent"]

    def facts(self) -> UnitFacts:
        """What was filled in."""
        said = self.cleaned_data
        acts_with = said["acts_with"]
        return UnitFacts(
            name=said["name"],
            kind=said["kind"],
            code=said["code"],
            short_name=said["short_name"],
            affiliation=said["affiliation"] or Unit.Affiliation.LOCAL,
            acts_with_id=acts_with.pk if acts_with else None,
            has_own_group=said["has_own_group"],
            aliases=tuple(said["aliases"].splitlines()),
        )


class MergeForm(ActorForm):
    """Into which unit, from which day, and why."""

    into = UnitField(label=_("并入哪个单位"), help_text=_("输入名称的几个字，从提示中选择。"))
    on = DateField(label=_("自哪天起"), initial=today)
    reason = forms.CharField(label=_("原因"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


class SplitForm(ActorForm):
    """Into which units, from which day, why, and who and what goes where."""

    on = DateField(label=_("自哪天起"), initial=today)
    reason = forms.CharField(label=_("原因"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, actor: Actor, page: UnitPage, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.page = page
        self.children = [*page.children, *page.bodies]
        for number in range(1, MOST_PARTS_SHOWN + 1):
            self.fields[f"part_{number}"] = forms.CharField(
                label=_("第%(n)d个新单位") % {"n": number},
                max_length=120,
                required=number <= 2,  # noqa: PLR2004 - two at least
            )
        targets = [(str(number), _("第%(n)d个") % {"n": number}) for number in range(1, MOST_PARTS_SHOWN + 1)]
        for post in page.present:
            self.fields[f"post_{post.pk}"] = _where_to(post.person.name, targets)
        for child in self.children:
            self.fields[f"unit_{child.pk}"] = _where_to(child.name, targets)

    def clean(self) -> dict[str, Any]:
        """Nothing goes to a unit that has no name."""
        said: dict[str, Any] = super().clean() or {}
        named = {str(number) for number in range(1, MOST_PARTS_SHOWN + 1) if said.get(f"part_{number}")}
        for field, value in said.items():
            if field.startswith(("post_", "unit_")) and value not in named:
                raise ValidationError(gettext("有人员或下级单位分给了没有填写名称的新单位，请核对。"))
        return said

    def part_fields(self) -> list[forms.BoundField]:
        """The names of the new units."""
        return [self[f"part_{number}"] for number in range(1, MOST_PARTS_SHOWN + 1)]

    def post_fields(self) -> Iterator[tuple[Post, forms.BoundField]]:
        """Each post of now with the field that says where it goes."""
        return ((post, self[f"post_{post.pk}"]) for post in self.page.present)

    def unit_fields(self) -> Iterator[tuple[Unit, forms.BoundField]]:
        """Each unit right below with the field that says where it goes."""
        return ((child, self[f"unit_{child.pk}"]) for child in self.children)

    def parts(self) -> Sequence[Part]:
        """What was filled in; every part is of the kind and affiliation of the old unit."""
        said, old = self.cleaned_data, self.page.unit
        return [
            Part(
                UnitFacts(name=said[f"part_{number}"], kind=old.kind, affiliation=old.affiliation),
                post_ids=[post.pk for post in self.page.present if said[f"post_{post.pk}"] == str(number)],
                unit_ids=[child.pk for child in self.children if said[f"unit_{child.pk}"] == str(number)],
            )
            for number in range(1, MOST_PARTS_SHOWN + 1)
            if said.get(f"part_{number}")
        ]


def _where_to(label: str, targets: Sequence[tuple[str, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=targets, widget=forms.Select(attrs={"class": "form-select"}))


class CloseForm(forms.Form):
    """The last day, and why."""

    on = DateField(label=_("自哪天起"), initial=today)
    reason = forms.CharField(label=_("原因"), max_length=200)
