from __future__ import annotations

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "chuangcheng.supervision"
    label = "supervision"

    def ready(self) -> None:
        from chuangcheng.supervision import appraisal_shell, jobs, shell  # noqa: F401 - jobs register themselves

        shell.fill()
        appraisal_shell.fill()
