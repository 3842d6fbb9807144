from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput, Refusal, sentence_for_page
from chuangcheng.core.files.kinds import PDF
from chuangcheng.core.ids import new_id
from chuangcheng.core.web import actor_of, page
from chuangcheng.evidence.access import REVIEW, material_for, require_whole
from chuangcheng.evidence.models import MaterialRequest
from chuangcheng.evidence.queries import PieceNow, files_read, reading_note, story_of
from chuangcheng.evidence.services import Judged, review_material
from chuangcheng.evidence.views.common import event_id_of
from chuangcheng.evidence.views.details import shown_piece
from chuangcheng.evidence.wording import asked_words, window_words
from chuangcheng.evidence.workflow import Mark

CORNERS = 4  # numbers of a mark
MOST_PAGES = 20  # of one document in the review; the page of the file shows more. Our choice


@require_http_methods(["GET", "HEAD", "POST"])
@page(REVIEW)
def review(request: HttpRequest, material_id: UUID) -> HttpResponse:
    """Each piece large, accepted or returned; places are marked by drawing on the picture."""
    actor = actor_of(request)
    require_whole(actor, REVIEW)
    found = material_for(actor, material_id)
    if request.method != "POST":
        return _page(request, actor, found)
    try:
        judged = _judged(request, [each.piece.pk for each in story_of(found).pieces])
        event_id, text = event_id_of(request), request.POST.get("text", "")
        review_material(actor=actor, material_id=material_id, event_id=event_id, judged=judged, text=text)
    except Refusal as refusal:
        return _page(request, actor, found, problem=sentence_for_page(refusal))
    messages.success(request, _("审核意见已记录。"))
    return redirect("evidence:material", material_id)


def _judged(request: HttpRequest, piece_ids: list[UUID]) -> list[Judged]:
    """What was said of the pieces; of those where nothing was chosen, nothing."""
    return [
        Judged(
            piece_id,
            verdict,
            request.POST.get(f"text-{piece_id}", ""),
            _marks(request, piece_id),
        )
        for piece_id in piece_ids
        if (verdict := request.POST.get(f"verdict-{piece_id}", ""))
    ]


def _marks(request: HttpRequest, piece_id: UUID) -> list[Mark]:
    """Places on the picture, or on the pages of the document: a field for each."""
    found = _places(request.POST.get(f"marks-{piece_id}", ""), 0)
    for number in range(1, MOST_PAGES + 1):
        found += _places(request.POST.get(f"marks-{piece_id}-{number}", ""), number)
    return found


def _places(written: str, number: int) -> list[Mark]:
    if not written:
        return []
    try:
        rows = json.loads(written)
        shares = [[float(each) for each in row[:CORNERS]] for row in rows]
        return [Mark(x, y, width, height, number) for x, y, width, height in shares]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise InvalidInput(_("标出的位置不在图片内，请重新标。")) from error


def _pages(request: HttpRequest, now: PieceNow, page_count: int) -> list[dict[str, Any]]:
    """The pages of a PDF as far as they are shown, each with what was marked on it before and in this form."""
    if now.piece.file.media_type != PDF.media_type:
        return []
    before = now.judgement.marks if now.judgement is not None else []
    return [
        {
            "number": number,
            "before": [mark for mark in before if mark[CORNERS:] == [number]],
            "marks": request.POST.get(f"marks-{now.piece.pk}-{number}", ""),
        }
        for number in range(1, min(page_count, MOST_PAGES) + 1)
    ]


def _page(request: HttpRequest, actor: Actor, found: MaterialRequest, *, problem: str = "") -> HttpResponse:
    story = story_of(found)
    known = files_read([each.piece for each in story.pieces])
    rows: list[dict[str, Any]] = []
    for each in story.pieces:
        pk, words = each.piece.pk, known.get(each.piece.file_id)
        rows.append(
            {
                "shown": shown_piece(found, each, story.earlier.get(pk, [])),
                "verdict": request.POST.get(f"verdict-{pk}", ""),
                "text": request.POST.get(f"text-{pk}", ""),
                "marks": request.POST.get(f"marks-{pk}", ""),
                "pages": _pages(request, each, words.page_count if words is not None else 1),
                "page_count": words.page_count if words is not None else 0,
                "note": reading_note(words) if words is not None else "",
                "is_own": each.piece.person_id is not None and each.piece.person_id == actor.person_id,
            }
        )
    context = {
        "material": found,
        "rows": rows,
        "asked": asked_words(found),
        "window": window_words(found),
        "event_id": new_id(),
        "text": request.POST.get("text", ""),
        "problem": problem,
    }
    return render(request, "evidence/review.html", context, status=422 if problem else 200)
