"""The way of a special campaign: started, extended, wound up, ended, called off."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.command.models import SpecialCampaign
from chuangcheng.command.services.specials.checking import check_days
from chuangcheng.command.services.specials.steps import moved, record_step
from chuangcheng.command.services.specials.telling import (
    ask_for_reports,
    follow_last_day,
    stop_asking,
    tell,
    tell_units,
)
from chuangcheng.command.special_access import special_to_organise
from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.inbox_text import InboxText, inbox_text
from chuangcheng.core.times import today
from chuangcheng.inspections.services.texts import checked_text

MOST_SUMMARY = 5000  # characters of what remains, and of the lessons; our choice


@transaction.atomic
def start_special(*, actor: Actor, special_id: UUID, despite: str = "") -> SpecialCampaign:
    """The units hear of it and are asked to report. Raises AsksRefused when a unit is asked too much, without a reason.

    Refused when its last day has passed.
    """
    found = special_to_organise(actor, special_id)
    moved(found, "start")
    if found.ends_on < today():
        raise InvalidInput(_("结束日期已经过了，请先修改日期再启动。"))
    found.save(update_fields=["state"])
    ask_for_reports(actor, found, _unit_ids(found), despite)
    tell(found, [found.leader_id], inbox_text("您牵头的专项整治已启动：%(name)s", {"name": found.name}), "led")
    _record(actor, found, "start", reason=despite.strip()[:300])
    return found


@transaction.atomic
def extend_special(*, actor: Actor, special_id: UUID, ends_on: date, reason: str) -> SpecialCampaign:
    """Another, later last day."""
    found = special_to_organise(actor, special_id)
    words = moved(found, "extend", reason)
    if ends_on <= found.ends_on:
        raise InvalidInput(_("新的结束日期应晚于现在的结束日期，请核对。"))
    check_days(found.starts_on, ends_on)
    what = f"{found.ends_on.isoformat()}→{ends_on.isoformat()}"
    found.ends_on = ends_on
    found.save(update_fields=["ends_on"])
    follow_last_day(found)
    facts = {"name": found.name, "day": ends_on.isoformat()}
    _tell_all(found, inbox_text("专项整治延期：%(name)s，到%(day)s", facts), f"extended-{ends_on.isoformat()}")
    _record(actor, found, "extend", reason=words, what=what)
    return found


@transaction.atomic
def wind_up_special(*, actor: Actor, special_id: UUID) -> SpecialCampaign:
    """收尾: what remains is fixed, units may still report."""
    found = special_to_organise(actor, special_id)
    moved(found, "wind_up")
    found.save(update_fields=["state"])
    _record(actor, found, "wind_up")
    return found


@transaction.atomic
def resume_special(*, actor: Actor, special_id: UUID, reason: str) -> SpecialCampaign:
    """It is not at its end: back to work."""
    found = special_to_organise(actor, special_id)
    words = moved(found, "resume", reason)
    found.save(update_fields=["state"])
    _record(actor, found, "resume", reason=words)
    return found


@transaction.atomic
def write_summary(*, actor: Actor, special_id: UUID, remains: str, lessons: str) -> SpecialCampaign:
    """What remains and what was learnt, for the closing report; until the campaign has ended."""
    found = special_to_organise(actor, special_id)
    moved(found, "change")
    found.remains = checked_text(remains, label=_("遗留问题"), at_most=MOST_SUMMARY)
    found.lessons = checked_text(lessons, label=_("经验做法"), at_most=MOST_SUMMARY)
    found.save(update_fields=["remains", "lessons"])
    audit.record(actor=actor, action="command.write_special_summary", subject=found)
    return found


@transaction.atomic
def end_special(*, actor: Actor, special_id: UUID) -> SpecialCampaign:
    """It has ended; units are asked no more. What remains and what was learnt must be written."""
    found = special_to_organise(actor, special_id)
    moved(found, "end")
    if not found.remains or not found.lessons:
        raise InvalidInput(_("请先写好遗留问题和经验做法，再结束专项整治。"))
    found.save(update_fields=["state"])
    stop_asking(found)
    _record(actor, found, "end")
    return found


@transaction.atomic
def cancel_special(*, actor: Actor, special_id: UUID, reason: str) -> SpecialCampaign:
    """It does not take place, or is broken off; everything stays on record with the reason."""
    found = special_to_organise(actor, special_id)
    was_started = found.state != "preparing"
    words = moved(found, "cancel", reason)
    found.save(update_fields=["state"])
    if was_started:
        stop_asking(found)
        _tell_all(found, inbox_text("专项整治取消：%(name)s", {"name": found.name}), "cancelled")
    _record(actor, found, "cancel", reason=words)
    return found


def _record(actor: Actor, found: SpecialCampaign, move: str, *, reason: str = "", what: str = "") -> None:
    record_step(actor, found, move, reason=reason, what=what)
    audit.record(actor=actor, action=f"command.{move}_special", subject=found, detail={"reason": reason})


def _unit_ids(found: SpecialCampaign) -> list[int]:
    return list(found.units.order_by("path").values_list("pk", flat=True))


def _tell_all(found: SpecialCampaign, title: InboxText, key: str) -> None:
    tell_units(found, _unit_ids(found), title, key)
    tell(found, [found.leader_id], title, key)
