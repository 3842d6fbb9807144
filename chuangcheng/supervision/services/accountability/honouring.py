"""红黑榜: proposed from a published board by its own rule, chosen by one person, approved by another, taken down with a
reason. Nobody is put on a list whom the board does not list; ties are all there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from chuangcheng.core import audit, events
from chuangcheng.core.access import SYSTEM, Actor
from chuangcheng.core.errors import InvalidInput, NotPermitted, Refusal
from chuangcheng.core.ids import is_client_id
from chuangcheng.core.inbox_text import InboxText, inbox_text
from chuangcheng.core.notices import notify
from chuangcheng.core.times import now, today
from chuangcheng.inspections.services.texts import checked_text
from chuangcheng.orgs.queries import people_of_units, people_with
from chuangcheng.supervision.accountability_access import PUBLISH_LISTS, list_for, require_publisher
from chuangcheng.supervision.accountability_workflow import LIST_MOVES, list_moved
from chuangcheng.supervision.events import LIST_WITHDRAWN
from chuangcheng.supervision.models import HonourEntry, HonourEvent, HonourList, Run
from chuangcheng.supervision.services.accountability.indexing import index_list

MOST_REASON, MOST_TEXT = 300, 500  # characters, as the columns
TOLD_DUTIES = ("head", "leader", "liaison")
PRESSED = ("publish", "return", "drop", "withdraw")
WITH_WORDS = frozenset({"return", "drop", "withdraw"})


class NothingToList(Refusal):
    """The board lists nobody, is not published, or is not shown to all."""

    def __init__(self) -> None:
        super().__init__(_("这一期榜单没有发布、不向全体公开或没有红榜和黑榜，不能做红黑榜。"))


@transaction.atomic
def propose_list(*, actor: Actor, run_id: UUID) -> HonourList:
    """The list of a published board; asked again, the same. Whoever publishes lists, or the system."""
    if not actor.is_system:
        require_publisher(actor)
    run = Run.objects.select_related("board", "board_version").filter(pk=run_id, state=Run.State.FINAL).first()
    if run is None or not run.board_version.is_shown_to_all:
        raise NothingToList
    listed = list(run.results.exclude(listed="").order_by("order"))
    if not listed:
        raise NothingToList
    found, is_new = HonourList.objects.get_or_create(run=run)
    if not is_new:
        return found
    HonourEntry.objects.bulk_create(
        [
            HonourEntry(
                list=found,
                result=row,
                unit_id=row.unit_id,
                name=row.name,
                place=row.place or 0,
                points=row.points,
                listed=row.listed,
            )
            for row in listed
        ]
    )
    audit.record(actor=actor, action="supervision.propose_list", subject=found)
    _tell(_publishers(), found, "proposed", inbox_text("%(board)s的红黑榜等待核定", {"board": run.board.name}))
    return found


def propose_published(payload: Mapping[str, Any]) -> None:
    """News that a board was published: its list is proposed, where it lists somebody."""
    try:
        propose_list(actor=SYSTEM, run_id=UUID(str(payload["run_id"])))
    except NothingToList:
        return


@transaction.atomic
def check_list(
    *, actor: Actor, list_id: UUID, event_id: UUID, left_out: Mapping[int, str], is_for_public: bool
) -> HonourList:
    """核定: who stays; whoever is left out needs a reason. `left_out`: entry → why. The same event id twice is one."""
    require_publisher(actor)
    found = list_for(actor, list_id, lock=True)
    if _is_repeated(actor, found, event_id):
        return found
    list_moved("check", found.state)
    entries = list(found.entries.all())
    if not set(left_out) <= {entry.pk for entry in entries}:
        raise InvalidInput(_("名单已经变化，请刷新页面后重新核定。"))
    if len(left_out) == len(entries):
        raise InvalidInput(_("名单上至少要留一个；都不公布的，请选“不予公布”。"))
    for entry in entries:
        _fill(entry, left_out)
    HonourEntry.objects.bulk_update(entries, ["is_left_out", "reason"])
    found.is_for_public = is_for_public
    found.checked_by_id, found.checked_by_name = actor.person_id, actor.name
    _save(actor, found, "check", event_id, "", ["is_for_public", "checked_by", "checked_by_name"])
    people = [pk for pk in _publishers() if pk != actor.person_id]
    title = inbox_text("%(board)s的红黑榜已核定，等待审批", {"board": found.run.board.name})
    _tell(people, found, f"checked-{event_id}", title)
    return found


def _fill(entry: HonourEntry, left_out: Mapping[int, str]) -> None:
    entry.is_left_out = entry.pk in left_out
    entry.reason = checked_text(left_out.get(entry.pk, ""), label=_("理由"), at_most=MOST_REASON)
    if entry.is_left_out and not entry.reason:
        raise InvalidInput(_("请写明%(name)s不公布的理由。") % {"name": entry.name})


@transaction.atomic
def move_list(*, actor: Actor, list_id: UUID, event_id: UUID, move: str, text: str) -> HonourList:
    """Publishes, by somebody else than who chose; or returns, drops, takes down, with words. Same id twice is one."""
    require_publisher(actor)
    found = list_for(actor, list_id, lock=True)
    if move not in PRESSED:
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
    if _is_repeated(actor, found, event_id):
        return found
    list_moved(move, found.state)
    words = checked_text(text, label=_("理由"), at_most=MOST_TEXT)
    if move in WITH_WORDS and not words:
        raise InvalidInput(_("请写明情况或理由。"))
    changed: list[str] = []
    if move == "publish":
        if found.checked_by_id == actor.person_id:
            raise NotPermitted(_("红黑榜不能由核定人自己批准，请由其他人办理。"))
        found.published_at, found.published_by_name = now(), actor.name
        changed = ["published_at", "published_by_name"]
    _save(actor, found, move, event_id, words, changed)
    index_list(found)
    if move == "withdraw":
        events.publish(LIST_WITHDRAWN, {"list_id": str(found.pk), "reason": words})
    _tell_of_move(found, move, event_id)
    return found


def _is_repeated(actor: Actor, found: HonourList, event_id: UUID) -> bool:
    there = HonourEvent.objects.filter(pk=event_id).first()
    if there is not None and there.list_id == found.pk and there.actor_id == actor.person_id:
        return True
    if there is not None or not is_client_id(event_id):
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
    return False


def _save(actor: Actor, found: HonourList, move: str, event_id: UUID, text: str, changed: Sequence[str]) -> None:
    found.state = LIST_MOVES[move][2]
    found.save(update_fields=["state", *changed])
    HonourEvent.objects.create(
        pk=event_id, list=found, move=move, text=text, actor_id=actor.person_id, actor_name=actor.name
    )
    audit.record(actor=actor, action=f"supervision.{move}_list", subject=found)


def _tell_of_move(found: HonourList, move: str, event_id: UUID) -> None:
    facts = {"board": found.run.board.name}
    if move == "publish":
        for listed, title in (
            ("red", inbox_text("%(board)s红黑榜已公布，本单位列入红榜", facts)),
            ("black", inbox_text("%(board)s红黑榜已公布，本单位列入黑榜", facts)),
        ):
            _tell(_people_on(found, listed), found, f"{move}-{listed}-{event_id}", title)
    elif move == "withdraw":
        people = {*_people_on(found, "red"), *_people_on(found, "black")}
        _tell(people, found, f"{move}-{event_id}", inbox_text("%(board)s红黑榜已撤下", facts))
    elif found.checked_by_id is not None:
        title = inbox_text("%(board)s红黑榜被退回或不予公布", facts)
        _tell([found.checked_by_id], found, f"{move}-{event_id}", title)


def _people_on(found: HonourList, listed: str) -> list[int]:
    entries = found.entries.filter(listed=listed, is_left_out=False)
    unit_ids = list(entries.filter(unit__isnull=False).values_list("unit", flat=True))
    people = {pk for held in people_of_units(unit_ids, duties=TOLD_DUTIES, today=today()).values() for pk in held}
    return sorted(people | set(entries.filter(unit=None).values_list("result__person", flat=True)))


def _publishers() -> list[int]:
    return list(people_with(permission=PUBLISH_LISTS, today=today()).values_list("pk", flat=True))


def _tell(people: Sequence[int] | set[int], found: HonourList, what: str, title: InboxText) -> None:
    link = reverse("supervision:honour_list", args=[found.pk])
    notify(person_ids=sorted(people), key=f"supervision:list-{what}-{found.pk}", title=title, link=link)
