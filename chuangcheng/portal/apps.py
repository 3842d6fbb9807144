from __future__ import annotations

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "chuangcheng.portal"
    label = "portal"

    def ready(self) -> None:
        # A worker knows periodic work, and the settings page its settings, by these imports.
        from chuangcheng.portal import jobs, policies, shell  # noqa: F401

        shell.fill()
