from __future__ import annotations

from django.apps import AppConfig


class SitesConfig(AppConfig):
    name = "chuangcheng.sites"
    label = "sites"

    def ready(self) -> None:
        from chuangcheng.sites import importing, shell

        importing.register_kind()
        shell.fill()
