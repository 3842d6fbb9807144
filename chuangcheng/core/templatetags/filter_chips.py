"""What a filter form in the address has chosen, each as a chip that can be taken off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.forms import BoundField
from django.http import QueryDict

PAGE_PARAMETERS = ("page", "cursor", "after", "before")  # a changed filter starts at the first page


@dataclass(frozen=True)
class Chip:
    """One chosen condition."""

    label: str
    value: str  # as the person reads it
    without: str  # the address without this condition


def chips_of(*, form: Any, parameters: QueryDict) -> list[Chip]:
    """One chip per chosen value, in the order of the form's fields; blank ones have none."""
    return [
        Chip(str(field.label), shown(field, value), _without(parameters, field.html_name, value))
        for field in form
        if not field.is_hidden
        for value in parameters.getlist(field.html_name)
        if value.strip()
    ]


def other_parameters(*, form: Any, parameters: QueryDict) -> list[tuple[str, str]]:
    """What the address says besides the filter (view, sort), to be kept when the filter changes."""
    own = {field.html_name for field in form} | set(PAGE_PARAMETERS)
    return [(name, value) for name, values in parameters.lists() if name not in own for value in values]


def shown(field: BoundField, value: str) -> str:
    """The words of a chosen value: the label of the choice, or the text typed."""
    for choice, label in getattr(field.field, "choices", ()):
        options = label if isinstance(label, (list, tuple)) else [(choice, label)]
        for option, words in options:
            if str(option) == value:
                return str(words)
    return value


def _without(parameters: QueryDict, name: str, value: str) -> str:
    query = parameters.copy()
    query.setlist(name, [kept for kept in query.getlist(name) if kept != value])
    for parameter in PAGE_PARAMETERS:
        query.pop(parameter, None)
    return f"?{query.urlencode()}"
