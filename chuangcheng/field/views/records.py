"""What phones sent and could not be taken in: both sides, settled with a note; and files that phones exported."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from pydantic import ValidationError

from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.keyset import keyset_page
from chuangcheng.core.web import actor_of, page
from chuangcheng.field.access import MIND
from chuangcheng.field.models import FieldRecord
from chuangcheng.field.queries.lists import refused_records
from chuangcheng.field.schemas import ExportIn, sent_record
from chuangcheng.field.services import Packed, bring_export, settle_record
from chuangcheng.field.told import told_of

MOST_FILE_BYTES = 80 * 1024 * 1024  # of an exported file; a phone makes several of half of this; our choice
STATES = (FieldRecord.State.REFUSED, FieldRecord.State.SETTLED)


@require_safe
@page(MIND)
def records(request: HttpRequest) -> HttpResponse:
    """The records that were refused, or settled, newest first."""
    wanted = request.GET.get("state", "")
    state = wanted if wanted in STATES else FieldRecord.State.REFUSED
    found = keyset_page(refused_records(actor=actor_of(request), state=state), parameters=request.GET)
    tabs = [{"label": each.label, "url": f"?state={each}", "active": each == state} for each in STATES]
    lines = [(record, told_of(record)) for record in found.rows]
    return render(request, "field/records.html", {"rows": lines, "views": tabs, "page": found})


@require_POST
@page(MIND)
def settle(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Notes how a record was dealt with."""
    settle_record(actor=actor_of(request), record_id=record_id, note=request.POST.get("reason", ""))
    messages.success(request, _("已记下处理情况。"))
    return redirect("field:records")


@require_POST
@page(MIND)
def bring(request: HttpRequest) -> HttpResponse:
    """Takes in a file that a phone exported."""
    given = _read(request)
    brought = bring_export(
        actor=actor_of(request),
        seal=given.seal,
        photos=[Packed(photo.sha256, photo.base64) for photo in given.photos],
        records=[sent_record(record) for record in given.records],
    )
    refused = len(brought.refused) + len(brought.problems)
    words = _("%(person)s的%(taken)s条记录已入账，%(refused)s条没有入账。")
    messages.success(request, words % {"person": brought.person, "taken": brought.taken, "refused": refused})
    for sentence in brought.problems:
        messages.warning(request, sentence)
    return redirect("field:records")


def _read(request: HttpRequest) -> ExportIn:
    file = request.FILES.get("file")
    if file is None:
        raise InvalidInput(_("请选择手机导出的文件。"))
    if (file.size or 0) > MOST_FILE_BYTES:
        raise InvalidInput(
            _("文件超过%(megabytes)s MB，请在手机上分几次导出。") % {"megabytes": MOST_FILE_BYTES // 2**20}
        )
    try:
        return ExportIn.model_validate_json(file.read())
    except ValidationError as error:
        raise InvalidInput(_("不是手机导出的文件，或已损坏，请重新导出后再试。")) from error
