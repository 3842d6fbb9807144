"""Red and black lists for pages."""

from __future__ import annotations

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from chuangcheng.core.access import Actor
from chuangcheng.supervision.accountability_access import PUBLISH_LISTS, visible_lists
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
