from __future__ import annotations

from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "chuangcheng.tasks"
    label = "tasks"

    def ready(self) -> None:
        from chuangcheng.tasks import importing, shell

        shell.fill()
        importing.register_kind()
