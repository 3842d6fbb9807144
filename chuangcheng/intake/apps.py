from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class IntakeConfig(AppConfig):
    name = "chuangcheng.intake"
    label = "intake"

    def ready(self) -> None:
        # A worker knows periodic work, and the settings page its settings, by these imports.
        from chuangcheng.intake import importing, jobs, policies, shell  # noqa: F401
        from chuangcheng.intake.services import load_default_sources

        shell.fill()
        importing.register_kind()
        post_migrate.connect(load_default_sources, sender=self, dispatch_uid="intake.sources")
