from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from chuangcheng.core.files.errors import shown_name
from chuangcheng.core.files.kinds import BY_MEDIA_TYPE
from chuangcheng.core.files.serving import file_for, open_original, page_copy, public_copy
from chuangcheng.core.models import StoredFile
from chuangcheng.core.web import actor_of, page

KEPT_SECONDS = 3600  # by the person's own browser; afterwards it asks again and the permission is checked again


@require_safe
@page()
def copy(request: HttpRequest, file_id: UUID, size: int) -> HttpResponseBase:
    """A picture's JPEG copy without EXIF."""
    file = file_for(actor_of(request), file_id)
    tag = f'"{file.sha256[:32]}-{size}"'
    if _is_kept(request, tag):
        return _with_headers(HttpResponseNotModified(), tag)
    path = public_copy(file, size)
    return _with_headers(FileResponse(path.open("rb"), content_type="image/jpeg"), tag)


@require_safe
@page()
def drawn_page(request: HttpRequest, file_id: UUID, number: int) -> HttpResponseBase:
    """A page of a PDF as a picture."""
    file = file_for(actor_of(request), file_id)
    tag = f'"{file.sha256[:32]}-p{number}"'
    if _is_kept(request, tag):
        return _with_headers(HttpResponseNotModified(), tag)
    path = page_copy(file, number)
    return _with_headers(FileResponse(path.open("rb"), content_type="image/jpeg"), tag)


@require_safe
@page()
def original(request: HttpRequest, file_id: UUID) -> HttpResponseBase:
    """The content as it came; pictures are shown, everything else is downloaded. `?name=` names the download."""
    file = file_for(actor_of(request), file_id)
    tag = f'"{file.sha256[:32]}"'
    if _is_kept(request, tag):
        return _with_headers(HttpResponseNotModified(), tag)
    response = FileResponse(
        open_original(file),
        content_type=file.media_type,
        as_attachment=not BY_MEDIA_TYPE[file.media_type].is_picture,
        filename=_download_name(request, file),
    )
    return _with_headers(response, tag)


def _is_kept(request: HttpRequest, tag: str) -> bool:
    return get_conditional_response(request, etag=tag) is not None


def _with_headers(response: HttpResponseBase, tag: str) -> HttpResponseBase:
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = f"private, max-age={KEPT_SECONDS}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _download_name(request: HttpRequest, file: StoredFile) -> str:
    # The extension is ours: a link must not turn a picture into "setup.exe".
    extensions = BY_MEDIA_TYPE[file.media_type].extensions
    name = shown_name(request.GET.get("name", ""))
    stem, _dot, extension = name.rpartition(".")
    return f"{stem}.{extension}" if stem and extension.lower() in extensions else f"{name or file.pk}.{extensions[0]}"
