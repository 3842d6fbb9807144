from __future__ import annotations

from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    name = "chuangcheng.inspections"
    label = "inspections"

    def ready(self) -> None:
        from chuangcheng.inspections import jobs, policies, quality_shell, shell  # noqa: F401 - a worker knows periodic work by its import

        shell.fill()
        quality_shell.fill()
