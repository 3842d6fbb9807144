"""The readiness of a visit as Excel: sites, plan of the days, phone list."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from chuangcheng.command.models import AssessorVisit, DayPlanEntry
from chuangcheng.command.queries.readiness import Contact, Readiness, ReadySite, contacts_of, day_plan_of, readiness_of
from chuangcheng.command.queries.readiness_material import material_by_type
from chuangcheng.command.readiness_wording import people_to_call, reason_words
from chuangcheng.core.access import Actor
from chuangcheng.core.documents.excel import Column, Table, write_workbook
from chuangcheng.core.documents.values import Value
from chuangcheng.core.times import local_date
from chuangcheng.evidence.queries import Cell


def workbook_for(*, actor: Actor, visit: AssessorVisit, today: date) -> tuple[str, bytes]:
    """Name and content of the workbook."""
    found, plan = readiness_of(actor=actor, visit=visit, today=today), day_plan_of(visit)
    contacts = contacts_of(rows=found.rows, plan=plan, today=today)
    material = material_by_type(actor=actor, visit=visit, sites=[row.site for row in found.rows])
    target = io.BytesIO()
    write_workbook(target=target, tables=[_sites(found, material), _plan(visit, plan), _contacts(visit, contacts)])
    return f"{_('迎检准备')}-{visit.name}-{today}.xlsx", target.getvalue()


def _sites(found: Readiness, material: Mapping[int, Cell]) -> Table:
    columns = [
        Column(_("编号"), width=12),
        Column(_("点位"), width=28),
        Column(_("类型"), width=14),
        Column(_("所在区域"), width=16),
        Column(_("责任单位"), width=20),
        Column(_("最近检查"), "date", width=12),
        Column(_("未结问题"), "number", width=10),
        Column(_("超期问题"), "number", width=10),
        Column(_("现场人员"), width=12),
        Column(_("演练"), width=12),
        Column(_("还缺的材料"), width=24),
        Column(_("申报材料要求"), "number", width=12),
        Column(_("申报材料已认可"), "number", width=12),
        Column(_("是否准备好"), "centred", width=12),
        Column(_("原因"), width=40),
    ]
    title = _("%(visit)s：点位准备情况") % {"visit": found.visit.name}
    return Table(
        _("点位"), columns, [_site(row, material.get(row.site.site_type_id)) for row in found.rows], title=title
    )


def _site(row: ReadySite, cell: Cell | None) -> tuple[Value, ...]:
    site, own = row.site, row.preparation
    return (
        site.number,
        site.name,
        site.site_type.name,
        site.area.name,
        site.owner.name if site.owner else "",
        local_date(site.last_checked_at) if site.last_checked_at else None,
        row.open_cases,
        row.overdue_cases,
        own.person.name if own and own.person else "",
        own.get_rehearsal_display() if own else _("没有演练"),
        own.lacking if own else "",
        cell.asked if cell else None,
        cell.accepted if cell else None,
        _("是") if row.is_go else _("否"),
        "；".join(reason_words(reason, row) for reason in row.reasons),
    )


def _plan(visit: AssessorVisit, plan: list[DayPlanEntry]) -> Table:
    columns = [
        Column(_("日期"), "date", width=12),
        Column(_("时间"), width=8),
        Column(_("安排"), width=40),
        Column(_("地点"), width=24),
        Column(_("单位"), width=20),
        Column(_("负责人"), width=12),
    ]
    rows: list[tuple[Value, ...]] = [
        (
            entry.day,
            f"{entry.starts:%H:%M}",
            entry.text,
            entry.place,
            entry.unit.name if entry.unit else "",
            entry.person.name if entry.person else "",
        )
        for entry in plan
    ]
    return Table(_("日程"), columns, rows, title=_("%(visit)s：日程") % {"visit": visit.name})


def _contacts(visit: AssessorVisit, contacts: list[Contact]) -> Table:
    columns = [
        Column(_("单位和职责"), width=36),
        Column(_("姓名"), width=12),
        Column(_("电话"), width=16),
        Column(_("现场点位"), width=60),
    ]
    rows: list[tuple[Value, ...]] = [
        ("、".join(each.duties) or _("现场人员"), each.name, each.phone, "、".join(each.sites))
        for each in people_to_call(contacts)
    ]
    return Table(_("电话表"), columns, rows, title=_("%(visit)s：电话表") % {"visit": visit.name})
