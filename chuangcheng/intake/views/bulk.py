"""One act over the reports that were chosen on the list."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chuangcheng.core.access import require
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.web import actor_of, page
from chuangcheng.intake.access import APPROVE, DRAFT, RECEIVE
from chuangcheng.intake.forms.bulk import WORDS, BulkForm
from chuangcheng.intake.services import ACTS, MOST_AT_ONCE, press_for_all


@require_POST
@page(RECEIVE, DRAFT, APPROVE)
def bulk(request: HttpRequest) -> HttpResponse:
    """First what the act asks for, then what came of every report."""
    actor, act = actor_of(request), request.POST.get("act", "")
    if act not in ACTS:
        raise InvalidInput(_("这一步不能批量办理，请逐件办理。"))
    require(actor, ACTS[act][0])
    chosen = _chosen(request.POST.getlist("report"))
    if "press_id" not in request.POST:
        return _shown(request, BulkForm(act=act, actor=actor), chosen)
    form = BulkForm(request.POST, act=act, actor=actor)
    if not form.is_valid():
        return _shown(request, form, chosen, status=422)
    outcomes = press_for_all(actor=actor, press=form.press(), report_ids=chosen)
    context = {
        "title": WORDS[act],
        "done": [each for each in outcomes if each.is_done],
        "not_done": [each for each in outcomes if not each.is_done],
        "is_link": act == "link",
    }
    return render(request, "intake/bulk_told.html", context)


def _chosen(values: list[str]) -> list[UUID]:
    try:
        found = [UUID(value) for value in values]
    except ValueError as error:
        raise InvalidInput(_("所选来件无法识别，请回到列表重新选择。")) from error
    if not found:
        raise InvalidInput(_("请先在列表中选择来件。"))
    if len(found) > MOST_AT_ONCE:
        raise InvalidInput(_("一次最多办理%(most)s件，请分几次办理。") % {"most": MOST_AT_ONCE})
    return found


def _shown(request: HttpRequest, form: BulkForm, chosen: list[UUID], *, status: int = 200) -> HttpResponse:
    context = {"form": form, "act": form.act, "title": WORDS[form.act], "values": chosen, "count": len(chosen)}
    return render(request, "intake/bulk.html", context, status=status)
