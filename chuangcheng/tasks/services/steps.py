"""How every move of a task is made: get and lock, check, change and record. The same id of a step once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput, NotFound, Refusal
from chuangcheng.core.ids import is_client_id, new_id
from chuangcheng.core.models import StoredFile
from chuangcheng.core.times import now
from chuangcheng.orgs.queries import open_unit_ids
from chuangcheng.tasks.access import require_move, task_for
from chuangcheng.tasks.figures import WHOLE
from chuangcheng.tasks.indexing import index_tasks
from chuangcheng.tasks.models import Task, TaskEvent, TaskPhoto
from chuangcheng.tasks.services.asking import follow
from chuangcheng.tasks.services.handing_over import check_taker, follow_takers, person_after, takers_of
from chuangcheng.tasks.services.progress import percent_after, retell
from chuangcheng.tasks.workflow import MOVES, Move, State, check

MOST_TEXT = 1000  # characters


@dataclass(frozen=True, slots=True)
class Step:
    """One press of a button: what is said with it."""

    move: str
    event_id: UUID = field(default_factory=new_id)  # made by the form; the same one again is the same step
    text: str = ""
    amount: Decimal | None = None  # brought since the last report, negative: corrected
    percent: int | None = None  # 0..100, where nothing is counted
    unit_id: int | None = None  # of a new assignment; None: the same unit
    photos: Sequence[StoredFile] = ()


def take_step(*, actor: Actor, task_id: UUID, step: Step) -> TaskEvent:
    """The recorded step. The same `event_id` again gives the step recorded then and changes nothing."""
    move = MOVES.get(step.move)
    if move is None:
        raise NotFound(_("没有这一步，请从任务页面办理。"))
    if not is_client_id(step.event_id):
        raise InvalidInput(_("提交编号无效，请刷新页面后重新提交。"))
    if len(step.text) > MOST_TEXT or "\x00" in step.text:
        raise InvalidInput(_("文字不能超过%(most)s字，请精简后再提交。") % {"most": MOST_TEXT})
    try:
        with transaction.atomic():
            return _taken(actor, task_id, move, step)
    except (IntegrityError, Refusal):
        # Pressed before, or at this very moment: asked only now, since hardly any press comes twice.
        done = TaskEvent.objects.filter(pk=step.event_id, task=task_id).first()
        if done is None or (done.move, done.person_id) != (move.code, actor.person_id):
            raise
        return done


def _taken(actor: Actor, task_id: UUID, move: Move, step: Step) -> TaskEvent:
    task = task_for(actor, task_id, lock=True)
    require_move(actor, move, task)
    check(move, State(task.state), text=step.text)
    unit_before = task.unit_id
    columns = _changed(actor, task, move, step)
    task.save(update_fields=columns)
    follow(task, move.code)
    if task.unit_id != unit_before:
        follow_takers(actor, [task], {task.pk: unit_before}, {task.pk: step.event_id}, step.text.strip())
        index_tasks([task.pk])  # what else the search holds of a task no step changes
    event = TaskEvent.objects.create(
        id=step.event_id,
        task=task,
        move=move.code,
        person_id=actor.person_id,
        person_name=actor.name,
        unit_name=actor.unit_name,
        text=step.text.strip(),
        amount=step.amount,
        percent=step.percent,
    )
    TaskPhoto.objects.bulk_create([TaskPhoto(event=event, file=photo) for photo in step.photos])
    retell(task.parent)
    audit.record(actor=actor, action=f"tasks.{move.code}", subject=task, detail={"event": str(event.pk)})
    return event


def _changed(actor: Actor, task: Task, move: Move, step: Step) -> set[str]:
    """Changes the task as the move asks; gives the columns. Refuses what makes no sense for it."""
    columns = {"state"}
    if move.code == "assign" and step.unit_id is not None and step.unit_id != task.unit_id:
        columns |= _reassigned(task, step.unit_id)
    if move.target is not None:
        task.state = move.target.value
    if move.code in ("report", "finish"):
        columns |= _reported(task, step)
    if move.code == "accept":
        task.accepted_at = now()
        columns.add("accepted_at")
    if move.code == "finish":
        _check_finished(task, step)
        task.finished_by_id, task.percent = actor.person_id, WHOLE
        columns |= {"finished_by", "percent"}
    if move.code in ("verify", "void", "reopen"):
        task.ended_at = None if move.code == "reopen" else now()
        columns.add("ended_at")
    if move.code == "verify":
        _check_parts(task)
    return columns


def _reported(task: Task, step: Step) -> set[str]:
    has_parts = task.parts.exclude(state=State.VOID.value).exists()
    if has_parts and (step.amount is not None or step.percent is not None):
        raise InvalidInput(_("这项任务已经分解，进度由各分项累加，不用另报数量。"))
    if step.percent is not None and (task.quantity is not None or not 0 <= step.percent <= WHOLE):
        raise InvalidInput(_("进度应是0到100之间的整数；有数量的任务只报数量。"))
    if step.amount is not None:
        _check_amount(task, step.amount)
    has_moved = bool(step.amount) or step.percent not in (None, task.percent)
    if step.move == "report" and not (has_moved or step.text or step.photos):
        raise InvalidInput(_("请填写进展：新完成的数量、进度或一句话。"))
    task.reported_at = now()
    if not has_parts:
        task.percent = percent_after(task, amount=step.amount, percent=step.percent)
        task.done_amount += step.amount or Decimal(0)
    return {"reported_at", "percent", "done_amount"}


def _check_amount(task: Task, amount: Decimal) -> None:
    if task.quantity is None:
        raise InvalidInput(_("这项任务没有数量目标，请填写进度。"))
    if not amount.is_finite() or abs(amount) > Decimal(10) ** 11:
        raise InvalidInput(_("数量不对，请核对。"))
    if task.done_amount + amount < 0:
        raise InvalidInput(_("更正后的完成数量不能小于0。"))


def _check_finished(task: Task, step: Step) -> None:
    _check_parts(task)
    if task.quantity is not None and task.done_amount < task.quantity:
        left = task.quantity - task.done_amount
        told = {"left": f"{left.normalize():f}", "measure": task.measure}
        raise InvalidInput(_("还差%(left)s%(measure)s，完成后再报。") % told)
    if task.proof and not step.photos and not step.text.strip():
        raise InvalidInput(_("请附上佐证：%(proof)s。") % {"proof": task.proof})


def _check_parts(task: Task) -> None:
    open_parts = task.parts.exclude(state__in=[State.VOID.value, State.CLOSED.value])
    if first := open_parts.order_by("pk").first():
        raise InvalidInput(_("分项%(number)s还没有销号，请先办完各分项。") % {"number": first.number})


def _reassigned(task: Task, unit_id: int) -> set[str]:
    if not open_unit_ids([unit_id]):
        raise InvalidInput(_("请选择责任单位。"))
    takers = takers_of([task], [unit_id])
    check_taker(task, unit_id, takers)
    task.person_id = person_after(task, unit_id, takers)
    task.unit_id = unit_id
    return {"unit", "person"}
