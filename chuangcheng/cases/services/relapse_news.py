"""Who hears of a relapse, and how it follows what becomes of the case. Handlers of events: they may run twice."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from chuangcheng.cases.models import Case, Relapse
from chuangcheng.cases.services.relapses import STANDING, recognise
from chuangcheng.core.notices import inbox_text, notify
from chuangcheng.core.times import today
from chuangcheng.orgs.queries import people_of_units

HEAD = "head"  # duty of `orgs`
TOLD_FROM = 2  # the head of the unit hears of it from the second return on; our choice, after the wish of the office
# Moves after which a case may have become a relapse, or be none any more.
MOVES = frozenset({"file", "reject", "void", "join", "unjoin", "close", "reopen"})


def tell_of_new_case(payload: Mapping[str, Any]) -> None:
    """After `cases.opened`."""
    tell_of_relapses(Relapse.objects.filter(case=payload["case_id"], ruling__in=STANDING))


def follow_case(payload: Mapping[str, Any]) -> None:
    """After `cases.moved`: a void, rejected or joined case is no relapse, and one brought back may be."""
    if payload["move"] in MOVES:
        with transaction.atomic():
            Case.objects.select_for_update().filter(pk=payload["case_id"]).values_list("pk").first()
            recognise([UUID(payload["case_id"])])
        tell_of_new_case(payload)


def tell_of_relapses(relapses: Collection[Relapse] | Any) -> None:
    """The heads of the units that fixed them hear of those that came back again and again. Each once."""
    keys = [relapse.pk for relapse in relapses]
    rows = Relapse.objects.filter(pk__in=keys, case__relapse_count__gte=TOLD_FROM, case__is_imported=False)
    told = list(rows.select_related("case", "case__problem_class", "case__site"))
    units = {row.unit_id for row in told if row.unit_id is not None}
    heads = people_of_units(units, duties=[HEAD], today=today()) if units else {}
    for row in told:
        _tell(row, heads.get(row.unit_id or 0, []))


def _tell(row: Relapse, people: list[int]) -> None:
    case = row.case
    facts = {"number": case.number, "place": case.place, "count": case.relapse_count}
    notify(
        person_ids=people,
        key=f"cases:relapse:{case.pk}",
        title=inbox_text("问题%(number)s是第%(count)d次回潮：%(place)s", facts),
        body=case.told,
        link=reverse("cases:case", args=[case.pk]),
    )
