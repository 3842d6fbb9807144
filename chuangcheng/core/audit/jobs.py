"""What takes long with a long trail: exporting it, and verifying its chain."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from typing import Any, BinaryIO, cast

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chuangcheng.core.access import Actor, require
from chuangcheng.core.audit.recording import record
from chuangcheng.core.audit.shown import shown_entry
from chuangcheng.core.audit.trail import Wanted, entries_for
from chuangcheng.core.audit.words import all_words
from chuangcheng.core.documents.excel import Column, Table, write_workbook
from chuangcheng.core.documents.values import Value
from chuangcheng.core.jobs import JobContext, job, keep_result_file, start
from chuangcheng.core.models import Job
from chuangcheng.core.permissions import VIEW_AUDIT
from chuangcheng.core.sealing import LONGEST_TRANSACTION, chain_head, oldest_unsealed_at, verify_chain

MAX_ROWS = 1_000_000  # of a sheet
TOLD_EVERY = 1000  # rows between two reports of progress


def start_export(*, actor: Actor, wanted: Wanted) -> Job:
    """Asks for the entries as a workbook."""
    require(actor, VIEW_AUDIT)
    asked = {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(wanted).items()}
    with transaction.atomic():
        found = start("core.export_audit", actor=actor, arguments={"asked": asked})
        record(actor=actor, action="core.export_audit", subject=found, detail=_only_filled(asked))
    return found


def start_verification(*, actor: Actor) -> Job:
    """Asks for the whole chain to be verified."""
    require(actor, VIEW_AUDIT)
    with transaction.atomic():
        found = start("core.verify_audit", actor=actor)
        record(actor=actor, action="core.verify_audit", subject=found)
    return found


@job("core.export_audit", label=gettext_lazy("导出审计记录"))
def export(context: JobContext, *, asked: dict[str, str | None]) -> dict[str, str]:
    """The entries as a workbook for whoever asked."""
    days = {name: date.fromisoformat(asked[name] or "") if asked[name] else None for name in ("first_on", "last_on")}
    wanted = Wanted(**cast("dict[str, Any]", asked | days))
    with tempfile.TemporaryFile() as file:
        columns = [
            Column(_("序号"), "number"),
            Column(_("时间"), "moment"),
            Column(_("人员")),
            Column(_("操作"), width=22),
            Column(_("操作代码"), width=26),
            Column(_("对象类别")),
            Column(_("记录编号"), width=38),
            Column(_("内容"), width=60),
            Column(_("封存序号"), "number"),
        ]
        table = Table(_("审计记录"), columns, _rows(context, wanted))
        write_workbook(target=cast("BinaryIO", file), tables=[table])
        file.seek(0)
        return keep_result_file(File(file), name=_("审计记录.xlsx"))


@job("core.verify_audit", label=gettext_lazy("校验审计记录"))
def verify(context: JobContext) -> dict[str, Any]:
    """Reads the whole chain; the answer is the job's message and result."""
    require(context.actor, VIEW_AUDIT)
    broken = verify_chain()
    if broken is not None:
        sentence = _("封存链在第%(position)s条处断开，记录可能被改动，请立即报告。") % {"position": broken}
    elif _has_stray():
        sentence = _("封存链完整，但有未经封存的旧记录，可能是事后插入，请立即报告。")
    else:
        head = chain_head()
        sentence = _("共%(count)s条，封存链完整。") % {"count": head.position if head else 0}
    return {"broken": broken, "message": sentence}


def _has_stray() -> bool:
    head, oldest = chain_head(), oldest_unsealed_at()
    return head is not None and oldest is not None and oldest < head.entry_at - LONGEST_TRANSACTION


def _rows(context: JobContext, wanted: Wanted) -> Iterator[list[Value]]:
    known = all_words()
    found = entries_for(context.actor, wanted)[:MAX_ROWS]
    for count, entry in enumerate(found.iterator(chunk_size=2000), start=1):
        if count % TOLD_EVERY == 0:
            context.progress(count, message=_("已写入%(count)s条") % {"count": count})
        shown = shown_entry(entry, known)
        yield [
            shown.id,
            shown.at,
            shown.who,
            shown.word,
            shown.action,
            shown.subject_kind,
            shown.subject_id,
            shown.detail,
            shown.position,
        ]


def _only_filled(asked: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in asked.items() if value}
