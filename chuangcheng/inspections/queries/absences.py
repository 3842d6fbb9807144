"""Who is away on a day, and who comes instead."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import QuerySet

from chuangcheng.inspections.models import Absence
from chuangcheng.orgs.queries import acting_on

MOST_SHOWN = 200  # absences on their page


def absent_on(*, person_ids: Collection[int], day: date) -> dict[int, int | None]:
    """Absent person → substitute, of these people and of those who stand in for them.

    Somebody for whom another acts by a delegation of the day is away, too, unless an absence names the substitute. Two
    queries.
    """
    acting = acting_on(day=day)
    noted = dict(_on(day).order_by("pk").values_list("person", "substitute"))
    found: dict[int, int | None] = {}
    wanted = list(dict.fromkeys(person_ids))
    while wanted:
        person = wanted.pop()
        if person in found or (person not in noted and person not in acting):
            continue
        found[person] = noted.get(person) or acting.get(person)
        if found[person] is not None:
            wanted.append(found[person] or 0)
    return found


def away_between(*, first: date, last: date) -> dict[int, list[tuple[date, date]]]:
    """Person → first and last days of their absences that touch the time. One query."""
    found: dict[int, list[tuple[date, date]]] = {}
    rows = Absence.objects.filter(starts_on__lte=last, ends_on__gte=first, ended_at__isnull=True)
    for person_id, starts_on, ends_on in rows.values_list("person", "starts_on", "ends_on"):
        found.setdefault(person_id, []).append((starts_on, ends_on))
    return found


def absences_shown() -> QuerySet[Absence]:
    """The absences with the latest end first, MOST_SHOWN of them."""
    rows = Absence.objects.select_related("person", "substitute", "noted_by")
    return rows.order_by("-ends_on", "-starts_on", "-pk")[:MOST_SHOWN]


def _on(day: date) -> QuerySet[Absence]:
    return Absence.objects.filter(starts_on__lte=day, ends_on__gte=day, ended_at__isnull=True)
