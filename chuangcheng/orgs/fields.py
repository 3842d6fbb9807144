"""Form fields for other contexts that ask for any open unit or active person by name, whoever fills in the form.

What may be done with the choice is checked by the service that takes it.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.orgs.forms.pick import IN_BRACKETS, PickWidget, person_choice, unit_choice
from chuangcheng.orgs.models import Person, Unit
from chuangcheng.orgs.queries import unit_kinds

PLACE = "place"  # the kind of unit that is everything


def offer_text(unit: Unit) -> str:
    """How a unit stands in the field, for links that fill a form in beforehand."""
    return unit_choice(unit)


class UnitField(forms.CharField):
    """Gives a `Unit` that is not closed, or None when it may be empty."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=PickWidget("orgs:unit_options"), max_length=200, **options)

    def prepare_value(self, value: Any) -> Any:
        """A unit given as the initial value, as text."""
        return unit_choice(value) if isinstance(value, Unit) else value

    def clean(self, value: Any) -> Unit | None:
        """The unit; raises ValidationError when there is none, or several of that name."""
        text = super().clean(value)
        if not text:
            return None
        code = IN_BRACKETS.search(text)
        wanted = {"code": code[1]} if code else {"name": text.strip()}
        found: list[Unit] = list(Unit.objects.filter(closed_on__isnull=True, **wanted)[:2])
        if len(found) != 1:
            raise forms.ValidationError(_("没有找到这个单位，或有多个同名单位，请从提示中选择。"))
        return found[0]


class PersonField(forms.CharField):
    """Gives an active `Person`, or None when it may be empty."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=PickWidget("orgs:person_options"), max_length=200, **options)

    def prepare_value(self, value: Any) -> Any:
        """A person given as the initial value, as text."""
        return person_choice(value) if isinstance(value, Person) else value

    def clean(self, value: Any) -> Person | None:
        """The person; raises ValidationError when there is none, or several of that name."""
        text = super().clean(value)
        if not text:
            return None
        username = IN_BRACKETS.search(text)
        wanted = {"username": username[1]} if username else {"name": text.strip()}
        found = list(Person.objects.filter(is_active=True, **wanted)[:2])
        if len(found) != 1:
            raise forms.ValidationError(_("没有找到这位人员，或有多人同名，请从提示中选择。"))
        return found[0]


class UnitKindsField(forms.MultipleChoiceField):
    """Kinds of units, every unit of each; not the whole place, which is everything."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=_kinds_below_the_place, **options)


class DespiteField(forms.CharField):
    """Why units are asked although the same is open or they have their number for the week; the service says so."""

    def __init__(self, **options: Any) -> None:
        usual = {
            "label": _("重复或超过每周上限仍要发的理由"),
            "help_text": _("同样的要求还没有办完，或社区（村）本周被要求过多，系统会提示；确需发出再填。"),
        }
        super().__init__(**{**usual, "required": False, "max_length": 300, **options})


def _kinds_below_the_place() -> list[tuple[str, str]]:
    return [(code, name) for code, name in unit_kinds().items() if code != PLACE]
