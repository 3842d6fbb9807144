from __future__ import annotations

from django.apps import AppConfig


class CommandConfig(AppConfig):
    name = "chuangcheng.command"
    label = "command"

    def ready(self) -> None:
        # The settings page knows its settings by this import.
        from chuangcheng.command import circular_shell, jobs, meeting_shell, policies, readiness_policies, shell  # noqa: F401

        shell.fill()
        meeting_shell.fill()
        circular_shell.fill()
