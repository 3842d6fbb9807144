"""责任清单 of units and leaders, and the month of standing work."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.http import FileResponse, HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from chuangcheng.core.access import require
from chuangcheng.core.documents.media_types import DOCX, PDF
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, download
from chuangcheng.tasks.access import EXPORT
from chuangcheng.tasks.api.tasks import TaskOut, shown
from chuangcheng.tasks.contract_papers import write_contract
from chuangcheng.tasks.duty_papers import duty_pdf, duty_workbook, standing_workbook
from chuangcheng.tasks.queries import (
    DutyLine,
    DutyList,
    duties_of_leader,
    duties_of_unit,
    duty_leaders,
    duty_units,
    standing_month,
)
from chuangcheng.tasks.wording import told_report

router = Router()


class DutyLineOut(Schema):
    key: int  # id of the unit or person
    name: str
    open_count: int
    late_count: int
    closed_count: int


class DutyListOut(Schema):
    name: str
    tasks: list[TaskOut]  # the first due first
    is_cut: bool


class MonthIn(Strict):
    month: str | None = Field(None, pattern=r"^20\d\d-(0[1-9]|1[0-2])$")  # 2026-11; None: this month


class ReportOut(Schema):
    at: datetime
    person_name: str
    text: str


class StandingOut(Schema):
    task_id: UUID
    number: str
    title: str
    unit: str
    percent: int
    reports: list[ReportOut]  # of the month, oldest first; empty: nobody reported


class MonthOut(Schema):
    first_on: date
    reported: int
    lines: list[StandingOut]
    is_cut: bool


@router.get("/task-duties", response=list[DutyLineOut])
def list_duties(request: HttpRequest, by: Literal["unit", "leader"] = "unit") -> list[DutyLine]:
    """How many tasks each unit, or each leader in charge of units, answers for."""
    find = duty_leaders if by == "leader" else duty_units
    return find(actor=actor_of(request), today=today())


@router.get("/task-duties/units/{unit_id}", response=DutyListOut)
def get_unit_duties(request: HttpRequest, unit_id: int) -> dict[str, Any]:
    """The tasks of one unit."""
    return _told(duties_of_unit(actor=actor_of(request), unit_id=unit_id))


@router.get("/task-duties/units/{unit_id}/workbook")
def get_unit_duty_workbook(request: HttpRequest, unit_id: int) -> FileResponse:
    """The same as Excel."""
    return _workbook(request, duties_of_unit(actor=actor_of(request), unit_id=unit_id))


@router.get("/task-duties/units/{unit_id}/paper")
def get_unit_duty_paper(request: HttpRequest, unit_id: int) -> FileResponse:
    """The same as PDF."""
    return _paper(request, duties_of_unit(actor=actor_of(request), unit_id=unit_id))


@router.get("/task-duties/units/{unit_id}/contract")
def get_unit_contract(request: HttpRequest, unit_id: int) -> FileResponse:
    """目标责任书 with the unit as Word: its open tasks, by the settings in force."""
    actor = actor_of(request)
    require(actor, EXPORT)
    name, content = write_contract(actor=actor, unit_id=unit_id, day=today())
    return download(content, name, DOCX)


@router.get("/task-duties/leaders/{person_id}", response=DutyListOut)
def get_leader_duties(request: HttpRequest, person_id: int) -> dict[str, Any]:
    """The tasks of one leader: of all units in their charge, of the items they answer for, and their own."""
    return _told(duties_of_leader(actor=actor_of(request), person_id=person_id, today=today()))


@router.get("/task-duties/leaders/{person_id}/workbook")
def get_leader_duty_workbook(request: HttpRequest, person_id: int) -> FileResponse:
    """The same as Excel."""
    return _workbook(request, duties_of_leader(actor=actor_of(request), person_id=person_id, today=today()))


@router.get("/task-duties/leaders/{person_id}/paper")
def get_leader_duty_paper(request: HttpRequest, person_id: int) -> FileResponse:
    """The same as PDF."""
    return _paper(request, duties_of_leader(actor=actor_of(request), person_id=person_id, today=today()))


@router.get("/standing-tasks", response=MonthOut)
def get_standing(request: HttpRequest, asked: Query[MonthIn]) -> dict[str, Any]:
    """长期坚持 in a month: what was reported of each task, those of which nothing was first."""
    found = standing_month(actor=actor_of(request), first=_first(asked))
    lines = [
        {
            "task_id": line.task.pk,
            "number": line.task.number,
            "title": line.task.title,
            "unit": line.task.unit.name,
            "percent": line.task.percent,
            "reports": [
                {"at": event.at, "person_name": event.person_name, "text": told_report(event, line.task.measure)}
                for event in line.reports
            ],
        }
        for line in found.lines
    ]
    return {"first_on": found.first, "reported": found.reported, "lines": lines, "is_cut": found.is_cut}


@router.get("/standing-tasks/workbook")
def get_standing_workbook(request: HttpRequest, asked: Query[MonthIn]) -> FileResponse:
    """The same as Excel."""
    actor = actor_of(request)
    require(actor, EXPORT)
    found = standing_month(actor=actor, first=_first(asked))
    return download(standing_workbook(actor=actor, found=found), "standing-tasks.xlsx")


def _told(found: DutyList) -> dict[str, Any]:
    return {"name": found.name, "tasks": [shown(task) for task in found.tasks], "is_cut": found.is_cut}


def _workbook(request: HttpRequest, found: DutyList) -> FileResponse:
    require(actor_of(request), EXPORT)
    return download(duty_workbook(actor=actor_of(request), found=found, day=today()), "duties.xlsx")


def _paper(request: HttpRequest, found: DutyList) -> FileResponse:
    require(actor_of(request), EXPORT)
    content = duty_pdf(actor=actor_of(request), found=found, day=today())
    return download(content, "duties.pdf", PDF)


def _first(asked: MonthIn) -> date:
    return today().replace(day=1) if asked.month is None else date.fromisoformat(f"{asked.month}-01")
