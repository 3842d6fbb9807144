from __future__ import annotations

from django.apps import AppConfig


class StandardsConfig(AppConfig):
    name = "chuangcheng.standards"
    label = "standards"

    def ready(self) -> None:
        from chuangcheng.standards import importing, shell

        importing.register_kinds()
        shell.fill()
