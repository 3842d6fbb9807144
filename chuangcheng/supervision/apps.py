from __future__ import annotations

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "chuangcheng.supervision"
    label = "supervision"

    def ready(self) -> None:
        from chuangcheng.supervision import (
            accountability_jobs,  # noqa: F401 - a worker knows its work by its import
            accountability_policies,  # noqa: F401 - settings are known by their import
            accountability_shell,
            accountability_templates,
            appraisal_shell,
            contract_terms,
            escalation_jobs,  # noqa: F401 - a worker knows its work by its import
            escalation_policies,  # noqa: F401 - settings are known by their import
            jobs,  # noqa: F401 - jobs register themselves
            order_policies,  # noqa: F401 - settings are known by their import
            order_templates,
            rules_templates,
            shell,
            steadiness_shell,
        )

        shell.fill()
        order_templates.fill()
        appraisal_shell.fill()
        contract_terms.fill()
        accountability_shell.fill()
        accountability_templates.fill()
        rules_templates.fill()
        steadiness_shell.fill()
