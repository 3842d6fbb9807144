"""Recording what no check brings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.ids import new_id
from chuangcheng.core.web import actor_of, page
from chuangcheng.scoring.access import RECORD
from chuangcheng.scoring.forms import FactForm, LinkedScoreForm
from chuangcheng.scoring.models import RecordedFact
from chuangcheng.scoring.queries import FACT_KINDS, kinds_taken
from chuangcheng.scoring.services import record_grade, record_linked_score, record_proof, record_value
from chuangcheng.standards.access import framework_for, standard_for

UNPROCESSABLE = 422


@page(RECORD)
def record_fact(request: HttpRequest, standard_id: int) -> HttpResponse:
    """Records a figure, a grade or the state of material, with its source."""
    row = standard_for(actor_of(request), standard_id, permission=RECORD)
    kinds = kinds_taken(row)
    if not kinds:
        raise InvalidInput(_("该标准只由检查结果计分，不需要登记数据。"))
    wanted = request.GET.get("kind", "")
    kind = wanted if wanted in kinds else kinds[0]
    parts = [part for part in row.parts.all() if FACT_KINDS.get(part.rule) == kind]
    form = FactForm(request.POST or None, kind=kind, parts=parts, initial={"fact_id": new_id()})
    if form.is_valid() and _is_recorded(request, row.pk, form):
        messages.success(request, _("已登记，得分以最新一条为准。"))
        return redirect("scoring:standard", standard_id=row.pk)
    back = reverse("scoring:standard", args=[row.pk])
    context = {"form": form, "standard": row, "cancel_url": back, "views": _kind_views(kinds, kind)}
    return render(request, "scoring/fact.html", context, status=_status(request))


@page(RECORD)
def record_linked(request: HttpRequest, framework_id: int) -> HttpResponse:
    """Records the score of the framework that the gate names."""
    actor = actor_of(request)
    framework = framework_for(actor, framework_id, permission=RECORD)
    if not framework.gate:
        raise InvalidInput(_("该体系没有门槛，不需要登记联系体系的得分。"))
    form = LinkedScoreForm(request.POST or None, initial={"fact_id": new_id()})
    if form.is_valid():
        try:
            score = form.cleaned_data["score"]
            record_linked_score(actor=actor, framework_id=framework.pk, score=score, told=form.told())
        except InvalidInput as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已登记，得分以最新一条为准。"))
            return redirect("scoring:sheet", framework_id=framework.pk)
    back = reverse("scoring:sheet", args=[framework.pk])
    context = {"form": form, "framework": framework, "cancel_url": back}
    return render(request, "scoring/linked.html", context, status=_status(request))


def _kind_views(kinds: Sequence[str], chosen: str) -> list[dict[str, Any]]:
    """The kinds of fact to choose from, none when there is nothing to choose."""
    labels = dict(RecordedFact.Kind.choices)
    views = [{"url": f"?kind={kind}", "label": labels[kind], "active": kind == chosen} for kind in kinds]
    return views if len(views) > 1 else []


def _is_recorded(request: HttpRequest, standard_id: int, form: FactForm) -> bool:
    """Whether the fact went in; if not, the reason stands in the form."""
    given, told, actor = form.cleaned_data, form.told(), actor_of(request)
    try:
        if form.kind == RecordedFact.Kind.VALUE:
            record_value(actor=actor, standard_id=standard_id, number=given["number"], told=told)
        elif form.kind == RecordedFact.Kind.GRADE:
            record_grade(actor=actor, standard_id=standard_id, letter=given["letter"], told=told)
        else:
            pieces = {"accepted": given["accepted"], "required": given["required_pieces"]}
            record_proof(actor=actor, standard_id=standard_id, told=told, **pieces)
    except InvalidInput as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _status(request: HttpRequest) -> int:
    return UNPROCESSABLE if request.method == "POST" else 200
