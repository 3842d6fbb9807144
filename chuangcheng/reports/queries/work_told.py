"""Tasks, materials, resolutions, visits and special campaigns as they stand when the paper is made."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from chuangcheng.command.access import VIEW as VIEW_VISITS
from chuangcheng.command.queries import next_visits
from chuangcheng.command.queries.resolutions import resolutions_open
from chuangcheng.command.queries.specials.figures import figures_of
from chuangcheng.command.queries.specials.lists import specials_shown
from chuangcheng.evidence.access import VIEW as VIEW_MATERIAL
from chuangcheng.evidence.queries.matrix import matrix_of
from chuangcheng.reports.figures import Cell, Figure, Grid
from chuangcheng.reports.queries.asking import Asked, Gathered
from chuangcheng.reports.queries.scores_told import edition_told
from chuangcheng.tasks.access import VIEW as VIEW_TASKS
from chuangcheng.tasks.queries import duty_units

MOST_RESOLUTIONS, MOST_VISITS, MOST_SPECIALS, MOST_LATE_UNITS = 20, 5, 10, 10  # on a paper; our choice
RUNNING, FOLLOW = "running", "command.follow_specials"


def tasks_told(asked: Asked, found: Gathered) -> None:
    """Open and late tasks, and the units with most late ones."""
    if not asked.actor.may(VIEW_TASKS):
        return
    lines, source = duty_units(actor=asked.actor, today=asked.today), _("任务台账")
    for key, label, number in (
        ("tasks.open", _("在办任务"), sum(line.open_count for line in lines)),
        ("tasks.late", _("超期任务"), sum(line.late_count for line in lines)),
        ("tasks.closed", _("已销号任务"), sum(line.closed_count for line in lines)),
    ):
        found.main.append(Figure(key, label, Decimal(number), _("项"), source))
    late = sorted((line for line in lines if line.late_count), key=lambda line: (-line.late_count, line.name))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (line.name, line.open_count, line.late_count) for line in late[:MOST_LATE_UNITS]
    )
    header = (_("单位"), _("在办任务"), _("超期任务"))
    found.grids.append(Grid("late_tasks", _("任务超期较多的单位"), header, ("text", "number", "number"), rows))


def materials_told(asked: Asked, found: Gathered) -> None:
    """How complete the material of the edition is."""
    edition = edition_told(asked.actor, asked.today)
    if edition is None or not asked.actor.may(VIEW_MATERIAL):
        return
    total, source = matrix_of(actor=asked.actor, framework_id=edition.pk).total, _("申报材料")
    rate = (Decimal(100) * total.accepted / total.asked).quantize(Decimal("0.01")) if total.asked else None
    found.main += [
        Figure("material.asked", _("应报材料"), Decimal(total.asked), _("件"), source),
        Figure("material.accepted", _("已通过材料"), Decimal(total.accepted), _("件"), source),
        Figure("material.rate", _("材料完成率"), rate, "%", source),
    ]


def resolutions_told(asked: Asked, found: Gathered) -> None:
    """Resolutions that are not done, the first due first."""
    rows = resolutions_open(actor=asked.actor, today=asked.today, at_most=MOST_RESOLUTIONS)
    cells: tuple[tuple[Cell, ...], ...] = tuple(
        (
            each.resolution.text,
            each.resolution.unit.name,
            each.resolution.due_on.isoformat(),
            _("超期") if each.is_late else _("办理中"),
        )
        for each in rows
    )
    header = (_("决定事项"), _("责任单位"), _("时限"), _("状态"))
    found.grids.append(Grid("resolutions", _("未办结的会议决定事项"), header, ("text",) * 4, cells))


def visits_told(asked: Asked, found: Gathered) -> None:
    """The visits to come with the days that are left."""
    if not asked.actor.may(VIEW_VISITS):
        return
    rows: list[tuple[Cell, ...]] = []
    for row in next_visits(actor=asked.actor, today=asked.today, at_most=MOST_VISITS):
        left = row.countdown
        is_on = left.phase == "running"
        days = None if is_on else left.days
        working = None if is_on else left.working_days
        rows.append((row.visit.name, row.visit.first_on.isoformat(), row.visit.last_on.isoformat(), days, working))
    header = (_("迎检"), _("开始"), _("结束"), _("还有（天）"), _("工作日（天）"))
    columns = ("text", "text", "text", "number", "number")
    found.grids.append(Grid("visits", _("迎检倒计时"), header, columns, tuple(rows)))  # type: ignore[arg-type]


def campaigns_told(asked: Asked, found: Gathered) -> None:
    """Running special campaigns with their cases."""
    if not asked.actor.may(FOLLOW):
        return
    rows: list[tuple[Cell, ...]] = []
    for row in specials_shown(actor=asked.actor, view=RUNNING)[:MOST_SPECIALS]:
        whole = figures_of(actor=asked.actor, found=row, now=asked.now).whole
        counts = (whole.found, whole.fixed, whole.open, whole.overdue)
        rows.append((row.name, row.lead_unit.name, row.ends_on.isoformat(), *counts))
    header = (_("专项整治"), _("牵头单位"), _("截止"), _("发现"), _("完成"), _("未结"), _("超期"))
    columns = ("text", "text", "text", "number", "number", "number", "number")
    found.grids.append(Grid("campaigns", _("专项整治进展"), header, columns, tuple(rows)))  # type: ignore[arg-type]
