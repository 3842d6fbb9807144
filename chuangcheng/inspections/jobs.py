"""What a worker does by itself."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chuangcheng.core.jobs import every
from chuangcheng.core.times import now
from chuangcheng.inspections.reporting import making  # noqa: F401 - a worker knows its job by its import
from chuangcheng.inspections.services import forget_old_uploads

DAY = 24 * 3600  # seconds


@every(DAY, name="inspections.forget_uploads", label=_("清理没有提交的检查照片"))
def forget_uploads() -> None:
    """Photos of visits that were never submitted."""
    forget_old_uploads(now=now())
