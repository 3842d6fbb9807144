"""What a worker does by itself."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chuangcheng.core.jobs import every
from chuangcheng.core.times import now
from chuangcheng.field.services import forget_old_files
from chuangcheng.field.services.patrols import forget_old_paths

DAY = 24 * 3600  # seconds


@every(DAY, name="field.forget_files", label=_("清理手机传来而没有用上的照片"))
def forget_files() -> None:
    """Photos whose record never came."""
    forget_old_files(now=now())


@every(DAY, name="field.forget_paths", label=_("清除到期的巡查路线"))
def forget_paths() -> None:
    """Ways that are older than the office keeps them."""
    forget_old_paths(at=now())
