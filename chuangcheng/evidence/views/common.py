from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from chuangcheng.core.errors import InvalidInput
from chuangcheng.evidence.models import Piece
from chuangcheng.evidence.slots import offer_sources


def event_id_of(request: HttpRequest) -> UUID:
    """The id of a step that the form made; InvalidInput when it is none."""
    try:
        return UUID(request.POST.get("event_id", ""))
    except ValueError as error:
        raise InvalidInput(_("提交编号无效，请刷新页面后重新提交。")) from error


def origin_url(found: Piece) -> str:
    """The page of the record that the piece was taken from; empty when it was brought from outside."""
    source = offer_sources.get(found.source_kind)
    return source.url_of(found.source_id) if source is not None else ""
