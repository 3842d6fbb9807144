"""The search index after a restore: asked for in the transaction that brings the rows, so that no kill forgets it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from chuangcheng.core import search
from chuangcheng.core.ids import new_id
from chuangcheng.core.jobs import JobContext, job
from chuangcheng.core.models import Job
from chuangcheng.core.times import now

JOB = "core.rebuild_search"


@job(JOB, label=_("重建检索索引"))
def rebuild_search(_context: JobContext) -> dict[str, int]:
    """Writes the words of all entries anew; gives their number."""
    return {"entries": search.rebuild()}


def ask_to_rebuild(models: Sequence[type[Model]], using: str) -> None:
    """Leaves the job for a worker, unless `rebuild_now` comes to it first. `models`: the tables as they are then."""
    table = next(model for model in models if model._meta.label_lower == Job._meta.label_lower)
    table._base_manager.using(using).create(id=new_id(), name=JOB, run_after=now())


def rebuild_now(using: str) -> None:
    """Rebuilds at once; the job is then done."""
    with transaction.atomic(using=using):
        search.rebuild(using=using)
        Job.objects.using(using).filter(name=JOB).delete()
