"""What of a case is found by search: its number and description, where it is, its class, its units."""

from __future__ import annotations

from collections.abc import Iterable

from chuangcheng.cases.models import Case
from chuangcheng.core import search

KIND = "case"  # of search entries
CHANGES_WHAT_IS_FOUND = frozenset({"open", "file", "dispatch", "send_back"})  # moves


def index_case(case: Case) -> None:
    """Makes the case findable as it stands; who may see it is asked when it is found."""
    index_cases([case])


def index_cases(cases: Iterable[Case]) -> None:
    """Makes all of them findable; site, area, class and lead unit must have been read with them."""
    search.index_all(_entry(case) for case in cases)


def _entry(case: Case) -> search.Entry:
    named = [case.place_text, *(found.name for found in (case.site, case.area, case.lead_unit) if found is not None)]
    if case.problem_class is not None:
        named += [case.problem_class.group, case.problem_class.name]
    text = " ".join(text for text in named if text)
    return search.Entry(KIND, str(case.pk), case.description, case.number, text, case.lead_unit_id or case.area_id)
