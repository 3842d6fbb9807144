"""Inputs of forms that every context uses."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString


class DayInput(forms.DateInput):
    """A day, from the browser's own calendar; written at once: Django renders a template for each field."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:  # noqa: ARG002 - Django's signature
        """The field with its day."""
        shown = self.format_value(value)
        own = {**(attrs or {}), "type": self.input_type, "name": name, **({"value": shown} if shown else {})}
        return format_html("<input{}>", flatatt(self.build_attrs(self.attrs, own)))
