"""Pictures for everybody: approved copies alone; and their own for whoever holds the link."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from chuangcheng.core import files
from chuangcheng.core.files.serving import FileMissing
from chuangcheng.core.models import StoredFile
from chuangcheng.core.times import now
from chuangcheng.intake.queries import report_by_token
from chuangcheng.portal.access import public_photo_for
from chuangcheng.portal.views.frame import private, public

OWN_SIZE = 480


@require_safe
@public
def photo(request: HttpRequest, photo_id: UUID, size: int) -> HttpResponseBase:  # noqa: ARG001 - the signature of views
    """A public picture. Kept by browsers for a minute only, so that what is withdrawn is soon gone."""
    response = _jpeg(public_photo_for(photo_id).file, size)
    response["Cache-Control"] = "public, max-age=60"
    return response


@require_safe
@private
def own_photo(request: HttpRequest, token: str, photo_id: UUID) -> HttpResponseBase:  # noqa: ARG001 - the signature of views
    """A picture that came with the report."""
    if photo_id not in report_by_token(token=token, now=now()).photo_ids:
        raise FileMissing
    return _jpeg(StoredFile.objects.get(pk=photo_id), OWN_SIZE)


def _jpeg(file: StoredFile, size: int) -> FileResponse:
    return FileResponse(files.public_copy(file, size).open("rb"), content_type="image/jpeg")
