from __future__ import annotations

from django.apps import AppConfig


class CommandConfig(AppConfig):
    name = "chuangcheng.command"
    label = "command"

    def ready(self) -> None:
        # The settings page knows its settings by this import.
        from chuangcheng.command import (  # noqa: F401
            circular_shell,
            jobs,
            library_shell,
            meeting_shell,
            offering,
            policies,
            readiness_policies,
            regulation_policies,
            shell,
            special_policies,
            special_shell,
            speech_policies,
        )

        shell.fill()
        meeting_shell.fill()
        special_shell.fill()
        circular_shell.fill()
        library_shell.fill()
        offering.fill()
