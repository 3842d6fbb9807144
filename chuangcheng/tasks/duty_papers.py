"""责任清单 of a unit or leader as Excel and PDF, and the month's report of standing work as Excel."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.documents import paper
from chuangcheng.core.documents.excel import Column, write_table
from chuangcheng.core.documents.pdf import write_pdf
from chuangcheng.core.documents.values import Value
from chuangcheng.core.times import local_date
from chuangcheng.tasks.models import Task
from chuangcheng.tasks.queries import DutyList, StandingLine, StandingMonth
from chuangcheng.tasks.wording import shown_task, target_words, told_report

WIDTHS = (7, 22, 25, 19, 13, 10, 13, 13, 17)  # shares of the line, of the columns of a duty list


def duty_workbook(*, actor: Actor, found: DutyList, day: date) -> bytes:
    """The list as an Excel table."""
    columns = [Column(word, width=width * 1.4) for word, width in zip(_duty_words(), WIDTHS, strict=True)]
    rows = [_duty_line(place, task, day) for place, task in enumerate(found.tasks, start=1)]
    _record(actor, found)
    return write_table(name=_("责任清单"), columns=columns, rows=rows, title=_duty_title(found))


def duty_pdf(*, actor: Actor, found: DutyList, day: date) -> bytes:
    """The list as a paper to sign and file, A4 across."""
    rows = [_duty_line(place, task, day) for place, task in enumerate(found.tasks, start=1)]
    table = paper.Table(_duty_words(), rows, WIDTHS)
    empty = paper.Paragraph(_("没有任务。"))
    signed = paper.Paragraph(_("责任人签字：＿＿＿＿＿＿＿＿　　　　日期：＿＿＿＿年＿＿月＿＿日"), align="right")
    _record(actor, found)
    blocks = [table if rows else empty, signed]
    return write_pdf(paper.Paper(_duty_title(found), blocks, subtitle=day.isoformat(), is_landscape=True))


def standing_workbook(*, actor: Actor, found: StandingMonth) -> bytes:
    """The month's report as an Excel table."""
    columns = [
        *(Column(_("编号"), width=14), Column(_("任务"), width=36), Column(_("责任单位"), width=20)),
        *(Column(_("责任人"), width=10), Column(_("本月是否报进展"), width=10), Column(_("最近一次报送"), "date", 12)),
        *(Column(_("报送人"), width=10), Column(_("进展"), width=50), Column(_("进度（%）"), "number", 10)),
    ]
    _record_lines(actor, len(found.lines))
    title = standing_title(found.first)
    return write_table(
        name=_("长期坚持月报"), columns=columns, rows=[_standing_line(each) for each in found.lines], title=title
    )


def standing_title(first: date) -> str:
    """What the month's report is called."""
    told = {"year": first.year, "month": first.month}
    return _("%(year)s年%(month)s月长期坚持任务进展") % told


def _duty_words() -> list[str]:
    return [
        *(_("序号"), _("任务"), _("目标"), _("工作措施"), _("责任单位"), _("责任人"), _("佐证"), _("完成时限")),
        _("进度"),
    ]


def _duty_line(place: int, task: Task, day: date) -> tuple[Value, ...]:
    shown = shown_task(task, day, office_calendar())
    state = f"{task.percent}% {shown.due.words if shown.due and task.due_on < day else shown.state_words}"
    person = task.person.name if task.person is not None else ""
    target, due = target_words(task), task.due_on.isoformat()
    return (str(place), task.title, target, task.measures, task.unit.name, person, task.proof, due, state)


def _duty_title(found: DutyList) -> str:
    return _("%(name)s创建工作责任清单") % {"name": found.name}


def _standing_line(line: StandingLine) -> tuple[Value, ...]:
    task, last = line.task, line.reports[-1] if line.reports else None
    return (
        task.number,
        task.title,
        task.unit.name,
        task.person.name if task.person is not None else "",
        _("已报") if last is not None else _("未报"),
        local_date(last.at) if last is not None else None,
        last.person_name if last is not None else "",
        "\n".join(told_report(event, task.measure) for event in line.reports),
        task.percent,
    )


def _record(actor: Actor, found: DutyList) -> None:
    _record_lines(actor, len(found.tasks))


def _record_lines(actor: Actor, count: int) -> None:
    with transaction.atomic():
        audit.record(actor=actor, action="tasks.export", detail={"lines": count})
