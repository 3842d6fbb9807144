from __future__ import annotations

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "chuangcheng.supervision"
    label = "supervision"

    def ready(self) -> None:
        from chuangcheng.supervision import shell, steadiness_shell

        shell.fill()
        steadiness_shell.fill()
