"""Reads of the problem dictionary: classes by words and group, named lists with what is open in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.core.cache import cache
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from chuangcheng.cases.models import ProblemClass, ProblemList
from chuangcheng.cases.queries.conditions import CaseFilter
from chuangcheng.cases.queries.lists import CaseLists
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import NotFound

CACHE_SECONDS = 5  # how long another process may still offer the lists of before
LISTS_KEY = "cases:problem-lists"


@dataclass(frozen=True, slots=True)
class ListLine:
    """A named list, and how many of its problems are open."""

    problem_list: ProblemList
    class_names: list[str]
    open_count: int  # counted to 1,000 and no further


def dictionary(*, words: str = "", group: str = "", with_retired: bool = True) -> QuerySet[ProblemClass]:
    """The classes in order, with their lists; those that have the words in code, name, aliases or conditions."""
    rows = ProblemClass.objects.select_related("default_unit").defer("default_unit__boundary")
    rows = rows.prefetch_related("lists")
    if wanted := words.strip():
        parts = ("code__istartswith", "group", "name", "aliases", "filing_condition", "default_unit__name")
        found = Q()
        for part in parts:
            found |= Q(**{part if "__i" in part else f"{part}__icontains": wanted})
        rows = rows.filter(found)
    if group:
        rows = rows.filter(group=group)
    return rows if with_retired else rows.filter(is_active=True)


def class_groups() -> list[str]:
    """The groups (大类) in the order of their first class."""
    return list(dict.fromkeys(ProblemClass.objects.values_list("group", flat=True)))


def problem_list_for(list_id: int) -> ProblemList:
    """The list with this id; NotFound when there is none."""
    found = ProblemList.objects.filter(pk=list_id).first()
    if found is None:
        raise NotFound(_("没有找到该清单，请从清单列表进入。"))
    return found


def lists_in_use() -> list[tuple[str, str]]:
    """Id and name of the lists to choose from, in order; every page of cases asks, so they are kept for seconds."""
    found = cache.get(LISTS_KEY)
    if found is None:
        rows = ProblemList.objects.filter(is_active=True).values_list("pk", "name")
        found = [(str(pk), name) for pk, name in rows]
        cache.set(LISTS_KEY, found, CACHE_SECONDS)
    return cast("list[tuple[str, str]]", found)


def class_ids_of_list(list_id: int | None) -> list[int] | None:
    """The classes of a list, for a filter; None for no list."""
    if list_id is None:
        return None
    return list(ProblemClass.objects.filter(lists=list_id).values_list("pk", flat=True))


def list_lines(*, actor: Actor, now: datetime) -> list[ListLine]:
    """Every list with its classes and the number of its open problems that the actor sees. A query for each list."""
    lists, lines = CaseLists(actor, now), []
    for each in ProblemList.objects.prefetch_related("classes"):
        classes = list(each.classes.all())
        chosen = CaseFilter(class_ids=[found.pk for found in classes], is_open=True)
        lines.append(ListLine(each, [found.name for found in classes], lists.count(chosen)))
    return lines
