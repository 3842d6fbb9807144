"""Points being lost and why, and what is not known yet."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chuangcheng.core.documents.media_types import DOCX
from chuangcheng.core.web import actor_of, download, page
from chuangcheng.scoring.access import RECORD, VIEW
from chuangcheng.scoring.bulletins import score_bulletin
from chuangcheng.scoring.queries import lost_parts, sheet_for, unknown_parts
from chuangcheng.scoring.shown import shown_loss, shown_total, shown_unknown
from chuangcheng.scoring.views.common import choice_context, chosen_by


@require_safe
@page(VIEW)
def losses(request: HttpRequest, framework_id: int) -> HttpResponse:
    """Every part that loses marks with its way back, then every part that nobody knows about."""
    actor = actor_of(request)
    form, choice = chosen_by(request)
    found = sheet_for(actor=actor, framework_id=framework_id, choice=choice)
    context = {
        **choice_context(request, form, choice),
        "found": found,
        "framework": found.framework,
        "last_day": choice.last_day(found.framework),
        "total": shown_total(found),
        "losses": [shown_loss(line) for line in lost_parts(found)],
        "unknown": [shown_unknown(line) for line in unknown_parts(found)],
        "may_record": actor.may(RECORD),
    }
    return render(request, "scoring/losses.html", context)


@require_safe
@page(VIEW)
def download_bulletin(request: HttpRequest, framework_id: int) -> FileResponse:
    """The sheet as a bulletin in Word: total, methods, items, losses and what is not known."""
    _form, choice = chosen_by(request)
    found = sheet_for(actor=actor_of(request), framework_id=framework_id, choice=choice)
    return download(score_bulletin(found), f"{_('得分通报')}-{found.framework.name}-{choice.day}.docx", DOCX)
