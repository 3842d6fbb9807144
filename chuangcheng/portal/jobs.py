"""What a worker does by itself."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chuangcheng.core.jobs import every
from chuangcheng.core.times import now
from chuangcheng.portal.services import forget_old_marks

HOUR = 3600  # seconds


@every(HOUR, name="portal.forget_marks", label=_("清除到期的防骚扰标记"))
def forget_marks() -> None:
    """Marks of addresses whose days are over."""
    forget_old_marks(now=now())
