from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from chuangcheng.core.access import Actor
from chuangcheng.core.jobs.registry import label_of, periods
from chuangcheng.core.jobs.shown import OPEN, every_words, percent_of, shown_progress
from chuangcheng.core.jobs.watching import ask_to_cancel, job_for, may_cancel, visible_jobs
from chuangcheng.core.keyset import keyset_page
from chuangcheng.core.models import Job, Schedule
from chuangcheng.core.permissions import VIEW_JOBS
from chuangcheng.core.times import now
from chuangcheng.core.web import actor_of, page

TONES = {
    Job.State.WAITING: "muted",
    Job.State.RUNNING: "blue",
    Job.State.DONE: "green",
    Job.State.FAILED: "red",
    Job.State.CANCELLED: "muted",
}


@require_GET
@page(VIEW_JOBS)
def jobs(request: HttpRequest) -> HttpResponseBase:
    """All jobs, newest first, and the periodic work."""
    found = keyset_page(visible_jobs(actor_of(request)).select_related("requested_by"), parameters=request.GET)
    rows = [
        {"job": job, "label": label_of(job.name), "tone": TONES[Job.State(job.state)], "percent": percent_of(job)}
        for job in found.rows
    ]
    schedule = Schedule.objects.filter(name__in=list(periods())).order_by("name")
    turns = [
        {"row": row, "label": periods()[row.name].label, "every": every_words(row.every_seconds)} for row in schedule
    ]
    return render(request, "core/jobs.html", {"rows": rows, "page": found, "turns": turns})


@require_GET
@page()
def job(request: HttpRequest, job_id: UUID) -> HttpResponseBase:
    """One job with its progress; for htmx the progress box alone."""
    actor = actor_of(request)
    found = job_for(actor, job_id)
    template = "components/progress.html" if getattr(request, "htmx", False) else "core/job.html"
    return render(request, template, _shown(actor, found))


@require_POST
@page()
def cancel(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Asks for the job to be stopped."""
    ask_to_cancel(actor=actor_of(request), job_id=job_id, now=now())
    return redirect("core:job", job_id)


def _shown(actor: Actor, found: Job) -> dict[str, Any]:
    is_stoppable = found.state in OPEN and not found.cancel_asked and may_cancel(actor, found)
    progress = shown_progress(found, now=now())
    if found.requested_by_id != actor.person_id:
        progress = replace(progress, result_url="")  # what came of it is for whoever asked
    return {
        "job": found,
        "progress": progress,
        "poll_url": reverse("core:job", args=[found.pk]),
        "cancel_url": reverse("core:cancel_job", args=[found.pk]) if is_stoppable else "",
        "may_see_all": actor.may(VIEW_JOBS),
    }
