from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, HttpRequest
from django.views.decorators.http import require_safe

from chuangcheng.core.times import now
from chuangcheng.core.web import actor_of, download, page
from chuangcheng.reports.access import READ, require_everywhere
from chuangcheng.reports.meeting_slides import meeting_slides, meeting_slides_name
from chuangcheng.reports.queries.meeting_told import meeting_told
from chuangcheng.reports.slides import PPTX


@require_safe
@page(READ)
def slides_of_meeting(request: HttpRequest, meeting_id: UUID) -> FileResponse:
    """The slides of a meeting as of now."""
    actor = actor_of(request)
    require_everywhere(actor, READ)
    found = meeting_told(actor=actor, meeting_id=meeting_id, now=now())
    return download(meeting_slides(found), meeting_slides_name(found), PPTX)
