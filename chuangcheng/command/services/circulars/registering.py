"""Circulars are entered in the register, put right until they are passed down, withdrawn or replaced afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.command.circular_access import circular_to_change, require_keeper, visible_circulars
from chuangcheng.command.library_indexing import index_circular
from chuangcheng.command.models import Circular
from chuangcheng.command.services.circulars.telling import SOURCE, tell_addressed
from chuangcheng.command.services.library_files import Named, add_files, drop_files
from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.core.ids import is_client_id
from chuangcheng.core.notices import inbox_text
from chuangcheng.core.numbers import next_number
from chuangcheng.core.times import now, today
from chuangcheng.inspections.services.texts import checked_text
from chuangcheng.orgs.services import end_asks

MOST_TITLE, MOST_NUMBER, MOST_SENDER, MOST_ABOUT, MOST_REASON = 200, 60, 100, 500, 300  # characters, as the columns
MOST_TEXT = 50_000  # characters typed; our choice
FIRST_YEAR, LAST_YEAR = 1949, 2100


class CircularEnded(Refusal):
    """It was withdrawn or replaced."""

    def __init__(self) -> None:
        super().__init__(_("这份文件已经撤回或被代替，不能再办理，请看代替它的文件。"))


class CircularIssued(Refusal):
    """Units have it already."""

    def __init__(self) -> None:
        super().__init__(_("文件已经发给单位，不能再改；有变化请登记一份新的，并用它代替这一份。"))


@dataclass(frozen=True)
class CircularGiven:
    """A circular as the form sends it."""

    direction: str
    title: str
    sender: str
    dated_on: date
    document_number: str = ""
    urgency: str = "plain"
    about: str = ""
    text: str = ""
    files: Sequence[Named] = ()
    dropped_file_ids: Sequence[UUID] = ()


@transaction.atomic
def register_circular(*, actor: Actor, circular_id: UUID, given: CircularGiven) -> Circular:
    """A circular that no unit has yet; the same id twice is one."""
    require_keeper(actor)
    there = Circular.objects.filter(pk=circular_id).first()
    if there is not None and there.created_by_id == actor.person_id:
        return there
    if there is not None or not is_client_id(circular_id):
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
    facts = _checked(given)
    made = Circular.objects.create(
        pk=circular_id,
        number=next_number(series="circular", year=today().year),
        created_by_id=actor.person_id,
        created_at=now(),
        **facts,
    )
    add_files(owner=made, files=given.files)
    audit.record(actor=actor, action="command.register_circular", subject=made)
    index_circular(made)
    return made


@transaction.atomic
def change_circular(*, actor: Actor, circular_id: UUID, given: CircularGiven) -> Circular:
    """Puts right what was entered, before a unit has it."""
    found = open_circular(actor, circular_id)
    if found.issued_at is not None:
        raise CircularIssued
    facts = _checked(given)
    fields = sorted(name for name, value in facts.items() if getattr(found, name) != value)
    for name in fields:
        setattr(found, name, facts[name])
    found.save(update_fields=fields)
    drop_files(owner=found, ids=given.dropped_file_ids)
    add_files(owner=found, files=given.files)
    audit.record(actor=actor, action="command.change_circular", subject=found, detail={"fields": fields})
    index_circular(found)
    return found


@transaction.atomic
def add_circular_files(*, actor: Actor, circular_id: UUID, files: Sequence[Named]) -> Circular:
    """More files, before a unit has it."""
    found = open_circular(actor, circular_id)
    if found.issued_at is not None:
        raise CircularIssued
    add_files(owner=found, files=files)
    audit.record(actor=actor, action="command.change_circular", subject=found, detail={"fields": ["files"]})
    return found


@transaction.atomic
def withdraw_circular(*, actor: Actor, circular_id: UUID, reason: str, replacement: str = "") -> Circular:
    """It does not count any more, for a reason; `replacement` is the register number of the one in its place."""
    found = open_circular(actor, circular_id)
    words = checked_text(reason, label=_("理由"), at_most=MOST_REASON)
    if not words:
        raise InvalidInput(_("请写明撤回或代替的理由。"))
    found.replaced_by = _replacement(actor, found, replacement)
    found.withdrawn_at, found.withdraw_reason = now(), words
    found.save(update_fields=["withdrawn_at", "withdraw_reason", "replaced_by"])
    end_asks(source_kind=SOURCE, source_ids=_open_ids(found), is_taken_back=True)
    if found.replaced_by is None:
        title = inbox_text("文件已撤回，请停止执行：%(title)s", {"title": found.title})
    else:
        told = {"title": found.title, "other": found.replaced_by.title}
        title = inbox_text("文件已被代替：%(title)s，请按新文件执行：%(other)s", told)
    tell_addressed(found, found.units.all(), title, "withdrawn")
    audit.record(actor=actor, action="command.withdraw_circular", subject=found, detail={"reason": words})
    index_circular(found)
    return found


def open_circular(actor: Actor, circular_id: UUID) -> Circular:
    """The circular, locked, while it counts."""
    found = circular_to_change(actor, circular_id)
    if found.withdrawn_at is not None:
        raise CircularEnded
    return found


def _open_ids(found: Circular) -> list[str]:
    return [str(pk) for pk in found.units.filter(signed__isnull=True).values_list("pk", flat=True)]


def _replacement(actor: Actor, found: Circular, number: str) -> Circular | None:
    wanted = checked_text(number, label=_("编号"), at_most=20)
    if not wanted:
        return None
    other = visible_circulars(actor).filter(number=wanted, withdrawn_at__isnull=True).exclude(pk=found.pk).first()
    if other is None:
        raise InvalidInput(_("没有找到编号为“%(number)s”的有效文件，请核对。") % {"number": wanted})
    return other


def _checked(given: CircularGiven) -> dict[str, Any]:
    if given.direction not in Circular.Direction.values or given.urgency not in Circular.Urgency.values:
        raise InvalidInput(_("请选择来文或下发，以及紧急程度。"))
    title = checked_text(given.title, label=_("标题"), at_most=MOST_TITLE)
    sender = checked_text(given.sender, label=_("发文单位"), at_most=MOST_SENDER)
    if not title or not sender:
        raise InvalidInput(_("请填写文件的标题和发文单位。"))
    if not FIRST_YEAR <= given.dated_on.year <= LAST_YEAR:
        raise InvalidInput(_("请核对成文日期。"))
    return {
        "direction": given.direction,
        "title": title,
        "sender": sender,
        "dated_on": given.dated_on,
        "document_number": checked_text(given.document_number, label=_("文号"), at_most=MOST_NUMBER),
        "urgency": given.urgency,
        "about": checked_text(given.about, label=_("内容摘要"), at_most=MOST_ABOUT),
        "text": checked_text(given.text, label=_("正文"), at_most=MOST_TEXT),
    }
