from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import QueryDict


class TickedForm(forms.Form):
    """Tasks that were ticked in the list."""

    batch_id = forms.UUIDField()

    def task_ids(self, sent: QueryDict) -> list[UUID]:
        """The ticked tasks; what is no id was not ticked on our page."""
        found = (_id_of(value) for value in sent.getlist("task"))
        return [each for each in found if each is not None]


class TagForm(TickedForm):
    """Another programme, put on the ticked tasks or taken off them."""

    tag = forms.CharField(max_length=40)
    act = forms.ChoiceField(choices=[("put_on", ""), ("take_off", "")])


class VisitForm(TickedForm):
    """A visit that the ticked tasks serve, or serve no more."""

    goal = forms.CharField(max_length=80)
    act = forms.ChoiceField(choices=[("serve", ""), ("leave", "")])


def _id_of(value: str) -> UUID | None:
    try:
        return UUID(value)
    except ValueError:
        return None
