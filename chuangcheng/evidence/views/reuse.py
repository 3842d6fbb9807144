"""Material found again: the search over everything brought, one piece, and what is there already for a request."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chuangcheng.core.access import Actor
from chuangcheng.core.documents.pages import MOST_DRAWN
from chuangcheng.core.files.kinds import PDF
from chuangcheng.core.keyset import keyset_page
from chuangcheng.core.web import actor_of, page
from chuangcheng.evidence.access import SUPPLY, VIEW, material_for, piece_for, require_supply
from chuangcheng.evidence.forms.pieces import MOST_ROWS
from chuangcheng.evidence.forms.search import PieceFilterForm
from chuangcheng.evidence.models import Judgement, Piece
from chuangcheng.evidence.queries import (
    Fitting,
    offers_for,
    other_uses,
    pieces_listed,
    reading_note,
    replacement_of,
    use_counts,
    words_of,
)
from chuangcheng.evidence.slots import offer_sources
from chuangcheng.evidence.views.common import origin_url
from chuangcheng.evidence.wording import VERDICT_TONES, asked_words, caption_words, file_words, window_words
from chuangcheng.evidence.workflow import VERDICT_LABELS, Verdict
from chuangcheng.standards.access import VIEW as VIEW_STANDARDS
from chuangcheng.standards.queries import framework_list

MOST_SHOWN = 20_000  # letters of a document; our choice
CARDS = 48  # on a page of the search; our choice


@dataclass(frozen=True, slots=True)
class Card:
    """A file among others."""

    piece: Piece
    is_picture: bool
    file: str  # kind, size, pixels
    caption: str
    tone: str
    words: str
    use_count: int  # other requests that the same file serves


@dataclass(frozen=True, slots=True)
class ShownOffer:
    """A file that may serve."""

    fitting: Fitting
    value: str  # what the form sends
    is_picture: bool
    file: str
    caption: str
    url: str  # of the record that it belongs to


@require_safe
@page(VIEW)
def pieces(request: HttpRequest) -> HttpResponse:
    """Every file that was brought, newest first, found by name, caption, standard and text."""
    actor = actor_of(request)
    form = PieceFilterForm(request.GET, frameworks=_frameworks(actor))
    found = pieces_listed(actor=actor, chosen=form.chosen())
    shown = keyset_page(found, parameters=request.GET, size=CARDS, key="standing__piece_id")
    uses = use_counts(actor=actor, pieces=shown.rows)
    context = {
        "form": form,
        "page": shown,
        "cards": [_card(each, uses.get(each.file_id, 0)) for each in shown.rows],
        "is_filtered": form.has_chosen(),
    }
    return render(request, "evidence/pieces.html", context)


@require_safe
@page(VIEW)
def piece(request: HttpRequest, piece_id: UUID) -> HttpResponse:
    """One file: what it shows, what it was brought for, where it comes from and where else it serves."""
    actor = actor_of(request)
    found = piece_for(actor, piece_id)
    last = found.judgements.last()
    found.verdict = last.verdict if last else None  # type: ignore[attr-defined]
    uses = other_uses(actor=actor, pieces=[found]).get(found.file_id, [])
    words = words_of(found)
    context = {
        "card": _card(found, len(uses)),
        "uses": uses,
        "material": found.request,
        "origin_url": origin_url(found),
        "replacing": replacement_of(found),
        "pages": _pages(last, words.page_count if words else 1) if _is_pdf(found) else (),
        "said": last,
        "words": words,
        "words_note": reading_note(words),
        "text": words.text[:MOST_SHOWN] if words and not _is_pdf(found) else "",
        "is_cut": words is not None and len(words.text) > MOST_SHOWN,
    }
    return render(request, "evidence/piece.html", context)


@require_safe
@page(SUPPLY)
def offers(request: HttpRequest, material_id: UUID) -> HttpResponse:
    """What is there already and may serve for a request; what is chosen goes on to handing in."""
    actor = actor_of(request)
    found = material_for(actor, material_id)
    require_supply(actor, found)
    groups = [
        (group.label, [_shown_offer(each) for each in group.fittings])
        for group in offers_for(actor=actor, material=found)
    ]
    context = {
        "material": found,
        "groups": groups,
        "asked": asked_words(found),
        "window": window_words(found),
        "most": MOST_ROWS,
        "missing": max(0, found.count - found.accepted_count - found.waiting_count),
    }
    return render(request, "evidence/offers.html", context)


def _pages(last: Judgement | None, count: int) -> list[tuple[int, list[list[float]]]]:
    """The pages that are shown, each with the places marked on it."""
    marks = last.marks if last is not None else []
    return [
        (number, [mark for mark in marks if mark[4:] == [number]]) for number in range(1, min(count, MOST_DRAWN) + 1)
    ]


def _is_pdf(found: Piece) -> bool:
    return found.file.media_type == PDF.media_type


def _card(found: Piece, use_count: int) -> Card:
    verdict = getattr(found, "verdict", None) or ""
    return Card(
        piece=found,
        is_picture=found.file.width is not None,
        file=file_words(found.file),
        caption=caption_words(found.caption),
        tone=VERDICT_TONES[verdict],
        words=_(VERDICT_LABELS[Verdict(verdict)]) if verdict else _("待审核"),
        use_count=use_count,
    )


def _shown_offer(fitting: Fitting) -> ShownOffer:
    offer, source = fitting.offer, offer_sources.get(fitting.kind)
    return ShownOffer(
        fitting=fitting,
        value=f"{fitting.kind}:{offer.key}",
        is_picture=offer.file.width is not None,
        file=file_words(offer.file),
        caption=caption_words(offer.caption),
        url=source.url_of(offer.source_id) if source is not None else "",
    )


def _frameworks(actor: Actor) -> list[tuple[int, str]]:
    if not actor.may(VIEW_STANDARDS):
        return []
    return [(each.pk, str(each)) for each in framework_list(actor=actor)]
