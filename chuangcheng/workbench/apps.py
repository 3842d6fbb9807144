from __future__ import annotations

from collections.abc import Sequence

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.access import Actor
from chuangcheng.core.shell import NavEntry, landing_pages, navigation


class WorkbenchConfig(AppConfig):
    name = "chuangcheng.workbench"
    label = "workbench"

    def ready(self) -> None:
        from chuangcheng.core.audit.words import words
        from chuangcheng.workbench import access, policies, urging  # noqa: F401 - permissions and settings are defined there
        from chuangcheng.workbench.audit_words import WORKBENCH_WORDS

        navigation.fill("00-workbench", _board_entry)
        landing_pages.fill("workbench", _landing)
        words.fill("workbench", WORKBENCH_WORDS)
        navigation.fill("settings", _entries)


def _entries(actor: Actor) -> Sequence[NavEntry]:
    if not actor.may("core.change_settings"):
        return []
    return [NavEntry("system", _("设置"), reverse("workbench:settings"), "settings")]


def _board_entry(actor: Actor) -> Sequence[NavEntry]:
    if not actor.may("workbench.board"):
        return []
    return [NavEntry("overview", _("一盘棋"), reverse("workbench:board"), "layout-dashboard", phone_rank=2)]


def _landing(actor: Actor) -> str:
    return reverse("workbench:board") if actor.may("workbench.board") and actor.may("workbench.board_first") else ""
