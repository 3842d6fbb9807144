"""What the workbench itself keeps."""

from __future__ import annotations

from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.core.dated_settings import change_setting
from chuangcheng.core.times import today
from chuangcheng.workbench.policies import SHOWS_FIRST_DAY


def stop_showing_first_day(*, actor: Actor) -> None:
    """Puts the first steps away for everybody. Twice is once."""
    if SHOWS_FIRST_DAY.on(today()):
        reason = _("在工作台收起")
        change_setting(actor=actor, key=SHOWS_FIRST_DAY.key, value=False, valid_from=today(), reason=reason)
