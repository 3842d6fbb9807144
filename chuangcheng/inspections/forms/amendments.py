"""A returned visit as its inspector amends it: the form of a visit, filled with what was sent before."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.http import QueryDict

from chuangcheng.inspections.forms.visits import Card, VisitForm
from chuangcheng.inspections.models import Answer, AnswerPhoto
from chuangcheng.inspections.services import AmendmentGiven, AnswerGiven


class AmendmentForm(VisitForm):
    """The cards of the answers to amend; what was sent before stands in them until something else is entered."""

    def __init__(self, answers: Sequence[Answer], *, note: str, posted: QueryDict | None = None) -> None:
        super().__init__([answer.item for answer in answers], posted=posted)
        if posted is None:
            self.note = note
            for card, answer in zip(self.cards, answers, strict=True):
                _fill(card, answer)

    def amendment(self, *, visit_id: UUID) -> AmendmentGiven:
        """The amended answers as the service takes them."""
        answers = [AnswerGiven(card.item.pk, card.value, card.note, tuple(card.kept)) for card in self.cards]
        return AmendmentGiven(self.visit_id, visit_id, self.started_at, answers, self.note)


def _fill(card: Card, answer: Answer) -> None:
    value = answer.value
    photos: list[AnswerPhoto] = answer.shown_photos  # type: ignore[attr-defined] # put there by `answers_to_amend`
    card.note = answer.note
    card.kept = [photo.file_id for photo in photos]
    card.is_na = bool(value.get("na"))
    card.choice = "na" if card.is_na else {True: "pass", False: "fail"}.get(value.get("ok", ""), "")
    amount = next((value[key] for key in ("count", "faults", "percent") if key in value), "")
    card.amount = str(amount)
    card.pieces = value.get("present", [])
    card.has_none = value.get("present") == []
