from __future__ import annotations

import tempfile
from typing import BinaryIO, cast

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chuangcheng.core.documents.media_types import XLSX
from chuangcheng.core.keyset import keyset_page
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, page
from chuangcheng.evidence.access import EXPORT, PACK, VIEW, may_ask
from chuangcheng.evidence.forms.filters import MaterialFilterForm
from chuangcheng.evidence.papers import export_materials
from chuangcheng.evidence.queries import materials_shown
from chuangcheng.evidence.wording import shown_materials
from chuangcheng.orgs.queries import unit_names


@require_safe
@page(VIEW)
def materials(request: HttpRequest) -> HttpResponse:
    """What is asked for, newest first, a page at a time; the whole filter stands in the address."""
    actor, form = actor_of(request), MaterialFilterForm(request.GET)
    chosen = form.chosen()
    shown = keyset_page(materials_shown(actor=actor, chosen=chosen, today=today()), parameters=request.GET)
    context = {
        "form": form,
        "page": shown,
        "rows": shown_materials(shown.rows, today()),
        "is_filtered": form.has_chosen(),
        "unit_name": unit_names([chosen.unit_id]).get(chosen.unit_id, "") if chosen.unit_id else "",
        "may_ask": may_ask(actor),
        "may_pack": actor.everywhere(PACK),
        "export_query": request.GET.urlencode() if actor.may(EXPORT) else None,
    }
    return render(request, "evidence/list.html", context)


@require_safe
@page(EXPORT)
def export(request: HttpRequest) -> FileResponse:
    """The filtered list as an Excel table."""
    file = cast("BinaryIO", tempfile.TemporaryFile())  # noqa: SIM115 - the response closes it
    chosen = MaterialFilterForm(request.GET).chosen()
    export_materials(actor=actor_of(request), chosen=chosen, today=today(), target=file)
    file.seek(0)
    name = f"{_('申报材料清单')}-{today()}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
