from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.http import QueryDict

from chuangcheng.core.access import Actor
from chuangcheng.core.models import ChosenColumns, SavedView

PLACE_IN_LIST = ("page", "cursor", "after", "before")  # where somebody has leafed to is no part of a view


@dataclass(frozen=True, slots=True)
class SavedTab:
    """A saved view as a tab of its page."""

    label: str
    url: str
    active: bool
    view_id: UUID
    is_shared: bool
    is_own: bool
    count: str = ""


@dataclass(frozen=True, slots=True)
class SavedViews:
    """The tabs of saved views; `active` is the one that the address shows."""

    tabs: Sequence[SavedTab]
    query: str  # of the address, to be saved

    @property
    def active(self) -> SavedTab | None:
        """The saved view that is open."""
        return next((tab for tab in self.tabs if tab.active), None)


def plain_query(parameters: QueryDict) -> str:
    """What of an address makes a view: no empty values, no place in the list, always in one order."""
    pairs = [
        (name, value)
        for name in sorted(parameters)
        if name not in PLACE_IN_LIST
        for value in parameters.getlist(name)
        if value.strip()
    ]
    kept = QueryDict(mutable=True)
    for name, value in pairs:
        kept.appendlist(name, value)
    return kept.urlencode()


def saved_views(*, actor: Actor, page: str, parameters: QueryDict) -> SavedViews:
    """The actor's own views of the page and the shared ones, oldest first. One query."""
    shown = plain_query(parameters)
    rows = SavedView.objects.filter(Q(owner=actor.person_id) | Q(is_shared=True), page=page).order_by("pk")
    tabs = [
        SavedTab(
            label=row.name,
            url=f"?{row.query}",
            active=row.query == shown,
            view_id=row.pk,
            is_shared=row.is_shared,
            is_own=row.owner_id == actor.person_id,
        )
        for row in rows
    ]
    return SavedViews(tabs, shown)


def chosen_names(*, actor: Actor, page: str) -> list[str]:
    """The columns that the actor chose for the page; none: the usual ones. One query."""
    row = ChosenColumns.objects.filter(person=actor.person_id, page=page).values_list("names", flat=True).first()
    return [str(name) for name in row or ()]
