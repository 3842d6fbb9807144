"""Meetings: planned, changed, called, called off. The units called hear of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.command.indexing import index_meeting
from chuangcheng.command.meeting_access import HOLD, meeting_to_change
from chuangcheng.command.models import Meeting, MeetingUnit
from chuangcheng.command.services.meetings.asking import ask_to_come, stop_asking
from chuangcheng.core import audit
from chuangcheng.core.access import Actor, require
from chuangcheng.core.errors import InvalidInput, NotPermitted, Refusal
from chuangcheng.core.ids import is_client_id
from chuangcheng.core.inbox_text import InboxText
from chuangcheng.core.notices import inbox_text, notify
from chuangcheng.core.numbers import next_number
from chuangcheng.core.times import SHANGHAI, local_date, now, today
from chuangcheng.inspections.services.texts import checked_text
from chuangcheng.orgs.queries import liaisons_of_units, open_unit_ids

MOST_TITLE, MOST_PLACE, MOST_CHAIR, MOST_NOTE, MOST_REASON = 100, 120, 60, 1000, 300  # characters, as the columns
MOST_UNITS = 300  # of one meeting; our choice
FIRST_YEAR, LAST_YEAR = 2000, 2100  # as the working calendar


class MeetingEnded(Refusal):
    """The minutes are issued, or the meeting was called off."""

    def __init__(self, found: Meeting) -> None:
        if found.cancelled_at is not None:
            super().__init__(_("这次会议已经取消，不能再改，请另建一次。"))
        else:
            super().__init__(_("会议纪要已经印发，不能再改；有变化请在下次会议中写明。"))


@dataclass(frozen=True)
class MeetingGiven:
    """A meeting as the form sends it."""

    kind: str
    title: str
    starts_at: datetime
    place: str
    chair: str = ""
    note: str = ""
    unit_ids: Sequence[int] = ()
    well_unit_ids: Sequence[int] = ()  # speak of what they did well; called too
    bad_unit_ids: Sequence[int] = ()  # say how they will do better; called too
    reports_by: date | None = None


@transaction.atomic
def plan_meeting(*, actor: Actor, meeting_id: UUID, given: MeetingGiven) -> Meeting:
    """A meeting that nobody was called to yet; the same id twice is one meeting."""
    require(actor, HOLD)
    if not actor.everywhere(HOLD):
        raise NotPermitted(_("您没有办理此事项的权限，请联系创城办。"))
    there = Meeting.objects.filter(pk=meeting_id).first()
    if there is not None and there.created_by_id == actor.person_id:
        return there
    if there is not None or not is_client_id(meeting_id):
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
    facts, speeches = _checked(given), _speeches(given)
    made = Meeting.objects.create(
        pk=meeting_id,
        number=next_number(series="meeting", year=today().year),
        created_by_id=actor.person_id,
        created_at=now(),
        **facts,
    )
    _set_units(made, speeches)
    audit.record(actor=actor, action="command.plan_meeting", subject=made)
    index_meeting(made)
    return made


@transaction.atomic
def change_meeting(*, actor: Actor, meeting_id: UUID, given: MeetingGiven) -> Meeting:
    """Other facts or units; who was called already hears of another time or place."""
    found = open_meeting(actor, meeting_id)
    facts, speeches = _checked(given), _speeches(given)
    fields = sorted(name for name, value in facts.items() if getattr(found, name) != value)
    for name in fields:
        setattr(found, name, facts[name])
    found.save(update_fields=fields)
    dropped = _set_units(found, speeches)
    if found.called_at is not None:
        stop_asking(found, dropped)
        ask_to_come(actor, found)
        if "starts_at" in fields or "place" in fields:
            text = inbox_text("会议改期或改地点：%(title)s，%(when)s，%(place)s", _facts(found))
            tell_units(found, text, now().isoformat())
        tell_units(found, _call_text(found), "called")
        if dropped:
            _tell(dropped, found, inbox_text("不再通知你单位参加：%(title)s", {"title": found.title}), "dropped")
    audit.record(actor=actor, action="command.change_meeting", subject=found, detail={"fields": fields})
    index_meeting(found)
    return found


@transaction.atomic
def choose_speakers(*, actor: Actor, meeting_id: UUID, speeches: Mapping[int, str]) -> Meeting:
    """Which of the units called speak, and how: unit → well, badly or empty; who is not named stays as it is."""
    found = open_meeting(actor, meeting_id)
    if set(speeches.values()) - set(MeetingUnit.Speech.values):
        raise InvalidInput(_("请选择发言的种类。"))
    rows = [row for row in found.units.filter(unit__in=speeches) if row.speech != speeches[row.unit_id]]
    for row in rows:
        row.speech = speeches[row.unit_id]
    MeetingUnit.objects.bulk_update(rows, ["speech"])
    if rows:
        audit.record(actor=actor, action="command.choose_speakers", subject=found, detail={"units": len(rows)})
    return found


@transaction.atomic
def call_meeting(*, actor: Actor, meeting_id: UUID) -> Meeting:
    """The units are told and asked who comes. Again: nothing."""
    found = open_meeting(actor, meeting_id)
    if found.called_at is not None:
        return found
    if not found.units.exists():
        raise InvalidInput(_("还没有选参会单位，请先修改会议，选好单位再发通知。"))
    found.called_at = now()
    found.save(update_fields=["called_at"])
    ask_to_come(actor, found)
    tell_units(found, _call_text(found), "called")
    audit.record(actor=actor, action="command.call_meeting", subject=found)
    return found


@transaction.atomic
def cancel_meeting(*, actor: Actor, meeting_id: UUID, reason: str) -> Meeting:
    """The meeting does not take place; it stays on record with the reason."""
    found = open_meeting(actor, meeting_id)
    words = checked_text(reason, label=_("理由"), at_most=MOST_REASON)
    if not words:
        raise InvalidInput(_("请写明取消的理由。"))
    found.cancelled_at, found.cancel_reason = now(), words
    found.save(update_fields=["cancelled_at", "cancel_reason"])
    stop_asking(found)
    if found.called_at is not None:
        tell_units(found, inbox_text("会议取消：%(title)s", {"title": found.title}), "cancelled")
    audit.record(actor=actor, action="command.cancel_meeting", subject=found, detail={"reason": words})
    return found


def open_meeting(actor: Actor, meeting_id: UUID) -> Meeting:
    """The meeting, locked, while it may still be changed."""
    found = meeting_to_change(actor, meeting_id)
    if found.cancelled_at is not None or found.issued_at is not None:
        raise MeetingEnded(found)
    return found


def tell_units(found: Meeting, title: InboxText, key: str) -> None:
    """A line for the liaisons of every unit called."""
    _tell(found.units.values_list("unit", flat=True), found, title, key)


def _tell(unit_ids: Iterable[int], found: Meeting, title: InboxText, key: str) -> None:
    people = liaisons_of_units(list(unit_ids), today=today())
    notify(
        person_ids={each for ids in people.values() for each in ids},
        key=f"command.meeting-{found.pk}-{key}",
        title=title,
        link=f"/command/meetings/{found.pk}/",
    )


def _call_text(found: Meeting) -> InboxText:
    return inbox_text("会议通知：%(title)s，%(when)s，%(place)s，请回执", _facts(found))


def _facts(found: Meeting) -> dict[str, object]:
    when = f"{found.starts_at.astimezone(SHANGHAI):%m-%d %H:%M}"
    return {"title": found.title, "when": when, "place": found.place}


def _checked(given: MeetingGiven) -> dict[str, Any]:
    if given.kind not in Meeting.Kind.values:
        raise InvalidInput(_("请选择会议的类别。"))
    title = checked_text(given.title, label=_("名称"), at_most=MOST_TITLE)
    place = checked_text(given.place, label=_("地点"), at_most=MOST_PLACE)
    if not title or not place:
        raise InvalidInput(_("请填写会议的名称和地点。"))
    held_on = local_date(given.starts_at)
    if not FIRST_YEAR <= held_on.year <= LAST_YEAR:
        raise InvalidInput(_("日期不在工作日历的范围内，请核对。"))
    if given.reports_by is not None and not held_on <= given.reports_by <= date(LAST_YEAR, 12, 31):
        raise InvalidInput(_("各单位上报的期限不能早于会议日期，请核对。"))
    return {
        "kind": given.kind,
        "title": title,
        "starts_at": given.starts_at,
        "place": place,
        "chair": checked_text(given.chair, label=_("主持人"), at_most=MOST_CHAIR),
        "note": checked_text(given.note, label=_("要求"), at_most=MOST_NOTE),
        "reports_by": given.reports_by,
    }


def _speeches(given: MeetingGiven) -> dict[int, str]:
    """Unit called → its speech, in the order given."""
    if set(given.well_unit_ids) & set(given.bad_unit_ids):
        raise InvalidInput(_("同一单位不能既作经验发言又作表态发言，请核对。"))
    called = dict.fromkeys((*given.unit_ids, *given.well_unit_ids, *given.bad_unit_ids), "")
    called |= dict.fromkeys(given.well_unit_ids, MeetingUnit.Speech.WELL.value)
    called |= dict.fromkeys(given.bad_unit_ids, MeetingUnit.Speech.BADLY.value)
    if len(called) > MOST_UNITS:
        raise InvalidInput(_("一次会议最多通知%(most)s个单位。") % {"most": MOST_UNITS})
    if set(called) - open_unit_ids(called):
        raise InvalidInput(_("没有找到所选的单位，请重新选择。"))
    return called


def _set_units(found: Meeting, speeches: dict[int, str]) -> list[int]:
    """The units called are these; gives those that are not called any more. Who replied or spoke stays as recorded."""
    there = {row.unit_id: row for row in found.units.all()}
    dropped = [unit_id for unit_id in there if unit_id not in speeches]
    found.units.filter(unit__in=dropped).delete()
    MeetingUnit.objects.bulk_create(
        [MeetingUnit(meeting=found, unit_id=unit, speech=word) for unit, word in speeches.items() if unit not in there]
    )
    for unit_id, row in there.items():
        if unit_id in speeches and row.speech != speeches[unit_id]:
            row.speech = speeches[unit_id]
            row.save(update_fields=["speech"])
    return dropped
