"""What an operator did leaves its entry in the audit trail, too, whichever database it was done to."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from chuangcheng.core.access import SYSTEM
from chuangcheng.core.audit import Words
from chuangcheng.core.models import AuditEntry

BACKED_UP, RESTORED, MOVED = "core.back_up", "core.restore", "core.move_database"

WORDS = Words(
    actions={BACKED_UP: _("备份"), RESTORED: _("从备份恢复"), MOVED: _("迁移数据库")},
    details={"rows": _("行数"), "files": _("文件数"), "made_at": _("备份时间")},
)


def put_on_record(action: str, *, using: str, **detail: Any) -> None:
    """Appends one entry of the system itself."""
    AuditEntry.objects.using(using).create(
        actor_name=SYSTEM.name, action=action, subject_kind="", subject_id="", detail=detail
    )
