"""Streets and towns, and which of them a unit lies in."""

from __future__ import annotations

from django.db.models import QuerySet

from chuangcheng.orgs.models import Unit

TOWN_KINDS = (Unit.Kind.STREET, Unit.Kind.TOWN)


def open_towns() -> QuerySet[Unit]:
    """The streets and towns that are open, in the order of the tree."""
    return Unit.objects.filter(kind__in=TOWN_KINDS, closed_on__isnull=True).defer("boundary").order_by("path")


def town_of_unit() -> dict[int, int]:
    """For every unit the street or town that it is or lies in; units above these are left out. One query."""
    found: dict[int, int] = {}
    town_path, town_id = "", 0
    for pk, path, kind in Unit.objects.order_by("path").values_list("pk", "path", "kind"):
        if kind in TOWN_KINDS:
            town_path, town_id = path, pk
        if town_path and path.startswith(town_path):
            found[pk] = town_id
    return found
