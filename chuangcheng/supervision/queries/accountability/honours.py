"""Red and black lists for pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from chuangcheng.core.access import Actor
from chuangcheng.core.ids import uuids_of
from chuangcheng.supervision.accountability_access import PUBLISH_LISTS, list_for, visible_lists
from chuangcheng.supervision.accountability_workflow import ListNotThere, ListState
from chuangcheng.supervision.honour_papers import list_day, list_file_name, list_office, list_title, write_list
from chuangcheng.supervision.models import HonourEntry, HonourEvent, HonourList, Result, Run

MOST_RUNS = 50  # offered in the form
MOST_WAITING = 20


def lists_shown(*, actor: Actor) -> QuerySet[HonourList]:
    """The visible lists, newest first, with `red_count` and `black_count`; take a page of it."""
    kept = Q(entries__is_left_out=False)
    rows = visible_lists(actor).annotate(
        red_count=Count("entries", filter=kept & Q(entries__listed="red")),
        black_count=Count("entries", filter=kept & Q(entries__listed="black")),
    )
    return rows.order_by("-pk")


def entries_of(found: HonourList, *, with_left_out: bool) -> list[HonourEntry]:
    """Its entries, the best first; of those left out only for who publishes. One query."""
    rows = found.entries.order_by("place", "pk")
    return list(rows if with_left_out else rows.filter(is_left_out=False))


def story_of(found: HonourList) -> list[HonourEvent]:
    """What happened to the list, oldest first. One query."""
    return list(found.history.order_by("at", "pk"))


def runs_to_list() -> list[Run]:
    """Published runs shown to all that list somebody and have no list yet, the latest first. One query."""
    listed = Result.objects.filter(run=OuterRef("pk")).exclude(listed="")
    rows = Run.objects.filter(
        Exists(listed), state=Run.State.FINAL, board_version__is_shown_to_all=True, honour_list=None
    )
    return list(rows.select_related("board").order_by("-last", "-first", "pk")[:MOST_RUNS])


def waiting_lists(*, actor: Actor) -> list[HonourList]:
    """Lists on which this person acts next: to check, or to approve what somebody else checked. One query."""
    if actor.is_system or not actor.everywhere(PUBLISH_LISTS):
        return []
    rows = HonourList.objects.filter(
        Q(state="proposed") | Q(state="checked") & ~Q(checked_by=actor.person_id)
    ).select_related("run__board")
    return list(rows.order_by("pk")[:MOST_WAITING])


def visible_list_ids(actor: Actor, list_ids: Sequence[str]) -> set[str]:
    """Of these ids, those of lists that the actor sees. One query."""
    return {str(pk) for pk in visible_lists(actor).filter(pk__in=uuids_of(list_ids)).values_list("pk", flat=True)}


@dataclass(frozen=True, slots=True)
class ListToSend:
    """A published list as a paper to units."""

    id: UUID
    title: str
    office: str
    published_on: date


def list_to_send(*, actor: Actor, list_id: UUID) -> ListToSend:
    """The list; NotFound when absent or not theirs, ListNotThere unless it is published. One query."""
    found = _published(actor, list_id)
    return ListToSend(found.pk, list_title(found), list_office(found), list_day(found))


def list_files(*, actor: Actor, list_id: UUID) -> list[tuple[str, bytes]]:
    """Name and content of its PDF, Word and Excel; raises as `list_to_send`."""
    found = _published(actor, list_id)
    entries = entries_of(found, with_left_out=False)
    return [(list_file_name(found, kind), write_list(found, entries, kind)) for kind in ("pdf", "docx", "xlsx")]


def _published(actor: Actor, list_id: UUID) -> HonourList:
    found = list_for(actor, list_id)
    if found.state != ListState.PUBLISHED:
        raise ListNotThere(found.state)
    return found
