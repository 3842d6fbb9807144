from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CasesConfig(AppConfig):
    name = "chuangcheng.cases"
    label = "cases"

    def ready(self) -> None:
        # A worker knows the jobs by these imports: it opens no page that would bring them.
        from chuangcheng.cases import importing, importing_classes, jobs, jobs_bulk, notice_packing, shell  # noqa: F401
        from chuangcheng.cases.first_steps import first_steps
        from chuangcheng.cases.installation import offer_problem_classes
        from chuangcheng.core.first_steps import first_steps as core_first_steps

        shell.fill()
        core_first_steps.fill("cases", first_steps)
        importing.register_kind()
        importing_classes.register_kind()
        post_migrate.connect(offer_problem_classes, sender=self, dispatch_uid="cases.classes")
