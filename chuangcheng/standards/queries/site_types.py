"""Reads on site types."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from chuangcheng.standards.models import SiteType


def active_site_types() -> QuerySet[SiteType]:
    """The site types in use, in their order."""
    return SiteType.objects.filter(is_active=True)


def site_types_with_aliases() -> QuerySet[SiteType]:
    """Every site type with its other names, those in use first. Two queries."""
    return SiteType.objects.prefetch_related("aliases").order_by("-is_active", "order")


def site_type_names(site_type_ids: Iterable[int]) -> dict[int, str]:
    """Names of site types by id, those out of use too. One query."""
    return dict(SiteType.objects.filter(pk__in=set(site_type_ids)).values_list("pk", "name"))
