from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from chuangcheng.core.access import Actor
from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.errors import Refusal
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, page
from chuangcheng.evidence.access import ASK, VIEW, material_for, may_ask, may_review, may_supply, require_whole
from chuangcheng.evidence.models import MaterialRequest
from chuangcheng.evidence.queries import MaterialStory, OtherUse, PieceNow, other_uses, story_of
from chuangcheng.evidence.services import void_material
from chuangcheng.evidence.views.common import event_id_of, origin_url
from chuangcheng.evidence.wording import (
    VERDICT_TONES,
    asked_words,
    caption_words,
    doubt_words,
    file_words,
    shown_material,
    told_event,
    window_words,
)
from chuangcheng.evidence.workflow import CAPTION_LABELS, VERDICT_LABELS, State, Verdict


@dataclass(frozen=True, slots=True)
class ShownPiece:
    """A piece as the pages show it."""

    now: PieceNow
    is_picture: bool
    file: str  # kind, size, pixels
    caption: str
    tone: str
    words: str
    doubt: str  # what is odd about the picture; empty: nothing
    earlier: list[ShownPiece]
    origin_url: str = ""  # of the record that it was taken from
    uses: Sequence[OtherUse] = ()  # other requests that the same file serves


@require_safe
@page(VIEW)
def material(request: HttpRequest, material_id: UUID) -> HttpResponse:
    """One request: what is asked, what was brought and said of it, its story."""
    actor = actor_of(request)
    return _shown(request, actor, material_for(actor, material_id))


@require_POST
@page(ASK)
def void(request: HttpRequest, material_id: UUID) -> HttpResponse:
    """The material is not needed any more."""
    actor = actor_of(request)
    require_whole(actor, ASK)
    found = material_for(actor, material_id)
    try:
        event_id = event_id_of(request)
        void_material(actor=actor, material_id=material_id, event_id=event_id, reason=request.POST.get("reason", ""))
    except Refusal as refusal:
        return _shown(request, actor, found, problem=str(refusal), status=refusal.status)
    messages.success(request, _("材料要求已取消。"))
    return redirect("evidence:material", material_id)


def shown_piece(
    found: MaterialRequest, now: PieceNow, earlier: list[PieceNow], uses: Sequence[OtherUse] = ()
) -> ShownPiece:
    """The piece with its earlier versions, and the other requests that it serves."""
    file = now.piece.file
    return ShownPiece(
        now=now,
        is_picture=file.width is not None,
        file=file_words(file),
        caption=caption_words(now.piece.caption),
        tone=VERDICT_TONES[now.verdict],
        words=_(VERDICT_LABELS[Verdict(now.verdict)]) if now.verdict else _("待审核"),
        doubt=doubt_words(found, file),
        earlier=[shown_piece(found, each, []) for each in earlier],
        origin_url=origin_url(now.piece),
        uses=uses,
    )


def _shown(
    request: HttpRequest, actor: Actor, found: MaterialRequest, *, problem: str = "", status: int = 200
) -> HttpResponse:
    story = story_of(found)
    uses = other_uses(actor=actor, pieces=[each.piece for each in story.pieces])
    supplies, is_void = may_supply(actor, found), found.state == State.VOID
    context = {
        "material": found,
        "shown": shown_material(found, today(), office_calendar()),
        "asked": asked_words(found),
        "window": window_words(found),
        "captions": _("、").join(str(_(CAPTION_LABELS[name])) for name in found.captions),
        "pieces": [
            shown_piece(found, each, story.earlier.get(each.piece.pk, []), uses.get(each.piece.file_id, ()))
            for each in story.pieces
        ],
        "withdrawn": [shown_piece(found, each, []) for each in story.withdrawn],
        "missing": max(0, found.count - found.accepted_count - found.waiting_count),
        "events": _events(story),
        "may_hand_in": supplies and not is_void and found.state != State.ACCEPTED,
        "may_review": may_review(actor) and not is_void and bool(story.pieces),
        "may_change": may_ask(actor) and not is_void,
        "event_id": new_id(),
        "problem": problem,
    }
    return render(request, "evidence/material.html", context, status=status)


def _events(story: MaterialStory) -> list[dict[str, Any]]:
    counts: dict[UUID, Counter[str]] = defaultdict(Counter)
    every = [*story.pieces, *story.withdrawn, *(each for rows in story.earlier.values() for each in rows)]
    for each in every:
        counts[each.piece.event_id]["brought"] += 1
    for judgement in story.judgements:
        counts[judgement.event_id][judgement.verdict] += 1
    return [told_event(event, counts[event.pk]) for event in reversed(story.history)]
