"""The job that writes all notices of a round, or all that the actor sees of a source, into one zip."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from typing import BinaryIO, cast

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chuangcheng.cases.access import VIEW, visible_notices
from chuangcheng.cases.models import RectificationNotice
from chuangcheng.cases.notice_papers import PackedNotice, file_name, write_notice, write_pack
from chuangcheng.cases.queries.notices import notices
from chuangcheng.core import audit
from chuangcheng.core.access import Actor, require
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.jobs import JobContext, job, keep_result_file, start
from chuangcheng.core.models import Job

NAME = "cases.pack_notices"
KINDS = ("docx", "pdf")
MOST = 1000  # notices of one zip; our choice


def start_pack(*, actor: Actor, source_id: str, kind: str) -> Job:
    """Asks for all notices of a source as one zip."""
    require(actor, VIEW)
    if kind not in KINDS or not source_id:
        raise InvalidInput(_("没有可以打包的整改通知单，请从通知单列表选择。"))
    found = visible_notices(actor).filter(source_id=source_id)[: MOST + 1].count()
    if not found:
        raise InvalidInput(_("没有可以打包的整改通知单，请从通知单列表选择。"))
    if found > MOST:
        raise InvalidInput(_("一次最多打包%(most)s份整改通知单，请逐份下载。") % {"most": MOST})
    with transaction.atomic():
        started = start(NAME, actor=actor, arguments={"source_id": source_id, "kind": kind})
        audit.record(actor=actor, action="cases.pack_notices", subject=started)
    return started


@job(NAME, label=gettext_lazy("打包整改通知单"))
def pack(context: JobContext, *, source_id: str, kind: str) -> dict[str, str]:
    """The notices as whoever asked sees them now, by unit."""
    rows = list(notices(actor=context.actor, source_id=source_id).order_by("unit__path", "pk")[:MOST])
    with tempfile.TemporaryFile() as file:
        target = cast("BinaryIO", file)
        write_pack(target=target, notices=rows, packed=_written(context, rows, kind))
        file.seek(0)
        return keep_result_file(File(file), name=_("整改通知单.zip"))


def _written(context: JobContext, rows: Sequence[RectificationNotice], kind: str) -> Iterator[PackedNotice]:
    for count, notice in enumerate(rows, start=1):
        yield PackedNotice(file_name(notice, kind), write_notice(notice, kind))
        context.progress(count, len(rows), _("正在写入%(name)s") % {"name": notice.unit.name})
