from __future__ import annotations

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "chuangcheng.core"
    label = "core"

    def ready(self) -> None:
        from chuangcheng.core.wiring import connect

        connect(self)
