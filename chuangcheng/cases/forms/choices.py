"""Choices that several forms offer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from chuangcheng.cases.models import ProblemClass
from chuangcheng.core.markup import markup, shown

Choice = tuple[str, Any]


class PlainSelect(forms.Select):
    """A select that is written at once: Django renders a template for each option, a third of a page's time."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:  # noqa: ARG002 - Django's signature
        """The select with its options, grouped where the choices are."""
        chosen = str(value) if value is not None else ""
        written = [
            f'<optgroup label="{shown(label)}">{_options(inner, chosen)}</optgroup>'
            if isinstance(inner, (list, tuple))
            else _options([(label, inner)], chosen)
            for label, inner in self.choices
        ]
        attributes = flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name}))
        return markup(f"<select{attributes}>{''.join(written)}</select>")


def _options(choices: Iterable[Choice], chosen: str) -> str:
    return "".join([_option(str(value), label, chosen) for value, label in choices])


def _option(value: str, label: str | Promise, chosen: str) -> str:
    return f'<option value="{shown(value)}"{" selected" if value == chosen else ""}>{shown(label)}</option>'


def class_choices(classes: Iterable[ProblemClass], empty: str | Promise) -> list[Choice]:
    """The classes by group (大类), after the empty choice."""
    groups: dict[str, list[Choice]] = {}
    for each in classes:
        groups.setdefault(each.group, []).append((str(each.pk), each.name))
    return [("", empty), *groups.items()]
