"""Sites in a form by number: chosen by name from a list, or typed and pasted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from chuangcheng.core.access import Actor
from chuangcheng.inspections.queries.composites import SiteName, sites_called

BETWEEN = re.compile(r"[\s\0,，、;；]+")
MOST_CHIPS = 60  # more are easier to change as a text; our choice


@dataclass(frozen=True)
class Picked:
    """What a field holds: sites that are known, and what was typed."""

    chosen: Sequence[SiteName]
    typed: str


class NumbersField(forms.Field):
    """Numbers of sites, sent one by one or several in a text; each once, in the order in which they came."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> list[str]:
        """The numbers."""
        return numbers_in(value or [])


def numbers_in(texts: Iterable[str]) -> list[str]:
    """The numbers in some texts, each once."""
    return list(dict.fromkeys(number for text in texts for number in BETWEEN.split(text) if number))


def picked(form: forms.Form, name: str, *, actor: Actor) -> Picked:
    """A field as its page shows it: chips for known sites unless they are many, a text for the rest. One query."""
    numbers = numbers_in(form[name].value() or [])
    known = {site.number: site for site in sites_called(actor=actor, words=numbers)} if numbers else {}
    shown = known if len(known) <= MOST_CHIPS else {}
    return Picked(
        chosen=[shown[number] for number in numbers if number in shown],
        typed=" ".join(number for number in numbers if number not in shown),
    )
