from __future__ import annotations

from django.apps import AppConfig


class StandardsConfig(AppConfig):
    name = "chuangcheng.standards"
    label = "standards"

    def ready(self) -> None:
        from chuangcheng.core.first_steps import first_steps as core_first_steps
        from chuangcheng.standards import crosswalk_importing, importing, shell
        from chuangcheng.standards.first_steps import first_steps

        importing.register_kinds()
        crosswalk_importing.register_kind()
        shell.fill()
        core_first_steps.fill("standards", first_steps)
