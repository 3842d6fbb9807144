from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput, Refusal, sentence_for_page
from chuangcheng.core.ids import new_id
from chuangcheng.core.web import actor_of, page
from chuangcheng.evidence.access import SUPPLY, material_for, require_supply
from chuangcheng.evidence.archives import MOST_FILES
from chuangcheng.evidence.forms.pieces import MOST_ROWS, PieceForms
from chuangcheng.evidence.models import MaterialEvent, MaterialRequest
from chuangcheng.evidence.queries import PieceNow, chosen_offers, pieces_now
from chuangcheng.evidence.services import (
    Kept,
    NewPiece,
    Refused,
    hand_in,
    keep_file,
    keep_offer,
    kept_file,
    withdraw_piece,
)
from chuangcheng.evidence.views.common import event_id_of
from chuangcheng.evidence.wording import asked_words, doubt_words, window_words
from chuangcheng.evidence.workflow import State, Verdict


@dataclass(frozen=True, slots=True)
class Row:
    """A file of the page, with the returned piece that it replaces."""

    form: Any
    before: PieceNow | None
    token: str  # of a file that is here already; empty: none
    kept: Kept | None  # that file
    problem: str
    doubt: str = ""  # what is odd about the picture; empty: nothing


@require_http_methods(["GET", "HEAD", "POST"])
@page(SUPPLY)
def hand_in_pieces(request: HttpRequest, material_id: UUID) -> HttpResponse:
    """Files for a request, each with its caption; those that arrived stay when something else is wrong."""
    actor = actor_of(request)
    found = material_for(actor, material_id)
    require_supply(actor, found)
    returned = [each for each in pieces_now(found) if each.verdict == Verdict.RETURNED]
    if request.method != "POST":
        chosen = _chosen_rows(actor, found, request.GET.getlist("use")[:MOST_ROWS])
        return _page(request, found, chosen or _empty_rows(found, returned))
    forms = PieceForms(request.POST, request.FILES, prefix="piece", form_kwargs={"captions": found.captions})
    if not forms.is_valid():
        return _page(request, found, _empty_rows(found, returned), problem=_("有的内容填写不对，请核对后再提交。"))
    by_id = {each.piece.pk: each for each in returned}
    rows = [_arrived(actor, found, form, by_id) for form in forms]
    problem = _("有的文件不能用，请看每份下面的说明。") if any(row.problem for row in rows) else ""
    if not problem:
        try:
            event = hand_in(
                actor=actor,
                material_id=material_id,
                event_id=event_id_of(request),
                pieces=_pieces(actor, found, rows),
                text=request.POST.get("text", ""),
            )
        except Refusal as refusal:
            problem = sentence_for_page(refusal)
        else:
            tell_handed_in(request, event)
            return redirect("evidence:material", material_id)
    return _page(request, found, rows, problem=problem)


@require_POST
@page(SUPPLY)
def withdraw(request: HttpRequest, material_id: UUID, piece_id: UUID) -> HttpResponse:
    """Takes back a piece that nobody looked at yet."""
    actor = actor_of(request)
    withdraw_piece(actor=actor, material_id=material_id, event_id=event_id_of(request), piece_id=piece_id)
    messages.success(request, _("已撤回，可以重新提交。"))
    return redirect("evidence:material", material_id)


def _empty_rows(found: MaterialRequest, returned: list[PieceNow]) -> list[Row]:
    """A row for each returned piece and each that is missing, as many as one page takes."""
    missing = found.count - found.accepted_count - found.waiting_count - len(returned)
    places: list[PieceNow | None] = [*returned, *([None] * max(0, missing))]
    places = (places or [None])[:MOST_ROWS]
    initial = [{**(each.piece.caption if each else {}), "replaces": each.piece.pk if each else None} for each in places]
    forms = PieceForms(initial=initial, prefix="piece", form_kwargs={"captions": found.captions})
    return [Row(form, each, "", None, "") for form, each in zip(forms, places, strict=True)]


def _chosen_rows(actor: Actor, found: MaterialRequest, chosen: list[str]) -> list[Row]:
    """A row for each file that was chosen among what is there already, with what is known of it."""
    fittings = [each for each in chosen_offers(actor=actor, material=found, chosen=chosen) if not each.problem]
    tokens = [keep_offer(actor=actor, material=found, fitting=each) for each in fittings]
    initial = [{**each.offer.caption, "kept": token} for each, token in zip(fittings, tokens, strict=True)]
    forms = PieceForms(initial=initial, prefix="piece", form_kwargs={"captions": found.captions})
    kept = [kept_file(actor=actor, material=found, token=token) for token in tokens]
    return [Row(form, None, token, each, "") for form, token, each in zip(forms, tokens, kept, strict=True)]


def _arrived(actor: Actor, found: MaterialRequest, form: Any, returned: dict[UUID, PieceNow]) -> Row:
    """The row with its file kept; what is wrong with the file stands beside it."""
    values = form.cleaned_data
    before = returned.get(values.get("replaces"))
    token, upload = values.get("kept") or "", values.get("file")
    try:
        if upload:
            token = keep_file(actor=actor, material=found, content=upload, name=upload.name or "")
        kept = kept_file(actor=actor, material=found, token=token) if token else None
    except InvalidInput as refusal:
        return Row(form, before, "", None, str(refusal))
    return Row(form, before, token, kept, "", doubt_words(found, kept.file) if kept is not None else "")


def _pieces(actor: Actor, found: MaterialRequest, rows: list[Row]) -> list[NewPiece]:
    """The rows with a file; a caption left empty is that of the first one."""
    chosen = [row for row in rows if row.token]
    first = chosen[0].form.caption() if chosen else {}
    pieces = []
    for row in chosen:
        kept = kept_file(actor=actor, material=found, token=row.token)
        caption = {field: text or first[field] for field, text in row.form.caption().items()}
        replaces = row.form.cleaned_data.get("replaces")
        pieces.append(NewPiece(kept.file, kept.name, caption, replaces, kept.origin))
    return pieces


def tell_handed_in(request: HttpRequest, event: MaterialEvent) -> None:
    """Says how many files now wait for the office."""
    count = event.pieces.count()
    told = ngettext("已提交%(n)s份，等待审核。", "已提交%(n)s份，等待审核。", count) % {"n": count}
    messages.success(request, told)


def refused_page(
    request: HttpRequest, found: MaterialRequest, problem: str, refused: Sequence[Refused] = ()
) -> HttpResponse:
    """The page of handing in, with what is wrong; `refused`: the files of a folder none of which is taken."""
    returned = [each for each in pieces_now(found) if each.verdict == Verdict.RETURNED]
    return _page(request, found, _empty_rows(found, returned), problem=problem, refused=refused)


def _page(
    request: HttpRequest,
    found: MaterialRequest,
    rows: list[Row],
    *,
    problem: str = "",
    refused: Sequence[Refused] = (),
) -> HttpResponse:
    context = {
        "refused": refused if len(refused) > 1 else (),
        "most_files": MOST_FILES,
        "material": found,
        "rows": rows,
        "asked": asked_words(found),
        "window": window_words(found),
        "more": max(0, found.count - found.accepted_count - found.waiting_count - len(rows)),
        "is_accepted": found.state == State.ACCEPTED,
        "event_id": new_id(),
        "text": request.POST.get("text", ""),
        "is_archive": request.resolver_match is not None and request.resolver_match.url_name == "hand_in_archive",
        "problem": problem,
    }
    return render(request, "evidence/hand_in.html", context, status=422 if request.method == "POST" else 200)
