from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.imports.values import BadValue
from chuangcheng.standards.services.framework_settings import value_of


class OfferedInput(forms.TextInput):
    """A text with suggestions from the `<datalist>` of this id on the page."""

    def __init__(self, list_id: str) -> None:
        super().__init__(attrs={"list": list_id, "autocomplete": "off"})


class FactField(forms.CharField):
    """A fact of a framework as its workbook writes it: weights, gate."""

    def __init__(self, fact: str, **options: Any) -> None:
        super().__init__(required=False, max_length=300, **options)
        self.fact = fact

    def clean(self, value: Any) -> Any:
        """The fact as it is kept, None for none; raises ValidationError with a sentence."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return value_of(self.fact, text)
        except (BadValue, InvalidInput) as refusal:
            raise ValidationError(str(refusal)) from refusal
