"""Choices that several forms offer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from chuangcheng.cases.models import ProblemClass

Choice = tuple[str, Any]


class PlainSelect(forms.Select):
    """A select that is written at once: Django renders a template for each option, a third of a page's time."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:  # noqa: ARG002 - Django's signature
        """The select with its options, grouped where the choices are."""
        chosen = str(value) if value is not None else ""
        written = [
            format_html('<optgroup label="{}">{}</optgroup>', label, _options(inner, chosen))
            if isinstance(inner, (list, tuple))
            else _options([(label, inner)], chosen)
            for label, inner in self.choices
        ]
        attributes = flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name}))
        return format_html("<select{}>{}</select>", attributes, SafeString("".join(written)))


def _options(choices: Iterable[Choice], chosen: str) -> SafeString:
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((value, SafeString(" selected") if str(value) == chosen else "", label) for value, label in choices),
    )


def class_choices(classes: Iterable[ProblemClass], empty: str | Promise) -> list[Choice]:
    """The classes by group (大类), after the empty choice."""
    groups: dict[str, list[Choice]] = {}
    for each in classes:
        groups.setdefault(each.group, []).append((str(each.pk), each.name))
    return [("", empty), *groups.items()]
