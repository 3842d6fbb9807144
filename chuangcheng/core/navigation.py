"""What core adds to the navigation: pages for those who run the system."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.core.outgoing.policies import CHANGE_CHANNELS, VIEW_MESSAGES
from chuangcheng.core.permissions import CHANGE_CALENDAR, VIEW_AUDIT, VIEW_JOBS
from chuangcheng.core.shell import NavEntry


def settings_entries(actor: Actor) -> Sequence[NavEntry]:
    """The working calendar and the channels of messages, for whoever keeps them."""
    offered = [
        (CHANGE_CALENDAR, NavEntry("system", _("工作日历"), reverse("core:calendar"), "calendar")),
        (CHANGE_CHANNELS, NavEntry("system", _("消息渠道"), reverse("core:channels"), "send")),
    ]
    return [entry for permission, entry in offered if actor.may(permission)]


def entries(actor: Actor) -> Sequence[NavEntry]:
    """The pages of core that the actor may open."""
    offered = [
        (VIEW_JOBS, NavEntry("system", _("后台作业"), reverse("core:jobs"), "hourglass")),
        (VIEW_MESSAGES, NavEntry("system", _("发送情况"), reverse("core:messages"), "send")),
        (VIEW_AUDIT, NavEntry("system", _("审计记录"), reverse("core:audit"), "shield-check")),
    ]
    return [entry for permission, entry in offered if actor.may(permission)]
