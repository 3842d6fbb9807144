"""The agenda: items by hand, and what waits for the meeting."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.command.models import AgendaItem, Meeting
from chuangcheng.command.queries.suggestions import suggested_for
from chuangcheng.command.services.meetings.planning import open_meeting
from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput, NotFound, Refusal
from chuangcheng.core.ids import derived_id, is_client_id
from chuangcheng.inspections.services.texts import checked_text
from chuangcheng.orgs.queries import open_unit_ids

MOST_TITLE, MOST_TEXT = 200, 1000  # characters, as the columns
MOST_ITEMS = 60  # of one meeting; our choice


class ItemDecided(Refusal):
    """Resolutions hang on the item."""

    def __init__(self) -> None:
        super().__init__(_("这个议题已有决定事项，请先去掉它的决定事项。"))


@dataclass(frozen=True)
class ItemGiven:
    """An item as the form sends it."""

    title: str
    text: str = ""
    unit_id: int | None = None


@transaction.atomic
def add_item(*, actor: Actor, meeting_id: UUID, item_id: UUID, given: ItemGiven) -> AgendaItem:
    """An item by hand, the last of the agenda; the same id twice is one item."""
    found = open_meeting(actor, meeting_id)
    there = AgendaItem.objects.filter(pk=item_id).first()
    if there is not None and there.meeting_id == found.pk:
        return there
    if there is not None or not is_client_id(item_id):
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
    title = checked_text(given.title, label=_("议题"), at_most=MOST_TITLE)
    if not title:
        raise InvalidInput(_("请填写议题。"))
    if given.unit_id is not None and not open_unit_ids([given.unit_id]):
        raise InvalidInput(_("没有找到所选的单位，请重新选择。"))
    text = checked_text(given.text, label=_("研究什么"), at_most=MOST_TEXT)
    [place] = _places(found, 1)
    made = AgendaItem.objects.create(
        pk=item_id, meeting=found, position=place, title=title, text=text, unit_id=given.unit_id
    )
    audit.record(actor=actor, action="command.add_agenda_item", subject=found)
    return made


@transaction.atomic
def add_suggested(*, actor: Actor, meeting_id: UUID, keys: Sequence[str]) -> list[AgendaItem]:
    """Items for cases and tasks that are suggested now ("case:…", "task:…"); what stands there already is left."""
    found = open_meeting(actor, meeting_id)
    offered = {each.key: each for each in suggested_for(actor=actor, meeting=found)}
    chosen = [offered[key] for key in dict.fromkeys(keys) if key in offered]
    rows = [
        AgendaItem(
            pk=derived_id(found.pk, each.key),
            meeting=found,
            position=place,
            title=each.title[:MOST_TITLE],
            text=each.text[:MOST_TEXT],
            unit_id=each.unit_id,
            source_kind=each.kind,
            source_id=str(each.source_id),
            source_label=each.number,
        )
        for each, place in zip(chosen, _places(found, len(chosen)), strict=True)
    ]
    AgendaItem.objects.bulk_create(rows)
    if rows:
        audit.record(actor=actor, action="command.add_agenda_item", subject=found, detail={"items": len(rows)})
    return rows


@transaction.atomic
def remove_item(*, actor: Actor, meeting_id: UUID, item_id: UUID) -> None:
    """The item leaves the agenda; what raised it goes on waiting."""
    found = open_meeting(actor, meeting_id)
    item = item_of(found, item_id)
    if item.resolutions.exists():
        raise ItemDecided
    item.delete()
    audit.record(actor=actor, action="command.remove_agenda_item", subject=found)


@transaction.atomic
def move_item(*, actor: Actor, meeting_id: UUID, item_id: UUID, up: bool) -> None:
    """The item changes places with its neighbour."""
    found = open_meeting(actor, meeting_id)
    rows = list(found.items.all())
    place = rows.index(item_of(found, item_id))
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rows):
        return
    rows[place], rows[other] = rows[other], rows[place]
    for number, row in enumerate(rows, start=1):
        row.position = number
    AgendaItem.objects.bulk_update(rows, ["position"])
    audit.record(actor=actor, action="command.order_agenda", subject=found)


def item_of(found: Meeting, item_id: UUID) -> AgendaItem:
    """The item of this meeting, or NotFound."""
    item = found.items.filter(pk=item_id).first()
    if item is None:
        raise NotFound(_("没有找到这个议题，请刷新页面。"))
    return item


def _places(found: Meeting, count: int) -> Iterable[int]:
    """The next places of the agenda."""
    last = found.items.order_by("-position").values_list("position", flat=True).first() or 0
    if found.items.count() + count > MOST_ITEMS:
        raise InvalidInput(_("一次会议最多%(most)s个议题。") % {"most": MOST_ITEMS})
    return range(last + 1, last + 1 + count)
