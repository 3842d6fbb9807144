from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.core.errors import NotFound
from chuangcheng.core.imports.kinds import kinds_for
from chuangcheng.core.models import Job, StagedImport

ENDED_BADLY = (Job.State.FAILED, Job.State.CANCELLED)


def visible_imports(actor: Actor) -> QuerySet[StagedImport]:
    """The actor's own imports of kinds that they may still bring in, newest first."""
    kinds = [kind.code for kind in kinds_for(actor)]
    return StagedImport.objects.filter(staged_by_id=actor.person_id, kind__in=kinds).order_by("-staged_at", "-id")


def import_for(actor: Actor, import_id: UUID) -> StagedImport:
    """The import with its job, when it is the actor's own. Raises NotFound when absent or not theirs."""
    return _found(visible_imports(actor).select_related("job", "source").filter(pk=import_id))


def locked_import_for(actor: Actor, import_id: UUID) -> StagedImport:
    """The same, locked for the rest of the transaction."""
    return _found(visible_imports(actor).select_for_update().filter(pk=import_id))


def is_open(staged: StagedImport) -> bool:
    """Whether it may still be changed and committed: not yet asked for, or the worker did not get through."""
    if staged.state == StagedImport.State.STAGED:
        return True
    return staged.state == StagedImport.State.RUNNING and staged.job is not None and staged.job.state in ENDED_BADLY


def is_busy(staged: StagedImport) -> bool:
    """Whether a worker is on it, or about to be."""
    return staged.job is not None and staged.job.state in (Job.State.WAITING, Job.State.RUNNING)


def _found(imports: QuerySet[StagedImport]) -> StagedImport:
    staged = imports.first()
    if staged is None:
        raise NotFound(_("没有找到这次导入，请从导入页面重新上传。"))
    return staged
