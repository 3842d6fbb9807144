"""签收: a unit's people read a circular, and somebody signs for the unit; they ask back, the office answers."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.command.circular_access import (
    addressed_for,
    circular_for,
    require_keeper,
    unread_by,
    visible_circulars,
)
from chuangcheng.command.models import Circular, CircularAnswer, CircularQuestion, CircularReceipt, CircularUnit
from chuangcheng.command.services.circulars.registering import CircularEnded
from chuangcheng.command.services.circulars.telling import SOURCE, address_of
from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput, NotFound
from chuangcheng.core.ids import is_client_id
from chuangcheng.core.notices import inbox_text, notify
from chuangcheng.core.times import now, today
from chuangcheng.inspections.services.texts import checked_text
from chuangcheng.orgs.queries import people_with
from chuangcheng.orgs.services import end_asks

MOST_WORDS, MOST_QUESTION, MOST_ANSWER = 300, 500, 1000  # characters, as the columns
MOST_QUESTIONS = 50  # of a unit about one circular; our choice
Kind = CircularReceipt.Kind


@transaction.atomic
def read_circular(*, actor: Actor, circular_id: UUID) -> int:
    """The actor has it open: read, for the units where the actor works. Again: nothing. Gives how many units."""
    found = circular_for(actor, circular_id)
    ids = list(unread_by(actor, found).values_list("pk", flat=True))
    if not ids or actor.person_id is None:
        return 0
    rows = list(CircularUnit.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"))
    for row in rows:
        _read(actor, row)
    audit.record(actor=actor, action="command.read_circular", subject=found)
    return len(rows)


@transaction.atomic
def sign_circular(*, actor: Actor, circular_id: UUID, receipt_id: UUID, unit_id: int, words: str = "") -> CircularUnit:
    """签收 for a unit, with what is being done where that is asked; again: nothing."""
    found = circular_for(actor, circular_id)
    row = addressed_for(actor, found, unit_id)
    if row.signed_id is not None:
        return row
    if found.withdrawn_at is not None:
        raise CircularEnded
    if not is_client_id(receipt_id) or CircularReceipt.objects.filter(pk=receipt_id).exists():
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
    said = checked_text(words, label=_("落实安排"), at_most=MOST_WORDS)
    if found.wants_answer and not said:
        raise InvalidInput(_("这份文件要求答复，请写明落实安排后再签收。"))
    _read(actor, row)
    row.signed = CircularReceipt.objects.create(
        pk=receipt_id,
        addressed=row,
        kind=Kind.SIGNED,
        person_id=_person(actor),
        words=said,
        received_at=now(),
    )
    row.save(update_fields=["signed"])
    end_asks(source_kind=SOURCE, source_ids=[str(row.pk)])
    audit.record(actor=actor, action="command.sign_circular", subject=found, detail={"unit": row.unit.name})
    return row


@transaction.atomic
def ask_about_circular(
    *, actor: Actor, circular_id: UUID, question_id: UUID, unit_id: int, text: str
) -> CircularQuestion:
    """A question back to the office; the same id twice is one."""
    found = circular_for(actor, circular_id)
    row = addressed_for(actor, found, unit_id)
    there = CircularQuestion.objects.filter(pk=question_id).first()
    if there is not None and there.addressed_id == row.pk:
        return there
    if there is not None or not is_client_id(question_id):
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
    said = checked_text(text, label=_("问题"), at_most=MOST_QUESTION)
    if not said:
        raise InvalidInput(_("请写明要问什么。"))
    if row.questions.count() >= MOST_QUESTIONS:
        raise InvalidInput(_("问得够多了，请直接联系创城办。"))
    made = CircularQuestion.objects.create(
        pk=question_id, addressed=row, text=said, asked_by_id=actor.person_id, asked_at=now()
    )
    keepers = [person.pk for person in people_with(permission="command.keep_circulars", today=today())]
    told = {"unit": row.unit.name, "title": found.title}
    _tell(found, keepers, f"question-{made.pk}", inbox_text("%(unit)s对文件有疑问：%(title)s", told))
    audit.record(actor=actor, action="command.ask_about_circular", subject=found, detail={"unit": row.unit.name})
    return made


@transaction.atomic
def answer_question(*, actor: Actor, question_id: UUID, text: str) -> CircularAnswer:
    """The office answers, once."""
    require_keeper(actor)
    rows = CircularQuestion.objects.select_for_update(no_key=True, of=("self",))
    row = rows.filter(pk=question_id, addressed__circular__in=visible_circulars(actor)).first()
    if row is None:
        raise NotFound(_("没有找到这个问题，请刷新页面。"))
    there = CircularAnswer.objects.filter(question=row).first()
    if there is not None:
        return there
    said = checked_text(text, label=_("答复"), at_most=MOST_ANSWER)
    if not said:
        raise InvalidInput(_("请写明答复。"))
    made = CircularAnswer.objects.create(question=row, text=said, answered_by_id=actor.person_id, answered_at=now())
    found = row.addressed.circular
    if row.asked_by_id is not None:
        title = inbox_text("您问的文件已答复：%(title)s", {"title": found.title})
        _tell(found, [row.asked_by_id], f"answer-{row.pk}", title)
    audit.record(actor=actor, action="command.answer_question", subject=found)
    return made


def _read(actor: Actor, row: CircularUnit) -> None:
    """Keeps that the actor has read it for the unit, whose row is locked."""
    receipt, _is_new = CircularReceipt.objects.get_or_create(
        addressed=row, person_id=_person(actor), kind=Kind.READ, defaults={"received_at": now()}
    )
    if row.read_id is None:
        row.read = receipt
        row.save(update_fields=["read"])


def _person(actor: Actor) -> int:
    if actor.person_id is None:
        raise InvalidInput(_("签收要由本人办理。"))
    return actor.person_id


def _tell(found: Circular, person_ids: list[int], key: str, title: str) -> None:
    notify(person_ids=person_ids, key=f"command.circular-{key}", title=title, link=address_of(found))
