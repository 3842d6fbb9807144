from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chuangcheng.core.errors import Refusal, sentence_for_page
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import now, today
from chuangcheng.core.web import actor_of, page
from chuangcheng.intake.access import ACKNOWLEDGE, MANAGE_BATCHES, VIEW, batch_for
from chuangcheng.intake.forms.batches import BatchForm, FollowForm
from chuangcheng.intake.forms.steps import first_error
from chuangcheng.intake.models import Batch
from chuangcheng.intake.queries import batches_shown, findings_of, progress_of, standings_of
from chuangcheng.intake.services import acknowledge_batch, follow_batch, save_batch


@require_safe
@page(VIEW)
def batches(request: HttpRequest) -> HttpResponse:
    """The batches of superiors' findings, newest first, each with how far it has come and who has read it."""
    actor = actor_of(request)
    rows = [(batch, _readers(batch)) for batch in batches_shown(actor=actor)]
    context = {"rows": rows, "may_manage": actor.may(MANAGE_BATCHES), "today": today()}
    return render(request, "intake/batches.html", context)


@require_safe
@page(VIEW)
def batch(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """One batch: its progress, what each leader did, its findings with their cases."""
    actor = actor_of(request)
    found = batch_for(actor, batch_id)
    findings, standings, at = findings_of(found), standings_of(found), now()
    own = next((each for each in standings if each.person.pk == actor.person_id), None)
    may_act = own is not None and actor.may(ACKNOWLEDGE)
    context = {
        "batch": found,
        "progress": progress_of(findings, now=at),
        "findings": findings,
        "standings": standings,
        "own": own,
        "may_read": may_act and own is not None and own.read is None,
        "may_follow": may_act,
        "may_manage": actor.may(MANAGE_BATCHES),
        "import_url": reverse("imports:start", args=["superior"]),
        "step_id": new_id(),
        "today": today(),
        "now": at,
    }
    return render(request, "intake/batch.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page(MANAGE_BATCHES)
def new_batch(request: HttpRequest) -> HttpResponse:
    """A batch to be registered."""
    form = BatchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = save_batch(actor=actor_of(request), batch_id=form.cleaned_data["batch_id"], given=form.given())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已登记批次%(number)s，请导入问题。") % {"number": made.number})
            return redirect("intake:batch", made.pk)
    context = {"form": form, "cancel_url": reverse("intake:batches")}
    return render(request, "intake/batch_form.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@page(ACKNOWLEDGE)
def read_batch(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """已阅."""
    step_id = _id(request.POST.get("step_id", ""))
    acknowledge_batch(actor=actor_of(request), batch_id=batch_id, step_id=step_id, text=request.POST.get("reason", ""))
    messages.success(request, _("已记为阅过。"))
    return redirect("intake:batch", batch_id)


@require_POST
@page(ACKNOWLEDGE)
def follow(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """亲自督办."""
    form = FollowForm(request.POST)
    if not form.is_valid():
        messages.error(request, first_error(form))
        return redirect("intake:batch", batch_id)
    values = form.cleaned_data
    try:
        follow_batch(
            actor=actor_of(request),
            batch_id=batch_id,
            step_id=values["step_id"],
            text=values["reason"],
            visited_on=values["visited_on"],
        )
    except Refusal as refusal:
        messages.error(request, sentence_for_page(refusal))
    else:
        messages.success(request, _("督办情况已记录。"))
    return redirect("intake:batch", batch_id)


def _readers(batch: Batch) -> tuple[int, int, bool]:
    """How many leaders have read it, of how many, and whether one followed it up in person."""
    steps = list(batch.steps.all())
    read = {step.leader_id for step in steps if step.kind == "read"}
    return len(read), len(batch.leaders.all()), any(step.kind == "followed" for step in steps)


def _id(written: str) -> UUID:
    try:
        return UUID(written)
    except ValueError:
        return new_id()
