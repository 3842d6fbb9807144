"""Many files at once: a folder or a zip arrives, then a table with a caption for each file is handed in by one act."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from chuangcheng.core.errors import InvalidInput, Refusal, sentence_for_page
from chuangcheng.core.files import Upload, public_copy
from chuangcheng.core.ids import new_id
from chuangcheng.core.sheets import clean_text
from chuangcheng.core.web import actor_of, page
from chuangcheng.evidence.access import SUPPLY, material_for, require_supply
from chuangcheng.evidence.forms.pieces import PLACEHOLDERS, CaptionForms
from chuangcheng.evidence.models import MaterialRequest
from chuangcheng.evidence.services import (
    Brought,
    Kept,
    LinesRefused,
    NewPiece,
    Refused,
    hand_in,
    keep_archive,
    keep_folder,
    kept_file,
)
from chuangcheng.evidence.views.common import event_id_of
from chuangcheng.evidence.views.handing_in import refused_page, tell_handed_in
from chuangcheng.evidence.wording import asked_words, doubt_words, file_words, window_words
from chuangcheng.evidence.workflow import CAPTION_LABELS

COPY_SIZE = 480  # pixels of a picture's longer side
PATH_LETTERS = 1000  # that are kept, the end
SALT = "evidence.refused"


@dataclass(frozen=True, slots=True)
class Row:
    """A file that is here, beside the caption that is written for it."""

    form: Any
    kept: Kept | None  # None: it is here no more
    told: str  # kind, size, pixels
    doubt: str  # what is odd about the picture; empty: nothing
    problem: str


@require_POST
@page(SUPPLY)
def bring_folder(request: HttpRequest, material_id: UUID) -> HttpResponse:
    """Takes a folder or a zip; then its captions are asked for. Where none are it is handed in, unless something of it
    is not taken: then the person sees what first."""
    actor = actor_of(request)
    found = material_for(actor, material_id)
    require_supply(actor, found)
    try:
        brought = _brought(request, found)
        if not brought.arrived:
            return refused_page(request, found, _none_taken(brought.refused), brought.refused)
        if not found.captions and not brought.refused:
            pieces = [NewPiece(each.kept.file, each.kept.name) for each in brought.arrived]
            event = hand_in(actor=actor, material_id=material_id, event_id=event_id_of(request), pieces=pieces)
            tell_handed_in(request, event)
            return redirect("evidence:material", material_id)
    except Refusal as refusal:
        return refused_page(request, found, sentence_for_page(refusal))
    initial = [{**each.caption, "kept": each.token, "path": each.path} for each in brought.arrived]
    forms = CaptionForms(initial=initial, prefix="piece", form_kwargs={"captions": found.captions})
    rows = [_row(found, form, each.kept, "") for form, each in zip(forms, brought.arrived, strict=True)]
    return _page(request, found, rows, brought.refused)


@require_POST
@page(SUPPLY)
def caption_files(request: HttpRequest, material_id: UUID) -> HttpResponse:
    """Hands in what arrived, each with its caption, in one act; every file whose caption lacks something is named."""
    actor = actor_of(request)
    found = material_for(actor, material_id)
    require_supply(actor, found)
    forms = CaptionForms(request.POST, prefix="piece", form_kwargs={"captions": found.captions})
    forms.is_valid()
    kept = [_kept(request, found, form) for form in forms]
    problem, problems = _refused(forms)
    if not problem:
        chosen = [place for place, form in enumerate(forms) if not form.cleaned_data.get("left_out")]
        try:
            pieces = [_piece(forms[place], kept[place]) for place in chosen]
            event = hand_in(actor=actor, material_id=material_id, event_id=event_id_of(request), pieces=pieces)
        except LinesRefused as refusal:
            problems = {chosen[line - 1]: told for line, told in refusal.problems.items()}
            problem = _("有的文件还不能提交，原因写在各行，请补全后再提交；一份也没有提交。")
        except Refusal as refusal:
            problem = sentence_for_page(refusal)
        else:
            tell_handed_in(request, event)
            return redirect("evidence:material", material_id)
    rows = [_row(found, form, kept[place], problems.get(place, "")) for place, form in enumerate(forms)]
    return _page(request, found, rows, _refused_before(request), problem=problem)


@require_safe
@page(SUPPLY)
def kept_picture(request: HttpRequest, material_id: UUID) -> HttpResponseBase:
    """A small copy of a picture that arrived and is not handed in yet; only for who brought it."""
    actor = actor_of(request)
    found = material_for(actor, material_id)
    require_supply(actor, found)
    kept = kept_file(actor=actor, material=found, token=request.GET.get("token", ""))
    answer = FileResponse(public_copy(kept.file, COPY_SIZE).open("rb"), content_type="image/jpeg")
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer


def _brought(request: HttpRequest, found: MaterialRequest) -> Brought:
    actor, archive = actor_of(request), request.FILES.get("archive")
    if archive is not None:
        return keep_archive(actor=actor, material=found, content=archive, name=archive.name or "")
    files = request.FILES.getlist("files")
    if not files:
        raise InvalidInput(_("请选择文件夹或ZIP压缩包。"))
    paths = _paths(request.POST.get("paths", ""), files)
    uploads = [Upload(file, path) for file, path in zip(files, paths, strict=True)]
    return keep_folder(actor=actor, material=found, uploads=uploads)


def _paths(written: str, files: Sequence[UploadedFile]) -> list[str]:
    """The path of each file in its folder, as the page told them; their names alone where it did not."""
    names = [file.name or "" for file in files]
    try:
        told = json.loads(written)
    except (ValueError, RecursionError):
        return names
    if not isinstance(told, list) or len(told) != len(names):
        return names
    return [_path(str(path), name) for path, name in zip(told, names, strict=True)]


def _path(told: str, name: str) -> str:
    """The path as people read it, of this very name; letters that no text may hold are left out."""
    path = " ".join(clean_text(told.encode("utf-8", "ignore").decode()).splitlines())
    return path[-PATH_LETTERS:] if path.endswith(name) else name


def _none_taken(refused: Sequence[Refused]) -> str:
    if len(refused) == 1:
        return refused[0].told
    return _("选的%(n)s个文件都没有收，原因逐个写在下面。") % {"n": len(refused)}


def _refused_before(request: HttpRequest) -> list[Refused]:
    """What was not taken when the folder came, which the page says on until it is handed in."""
    try:
        told = signing.loads(request.POST.get("refused", ""), salt=SALT)
    except signing.BadSignature:
        return []
    return [Refused(path, sentence) for path, sentence in told]


def _kept(request: HttpRequest, found: MaterialRequest, form: Any) -> Kept | None:
    token = form.cleaned_data.get("kept", "") if form.is_bound else ""
    try:
        return kept_file(actor=actor_of(request), material=found, token=token)
    except InvalidInput:
        return None


def _piece(form: Any, kept: Kept | None) -> NewPiece:
    if kept is None:
        raise InvalidInput(_("文件已经过期，请重新选择后再提交。"))
    return NewPiece(kept.file, kept.name, form.caption(), origin=kept.origin)


def _refused(forms: Any) -> tuple[str, Mapping[int, str]]:
    """What cannot be read of the table; empty: all of it can."""
    problems = {
        place: " ".join(str(error) for errors in form.errors.values() for error in errors)
        for place, form in enumerate(forms)
        if form.errors
    }
    if not problems and not forms.non_form_errors():
        return "", {}
    return _("有的内容填写不对，请核对后再提交。"), problems


def _row(found: MaterialRequest, form: Any, kept: Kept | None, problem: str) -> Row:
    if kept is None:
        return Row(form, None, "", "", problem)
    return Row(form, kept, file_words(kept.file), doubt_words(found, kept.file), problem)


def _page(
    request: HttpRequest, found: MaterialRequest, rows: list[Row], refused: Sequence[Refused], *, problem: str = ""
) -> HttpResponse:
    context = {
        "refused": refused,
        "refused_kept": signing.dumps([(each.path, each.told) for each in refused], salt=SALT, compress=True),
        "material": found,
        "rows": rows,
        "asked": asked_words(found),
        "window": window_words(found),
        "captions": [(name, _(CAPTION_LABELS[name]), PLACEHOLDERS[name]) for name in found.captions],
        "event_id": new_id(),
        "problem": problem,
    }
    return render(request, "evidence/captions.html", context, status=422 if problem else 200)
