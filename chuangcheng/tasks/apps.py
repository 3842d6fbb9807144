from __future__ import annotations

from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "chuangcheng.tasks"
    label = "tasks"

    def ready(self) -> None:
        from chuangcheng.tasks import contract_papers, importing, shell

        shell.fill()
        contract_papers.fill()
        importing.register_kind()
