"""What the dispatch form begins with, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from chuangcheng.cases.limits import Limit
from chuangcheng.cases.models import Case
from chuangcheng.cases.queries.rulebook import choices_of, rule_book, sentences_of
from chuangcheng.cases.queries.suggestions import suggested_lead_unit


@dataclass(frozen=True, slots=True)
class DispatchOffer:
    """A unit to lead, units to assist, a limit, and the sentence why; empty where nothing is known."""

    lead_unit_id: int | None
    assisting_ids: tuple[int, ...] = ()
    term: Limit | None = None  # in place of the limit of the class
    sentence: str = ""


def dispatch_offer(*, case: Case, day: date) -> DispatchOffer:
    """By the rules; where they name nobody, and for a case that a unit led before, the usual unit."""
    book = rule_book(day=day)
    if book.is_empty or case.lead_unit_id is not None:
        return DispatchOffer(suggested_lead_unit(case=case))
    choices = choices_of([case], book)
    choice, sentence = choices[case.pk], sentences_of(choices)[case.pk]
    if choice.lead_unit_id is None:
        return DispatchOffer(suggested_lead_unit(case=case), sentence=sentence)
    return DispatchOffer(choice.lead_unit_id, choice.assisting_ids, choice.term, sentence)
