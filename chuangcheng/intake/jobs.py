"""Periodic work of this context."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chuangcheng.core.jobs import every
from chuangcheng.core.times import now
from chuangcheng.intake import exporting  # noqa: F401 - a worker knows its job by its import
from chuangcheng.intake.services import erase_outdated_contacts

HOUR = 3600  # seconds


@every(HOUR, name="intake.erase_contacts", label=_("清除到期的反映人联系方式"))
def erase_contacts() -> None:
    """Erases names, phones and mailboxes whose time is over, by the setting."""
    erase_outdated_contacts(now=now())
