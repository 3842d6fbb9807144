from __future__ import annotations

from collections.abc import Sequence

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.access import Actor
from chuangcheng.core.shell import NavEntry, navigation


class WorkbenchConfig(AppConfig):
    name = "chuangcheng.workbench"
    label = "workbench"

    def ready(self) -> None:
        from chuangcheng.workbench import policies  # noqa: F401 - the setting is defined there

        navigation.fill("settings", _entries)


def _entries(actor: Actor) -> Sequence[NavEntry]:
    if not actor.may("core.change_settings"):
        return []
    return [NavEntry("system", _("设置"), reverse("workbench:settings"), "settings")]
