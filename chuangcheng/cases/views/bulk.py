from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from chuangcheng.cases import workflow
from chuangcheng.cases.access import VIEW
from chuangcheng.cases.forms import BulkForm
from chuangcheng.cases.forms.bulk import TO_UNIT
from chuangcheng.cases.jobs_bulk import bulk_result, start_bulk
from chuangcheng.cases.queries import CaseLists
from chuangcheng.cases.services import AT_ONCE, BULK_MOVES, MOST_CASES, Outcome, Press, check_press, move_cases
from chuangcheng.cases.slots import case_bulk_acts
from chuangcheng.cases.views.lists import filter_form_of, known_view_of
from chuangcheng.core.access import Actor, require
from chuangcheng.core.errors import InvalidInput, NotPermitted
from chuangcheng.core.times import now
from chuangcheng.core.web import actor_of, page
from chuangcheng.orgs.queries import unit_names

MOVERS = tuple(dict.fromkeys(workflow.move_of(code).permission for code in BULK_MOVES))  # permissions


@require_POST
@page(*MOVERS)
def bulk(request: HttpRequest) -> HttpResponse:
    """First what one move over the chosen cases asks for, then the move: at once, or by a job when there are many."""
    actor, move = actor_of(request), request.POST.get("move", "")
    if move not in BULK_MOVES:
        raise InvalidInput(_("这一步不能批量办理，请逐件办理。"))
    require(actor, workflow.move_of(move).permission)
    chosen = _chosen(request, actor)
    if "press_id" not in request.POST:
        return _shown(request, BulkForm(move=move, actor=actor), chosen)
    form = BulkForm(request.POST, move=move, actor=actor)
    if not form.is_valid():
        return _shown(request, form, chosen, status=422)
    seen = {pk: event for pk, event in chosen.items() if event is not None}
    press = Press(form.cleaned_data["press_id"], move, form.options(), seen)
    check_press(actor=actor, press=press, count=len(chosen))
    if len(chosen) > AT_ONCE:
        return redirect("core:job", start_bulk(actor=actor, press=press, case_ids=list(chosen)).pk)
    return _told(request, move, move_cases(actor=actor, press=press, case_ids=list(chosen)))


@require_safe
@page(*MOVERS)
def result(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """What came of the cases of a job."""
    found = bulk_result(actor=actor_of(request), job_id=job_id)
    return _told(request, found.move, found.outcomes, done_count=found.done_count)


@require_POST
@page(VIEW)
def act(request: HttpRequest, name: str) -> HttpResponse:
    """What a higher context does about the chosen cases."""
    actor = actor_of(request)
    offered = case_bulk_acts.get(name)
    found = offered(actor) if offered is not None else None
    if found is None:
        raise NotPermitted(_("您不能对所选问题这样办理，请回到问题列表。"))
    chosen = list(_chosen(request, actor))
    if not chosen:
        raise InvalidInput(_("没有选定问题，请选定后再提交。"))
    return found.answer(request, chosen)


def _chosen(request: HttpRequest, actor: Actor) -> dict[UUID, UUID | None]:
    """The cases and what the person had seen of them; those of the whole filter when asked for."""
    if request.POST.get("everything"):
        query = QueryDict(request.POST.get("query", ""))
        wanted = filter_form_of(query, actor).chosen(actor, view=known_view_of(query))
        ids = CaseLists(actor, now()).ids(wanted, most=MOST_CASES + 1)
        return dict.fromkeys(ids)
    return dict(_parsed(request.POST.getlist("case")))


def _parsed(values: Iterable[str]) -> Iterable[tuple[UUID, UUID | None]]:
    for value in values:
        case_id, _tilde, seen = value.partition("~")
        try:
            yield UUID(case_id), UUID(seen) if seen else None
        except ValueError as error:
            raise InvalidInput(_("所选问题无法识别，请回到列表重新选择。")) from error


def _shown(request: HttpRequest, form: BulkForm, chosen: dict[UUID, UUID | None], *, status: int = 200) -> HttpResponse:
    lead = form.data.get("lead_unit_id", "") if form.is_bound else ""
    names = unit_names([int(lead)] if lead.isdecimal() else [])
    everything = bool(request.POST.get("everything"))
    context: dict[str, Any] = {
        "form": form,
        "move": form.move,
        "title": _(form.move.label),
        "count": len(chosen),
        "most": MOST_CASES,
        "is_too_many": len(chosen) > MOST_CASES,
        "by_job": len(chosen) > AT_ONCE,
        "values": [] if everything else [f"{pk}~{seen}" if seen else str(pk) for pk, seen in chosen.items()],
        "everything": everything,
        "query": request.POST.get("query", ""),
        "lead_units": list(names.items()),
        "to_unit": form.data.get("way") == TO_UNIT if form.is_bound else False,
        "cancel_url": f"{reverse('cases:list')}?{request.POST.get('query', '')}",
    }
    return render(request, "cases/bulk.html", context, status=status)


def _told(
    request: HttpRequest, move: str, outcomes: Sequence[Outcome], *, done_count: int | None = None
) -> HttpResponse:
    counts = Counter(outcome.status for outcome in outcomes)
    done = counts["done"] if done_count is None else done_count
    context = {
        "title": _(workflow.move_of(move).label),
        "done": done,
        "not_done": [each for each in outcomes if each.status != "done"],
        "moved": [each for each in outcomes if each.status == "done"],
        "moved_on": counts["moved_on"],
    }
    return render(request, "cases/bulk_result.html", context)
