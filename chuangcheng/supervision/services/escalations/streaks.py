"""连续上榜: when a board is published, what its units earned by so many periods in a row is recorded, once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from chuangcheng.core import audit
from chuangcheng.core.access import SYSTEM, Actor, require
from chuangcheng.core.ids import id_at
from chuangcheng.core.inbox_text import inbox_text
from chuangcheng.core.notices import notify
from chuangcheng.core.times import local_date, now
from chuangcheng.supervision.escalation_access import (
    CHANGE_LADDER,
    HANDLE_ESCALATIONS,
    require_streak_handler,
    streak_step_for,
)
from chuangcheng.supervision.escalation_policies import STREAKS
from chuangcheng.supervision.ladder import Step, StreakRung, Whom, steps_of
from chuangcheng.supervision.models import STEP_WORDS, WHOM_WORDS, Run, StreakStep, StreakUndo
from chuangcheng.supervision.queries.streaks import streaks_of_run
from chuangcheng.supervision.services.escalations.deed_rules import checked_reason
from chuangcheng.supervision.services.escalations.telling import Roll, roll_of
from chuangcheng.supervision.services.tables import Rows, change_table
from chuangcheng.supervision.streak_rows import checked_streaks, read_streaks


def follow_published(payload: Mapping[str, Any]) -> None:
    """What the worker does about the news that a board is published; again: nothing new."""
    take_streak_steps(run_id=UUID(str(payload["run_id"])))


@transaction.atomic
def take_streak_steps(*, run_id: UUID) -> int:
    """Records what this period earned by the table in force today; gives the number of rows. Again: nothing new."""
    run = (
        Run.objects.select_for_update(of=("self",))
        .select_related("board", "board_version")
        .filter(pk=run_id, state=Run.State.FINAL)
        .first()
    )
    if run is None or not run.board_version.is_shown_to_all:
        return 0
    moment = now()
    rungs = read_streaks(STREAKS.on(local_date(moment)))
    rows = _rows(run, rungs)
    if not rows:
        return 0
    roll = roll_of({row.unit_id for row in rows}, now=moment)
    for place, row in enumerate(rows):
        row.pk, row.taken_at = id_at(moment, order=place), moment
        row.recipient_count = 0 if row.is_passed_over else len(_people(row, roll))
    StreakStep.objects.bulk_create(rows)
    for row in rows:
        if not row.is_passed_over:
            _tell(row, run, roll)
    audit.record(actor=SYSTEM, action="supervision.take_streaks", subject=run, detail={"steps": len(rows)})
    return len(rows)


@transaction.atomic
def undo_streak_step(*, actor: Actor, step_id: UUID, reason: str) -> StreakUndo:
    """Takes a step back, for a reason: it stays on record, and is not taken again. Twice: nothing new."""
    require(actor, HANDLE_ESCALATIONS)
    step = streak_step_for(actor, step_id, lock=True)
    require_streak_handler(actor, step)
    there = StreakUndo.objects.filter(pk=step.pk).first()
    if there is not None:
        return there
    words = checked_reason(reason)
    made = StreakUndo.objects.create(step=step, reason=words, actor_id=actor.person_id, actor_name=actor.name, at=now())
    audit.record(actor=actor, action="supervision.undo_streak", subject=step, detail={"reason": words})
    roll = roll_of({step.unit_id}, now=now())
    facts = {"unit": roll.names.get(step.unit_id, ""), "step": inbox_text(STEP_WORDS[Step(step.step)])}
    notify(
        person_ids=_people(step, roll),
        key=f"supervision:streak-undone-{step.pk}",
        title=inbox_text("对%(unit)s连续上榜的%(step)s已撤销", facts),
        body=words,
        link=reverse("supervision:streak_step", args=[step.pk]),
    )
    return made


def change_streaks(*, actor: Actor, rows: Rows, valid_from: date, reason: str) -> None:
    """The table in force from a day on. Raises LinesRefused with a sentence for each row that is wrong."""
    change_table(
        actor=actor,
        permission=CHANGE_LADDER,
        setting=STREAKS,
        check=checked_streaks,
        rows=rows,
        valid_from=valid_from,
        reason=reason,
    )


def _rows(run: Run, rungs: Sequence[StreakRung]) -> list[StreakStep]:
    """What is earned and not on record; of several of a unit the highest counts, the others are passed over."""
    begin = f"{run.board_id}/{run.period}/"
    streaks = streaks_of_run(run)
    taken = {
        key.removeprefix(begin)
        for key in StreakStep.objects.filter(board=run.board_id, key__startswith=begin).values_list("key", flat=True)
    }
    found = []
    for unit_id, streak in streaks.items():
        earned = steps_of(str(unit_id), streak, rungs, taken=taken)
        found += [
            StreakStep(
                key=f"{begin}{step.key}",
                unit_id=unit_id,
                board_id=run.board_id,
                run=run,
                since=date.fromisoformat(streak.periods[0].split("/")[0]),
                periods=step.rung.periods,
                rung=step.rung.code,
                step=step.rung.step.value,
                by=step.rung.by.value,
                is_passed_over=step is not earned[-1],
            )
            for step in earned
        ]
    return found


def _people(row: StreakStep, roll: Roll) -> set[int]:
    return set(roll.own.get(row.unit_id, ())) | set(roll.handlers)


def _tell(row: StreakStep, run: Run, roll: Roll) -> None:
    facts = {
        "unit": roll.names.get(row.unit_id, ""),
        "board": run.board.name,
        "count": row.periods,
        "by": inbox_text(WHOM_WORDS[Whom(row.by)]),
        "step": inbox_text(STEP_WORDS[Step(row.step)]),
    }
    notify(
        person_ids=_people(row, roll),
        key=f"supervision:streak-{row.pk}",
        title=inbox_text("%(unit)s连续%(count)s期列入%(board)s黑榜，由%(by)s%(step)s", facts),
        link=reverse("supervision:streak_step", args=[row.pk]),
        is_urgent=True,
    )
