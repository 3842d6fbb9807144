from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from chuangcheng.core.errors import NotFound
from chuangcheng.core.web import actor_of, download, page
from chuangcheng.scoring.access import KEEP, RECORD, VIEW
from chuangcheng.scoring.jobs import start_keeping
from chuangcheng.scoring.papers import sheet_workbook
from chuangcheng.scoring.queries import kinds_words, linked_scores, sheet_for
from chuangcheng.scoring.shown import (
    bounds_of,
    greatest_losses,
    item_figures,
    parts_of_method,
    shown_items,
    shown_line,
    shown_problems,
    shown_total,
)
from chuangcheng.scoring.views.common import choice_context, chosen_by
from chuangcheng.standards.queries import framework_in_force, frameworks_in_force

MOST_LOSSES = 10
SHOWN_LINKED = 5


@require_GET
@page(VIEW)
def current(request: HttpRequest) -> HttpResponse:
    """The sheet of the edition in force."""
    found = framework_in_force(actor=actor_of(request))
    if found is None:
        return render(request, "scoring/no_framework.html")
    return redirect("scoring:sheet", framework_id=found.pk)


@require_GET
@page(VIEW)
def sheet(request: HttpRequest, framework_id: int) -> HttpResponse:
    """The sheet from the total down to each standard; what it is about stands in the address."""
    actor = actor_of(request)
    form, choice = chosen_by(request)
    found = sheet_for(actor=actor, framework_id=framework_id, choice=choice)
    row = found.framework
    context = {
        **choice_context(request, form, choice),
        "found": found,
        "last_day": choice.last_day(row),
        "total": shown_total(found),
        "bounds": bounds_of(found.sheet),
        "items": shown_items(found),
        "methods": [(name, shown_line(line)) for name, line in found.sheet.methods.items()],
        "losses": greatest_losses(found, at_most=MOST_LOSSES),
        "problems": shown_problems(found.sheet),
        "chart": item_figures(found.sheet),
        "others": [other for other in frameworks_in_force(actor=actor) if other.pk != row.pk],
        "linked": linked_scores(framework=row, choice=choice)[:SHOWN_LINKED] if row.gate else [],
        "may_record": actor.may(RECORD),
        "may_keep": actor.may(KEEP) and row.state != row.State.DRAFT,
    }
    if found.is_outdated:
        start_keeping(framework_id=row.pk, day=choice.day)
    return render(request, "scoring/sheet.html", context)


@require_GET
@page(VIEW)
def method(request: HttpRequest, framework_id: int) -> HttpResponse:
    """What each standard brings to one method: `?method=`, else the first."""
    form, choice = chosen_by(request)
    found = sheet_for(actor=actor_of(request), framework_id=framework_id, choice=choice)
    name = request.GET.get("method") or next(iter(found.sheet.methods), "")
    if name not in found.sheet.methods:
        raise NotFound(_("该体系没有这种测评方法，请从得分表进入。"))
    context = {
        **choice_context(request, form, choice),
        "found": found,
        "name": name,
        "line": shown_line(found.sheet.methods[name]),
        "parts": parts_of_method(found, name),
    }
    return render(request, "scoring/method.html", context)


@require_GET
@page(VIEW)
def download_sheet(request: HttpRequest, framework_id: int) -> FileResponse:
    """The sheet as Excel."""
    _form, choice = chosen_by(request)
    found = sheet_for(actor=actor_of(request), framework_id=framework_id, choice=choice)
    content = sheet_workbook(found, kinds=kinds_words(choice) or _("全部"))
    return download(content, f"{_('得分表')}-{found.framework.name}-{choice.day}.xlsx")
