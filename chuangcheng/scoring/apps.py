from __future__ import annotations

from django.apps import AppConfig


class ScoringConfig(AppConfig):
    name = "chuangcheng.scoring"
    label = "scoring"

    def ready(self) -> None:
        from chuangcheng.scoring import importing, jobs, shell  # noqa: F401 - jobs are known by their import

        shell.fill()
        importing.register_kind()
