from __future__ import annotations

from django.apps import AppConfig


class FieldConfig(AppConfig):
    name = "chuangcheng.field"
    label = "field"

    def ready(self) -> None:
        from chuangcheng.field import jobs, patrol_shell, shell  # noqa: F401 - a worker knows its work by the import

        shell.fill()
        patrol_shell.fill()
