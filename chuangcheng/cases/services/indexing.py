"""What of a case is found by search: its number and description, where it is, its class, its units."""

from __future__ import annotations

from chuangcheng.cases.models import Case
from chuangcheng.core import search

KIND = "case"  # of search entries
CHANGES_WHAT_IS_FOUND = frozenset({"open", "file", "dispatch", "send_back"})  # moves


def index_case(case: Case) -> None:
    """Makes the case findable as it stands; who may see it is asked when it is found."""
    named = [case.place_text, *(found.name for found in (case.site, case.area, case.lead_unit) if found is not None)]
    if case.problem_class is not None:
        named += [case.problem_class.group, case.problem_class.name]
    search.index(
        kind=KIND,
        object_id=case.pk,
        number=case.number,
        title=case.description,
        text=" ".join(text for text in named if text),
        unit_id=case.lead_unit_id or case.area_id,
    )
