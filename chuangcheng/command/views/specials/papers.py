from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import FileResponse, HttpRequest
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chuangcheng.command.queries.specials.lists import specials_shown
from chuangcheng.command.special_access import FOLLOW, special_for
from chuangcheng.command.special_papers import closing_report, daily_brief, days_workbook, list_workbook
from chuangcheng.command.special_workflow import State
from chuangcheng.core import audit
from chuangcheng.core.documents.media_types import DOCX
from chuangcheng.core.times import now, today
from chuangcheng.core.web import actor_of, download, page

MOST = 2000  # campaigns of one file; our choice


@require_safe
@page(FOLLOW)
def report(request: HttpRequest, special_id: UUID) -> FileResponse:
    """总结报告 in Word."""
    actor = actor_of(request)
    found = special_for(actor, special_id)
    content = closing_report(actor=actor, found=found, now=now())
    audit.record(actor=actor, action="command.export_specials", subject=found)
    return download(content, f"{found.name}-{_('总结报告')}.docx", DOCX)


@require_safe
@page(FOLLOW)
def brief(request: HttpRequest, special_id: UUID) -> FileResponse:
    """简报 of a day in Word."""
    actor = actor_of(request)
    found = special_for(actor, special_id)
    day = _day(request.GET.get("day", ""))
    content = daily_brief(actor=actor, found=found, day=day, now=now())
    audit.record(actor=actor, action="command.export_specials", subject=found)
    return download(content, f"{found.name}-{_('简报')}-{day.isoformat()}.docx", DOCX)


@require_safe
@page(FOLLOW)
def days(request: HttpRequest, special_id: UUID) -> FileResponse:
    """The daily figures as Excel."""
    actor = actor_of(request)
    found = special_for(actor, special_id)
    content = days_workbook(actor=actor, found=found, now=now())
    audit.record(actor=actor, action="command.export_specials", subject=found)
    return download(content, f"{found.name}-{_('每日数据')}.xlsx")


@require_safe
@page(FOLLOW)
def table(request: HttpRequest) -> FileResponse:
    """The list as Excel."""
    actor, view = actor_of(request), request.GET.get("view", "")
    view = view if view in {state.value for state in State} else ""
    rows = list(specials_shown(actor=actor, view=view)[:MOST])
    audit.record(actor=actor, action="command.export_specials", detail={"rows": len(rows)})
    return download(list_workbook(rows, today=today()), f"{_('专项整治')}-{today().isoformat()}.xlsx")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return today()
