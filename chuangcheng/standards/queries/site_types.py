"""Reads on site types."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import QuerySet

from chuangcheng.standards.models import SiteType, Standard


def active_site_types() -> QuerySet[SiteType]:
    """The site types in use, in their order."""
    return SiteType.objects.filter(is_active=True)


def site_types_with_aliases() -> QuerySet[SiteType]:
    """Every site type with its other names, those in use first. Two queries."""
    return SiteType.objects.prefetch_related("aliases").order_by("-is_active", "order")


def site_type_names(site_type_ids: Iterable[int]) -> dict[int, str]:
    """Names of site types by id, those out of use too. One query."""
    return dict(SiteType.objects.filter(pk__in=set(site_type_ids)).values_list("pk", "name"))


def standards_of_site_types(*, framework_id: int, site_type_ids: Iterable[int]) -> dict[int, list[int]]:
    """Site type → the standards of the edition that look at places of this type, in its order. One query."""
    links = Standard.site_types.through.objects.filter(
        standard__framework=framework_id, sitetype__in=set(site_type_ids)
    ).order_by("standard__order")
    found: dict[int, list[int]] = defaultdict(list)
    for type_id, standard_id in links.values_list("sitetype", "standard"):
        found[type_id].append(standard_id)
    return dict(found)
