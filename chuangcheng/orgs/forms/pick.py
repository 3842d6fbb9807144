"""Fields in which a unit or a person is found by typing: suggestions by htmx, the choice checked on the server."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext

from chuangcheng.core.access import Actor
from chuangcheng.core.inputs import DayInput
from chuangcheng.orgs.access import VIEW_UNITS, people_where, units_where
from chuangcheng.orgs.models import Person, Unit

IN_BRACKETS = re.compile(r"〔([^〔〕]+)〕$")


def unit_choice(unit: Unit) -> str:
    """How a unit stands in the field: 东关街道〔DG〕."""
    return f"{unit.name}〔{unit.code}〕"


def person_choice(person: Person) -> str:
    """How a person stands in the field: 程主任〔chief〕."""
    return f"{person.name}〔{person.username}〕"


class PickWidget(forms.TextInput):
    """A text field with suggestions."""

    template_name = "orgs/widgets/pick.html"

    def __init__(self, address_name: str) -> None:
        super().__init__(attrs={"autocomplete": "off"})
        self.address_name = address_name

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The widget's own, and where suggestions come from."""
        found = super().get_context(name, value, attrs)
        found["options_url"] = f"{reverse(self.address_name)}?field={name}"
        return found


class UnitField(forms.CharField):
    """An open unit that the actor may see; `actor` is set by the form."""

    actor: Actor
    permission: str = VIEW_UNITS

    def __init__(self, **details: Any) -> None:
        super().__init__(widget=PickWidget("orgs:unit_options"), max_length=200, **details)

    def prepare_value(self, value: Any) -> Any:
        """A unit given as the initial value, as text."""
        return unit_choice(value) if isinstance(value, Unit) else value

    def clean(self, value: Any) -> Unit | None:
        """The unit; raises ValidationError when there is none, or several of that name."""
        text = super().clean(value)
        if not text:
            return None
        units = units_where(self.actor, self.permission).filter(closed_on__isnull=True)
        code = IN_BRACKETS.search(text)
        found = _the_one(units.filter(code=code[1]) if code else units.filter(name=text))
        if not isinstance(found, Unit):
            raise ValidationError(gettext("没有找到这个单位，或有多个同名单位，请从提示中选择。"))
        return found


class PersonField(forms.CharField):
    """An active person whom the actor may see; `actor` is set by the form."""

    actor: Actor

    def __init__(self, **details: Any) -> None:
        super().__init__(widget=PickWidget("orgs:person_options"), max_length=200, **details)

    def prepare_value(self, value: Any) -> Any:
        """A person given as the initial value, as text."""
        return person_choice(value) if isinstance(value, Person) else value

    def clean(self, value: Any) -> Person | None:
        """The person; raises ValidationError when there is none, or several of that name."""
        text = super().clean(value)
        if not text:
            return None
        people = people_where(self.actor, VIEW_UNITS).filter(is_active=True)
        username = IN_BRACKETS.search(text)
        found = _the_one(people.filter(username=username[1]) if username else people.filter(name=text))
        if not isinstance(found, Person):
            raise ValidationError(gettext("没有找到这位人员，或有多人同名，请从提示中选择。"))
        return found


class ActorForm(forms.Form):
    """A form whose fields look things up for the person who fills it in."""

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        for field in self.fields.values():
            if isinstance(field, UnitField | PersonField):
                field.actor = actor


class DateField(forms.DateField):
    """A day, picked from the browser's calendar."""

    def __init__(self, **details: Any) -> None:
        super().__init__(widget=DayInput(), **details)


def _the_one(found: QuerySet[Any]) -> Any:
    first_two = list(found[:2])
    return first_two[0] if len(first_two) == 1 else None
