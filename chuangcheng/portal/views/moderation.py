"""The queue of moderation on the workbench, one submission, and the page where faces and plates are hidden."""

from __future__ import annotations

import json
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chuangcheng.core import files
from chuangcheng.core.errors import InvalidInput, NotFound
from chuangcheng.core.ids import new_id
from chuangcheng.core.keyset import keyset_page
from chuangcheng.core.models import StoredFile
from chuangcheng.core.phones import mask_phones_in
from chuangcheng.core.web import actor_of, page
from chuangcheng.portal import faces
from chuangcheng.portal.access import MODERATE, submission_for
from chuangcheng.portal.models import Submission
from chuangcheng.portal.queries import app_of, candidates_of, queue, same_counts
from chuangcheng.portal.services import BoxRefused, Verdict, decide, show_photo, withdraw_photo

PAGE_ROWS = 30  # our choice
COPY_SIZE = 1600  # pixels on which boxes are drawn
Standing = Submission.Standing


@require_safe
@page(MODERATE)
def submissions(request: HttpRequest) -> HttpResponseBase:
    """What waits, or was decided; equal ones stand once while they wait."""
    wanted = request.GET.get("state", "")
    standing = wanted if wanted in Standing.values else Standing.WAITING
    found = keyset_page(queue(actor=actor_of(request), standing=standing), parameters=request.GET, size=PAGE_ROWS)
    counts = same_counts(found.rows)
    lines, seen = [], set()
    for row in found.rows:
        if standing == Standing.WAITING and row.content_mark in seen:
            continue
        seen.add(row.content_mark)
        lines.append({"row": row, "text": mask_phones_in(row.report.text), "same": counts.get(row.content_mark, 0)})
    tabs = [{"label": each.label, "url": f"?state={each}", "active": each == standing} for each in Standing]
    return render(request, "portal/moderation.html", {"lines": lines, "views": tabs, "page": found})


@require_safe
@page(MODERATE)
def submission(request: HttpRequest, submission_id: UUID) -> HttpResponseBase:
    """One submission: how it came, what may become public, what was decided."""
    found = submission_for(actor_of(request), submission_id)
    context = {
        "submission": found,
        "report": found.report,
        "text": mask_phones_in(found.report.text),
        "public_text": found.text or mask_phones_in(found.report.text),
        "app": app_of(found),
        "candidates": candidates_of(found),
        "same": same_counts([found]).get(found.content_mark, 0),
        "decisions": found.decisions.all(),
        "decision_id": new_id(),
    }
    return render(request, "portal/submission.html", context)


@require_POST
@page(MODERATE)
def decide_it(request: HttpRequest, submission_id: UUID) -> HttpResponseBase:
    """Publish, keep from the public, or spam."""
    given = request.POST
    try:
        decision_id = UUID(given.get("decision_id", ""))
    except ValueError as error:
        raise InvalidInput(_("提交编号无效，请刷新页面后重新提交。")) from error
    verdict = Verdict(decision_id, given.get("kind", ""), given.get("text", ""), given.get("reason", ""))
    found = decide(actor=actor_of(request), submission_id=submission_id, verdict=verdict)
    messages.success(request, _("已处理：%(standing)s。") % {"standing": found.get_standing_display()})
    return redirect("portal:submission", submission_id)


@require_http_methods(["GET", "HEAD", "POST"])
@page(MODERATE)
def photo(request: HttpRequest, submission_id: UUID, original_id: UUID) -> HttpResponseBase:
    """Boxes over what must not be seen; sent, the public copy is made."""
    actor = actor_of(request)
    found = submission_for(actor, submission_id)
    candidate = next((each for each in candidates_of(found) if each.original_id == original_id), None)
    if candidate is None:
        raise NotFound(_("没有找到这张照片，请从审核页面进入。"))
    if request.method == "POST":
        show_photo(actor=actor, submission_id=submission_id, original_id=original_id, boxes=_boxes(request))
        messages.success(request, _("照片已公开，遮盖处的画面没有保留在公开的照片里。"))
        return redirect("portal:submission", submission_id)
    original = StoredFile.objects.get(pk=original_id)
    path = files.public_copy(original, COPY_SIZE)
    boxes = candidate.public.boxes if candidate.public is not None else faces.suggested_boxes(path)
    context = {
        "submission": found,
        "candidate": candidate,
        "size": COPY_SIZE,
        "boxes": boxes,
        "suggests": faces.are_available(),
    }
    return render(request, "portal/hide_faces.html", context)


@require_POST
@page(MODERATE)
def withdraw(request: HttpRequest, submission_id: UUID, original_id: UUID) -> HttpResponseBase:
    """Takes a picture out of the public."""
    withdraw_photo(actor=actor_of(request), submission_id=submission_id, original_id=original_id)
    messages.success(request, _("照片已撤下，不再公开。"))
    return redirect("portal:submission", submission_id)


def _boxes(request: HttpRequest) -> list[tuple[float, float, float, float]]:
    try:
        read = json.loads(request.POST.get("boxes") or "[]")
        return [(float(a), float(b), float(c), float(d)) for a, b, c, d in read]
    except (ValueError, TypeError) as error:
        raise BoxRefused from error
