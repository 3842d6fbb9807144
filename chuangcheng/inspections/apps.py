from __future__ import annotations

from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    name = "chuangcheng.inspections"
    label = "inspections"

    def ready(self) -> None:
        from chuangcheng.core.first_steps import first_steps as core_first_steps

        # A worker knows periodic work, and the settings page its settings, by these imports.
        from chuangcheng.inspections import (  # noqa: F401
            jobs,
            liaison_shell,
            policies,
            quality_shell,
            shell,
            tour_shell,
        )
        from chuangcheng.inspections.first_steps import first_steps
        from chuangcheng.inspections.reporting import making  # noqa: F401
        from chuangcheng.inspections.services import releasing  # noqa: F401

        shell.fill()
        core_first_steps.fill("inspections", first_steps)
        quality_shell.fill()
        liaison_shell.fill()
        tour_shell.fill()
