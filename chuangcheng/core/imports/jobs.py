from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chuangcheng.core.imports.forgetting import BATCH, forget_batch
from chuangcheng.core.imports.staging import COMMIT_JOB, PREVIEW_JOB, commit_staged, preview_staged
from chuangcheng.core.jobs import JobContext, every, job
from chuangcheng.core.times import now

DAY = 24 * 3600  # seconds


@job(PREVIEW_JOB, label=gettext_lazy("核对导入的表格"))
def preview_large_import(context: JobContext, *, import_id: str) -> dict[str, Any]:
    """Tries a large file out and keeps nothing but the report."""
    preview_staged(
        actor=context.actor, import_id=UUID(import_id), job_id=context.job_id, watch=_watch(context, _("正在核对"))
    )
    return {"url": reverse("imports:preview", args=[import_id]), "label": _("查看预览")}


@job(COMMIT_JOB, label=gettext_lazy("导入表格"))
def commit_large_import(context: JobContext, *, import_id: str, strict: bool) -> dict[str, Any]:
    """Brings a large file in."""
    commit_staged(
        actor=context.actor,
        import_id=UUID(import_id),
        job_id=context.job_id,
        strict=strict,
        watch=_watch(context, _("正在导入")),
    )
    return {"url": reverse("imports:done", args=[import_id]), "label": _("查看结果")}


@every(DAY, name="core.forget_imports", label=gettext_lazy("清理过期的导入文件"))
def forget_imports() -> None:
    """Removes uploads whose time is over."""
    while forget_batch(now=now()) == BATCH:
        pass


def _watch(context: JobContext, message: str) -> Any:
    context.progress(0, 0, message)
    return lambda done, total: context.progress(done, total, message)
