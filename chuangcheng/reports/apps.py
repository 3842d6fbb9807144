from __future__ import annotations

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "chuangcheng.reports"
    label = "reports"

    def ready(self) -> None:
        from chuangcheng.core import audit
        from chuangcheng.reports import jobs, shell, template_kinds  # noqa: F401 - the jobs make themselves known
        from chuangcheng.reports.audit_words import REPORT_WORDS

        audit.words.fill("reports", REPORT_WORDS)
        shell.fill()
        template_kinds.fill()
