from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CasesConfig(AppConfig):
    name = "chuangcheng.cases"
    label = "cases"

    def ready(self) -> None:
        from chuangcheng.cases import importing, importing_classes, shell
        from chuangcheng.cases.installation import offer_problem_classes

        shell.fill()
        importing.register_kind()
        importing_classes.register_kind()
        post_migrate.connect(offer_problem_classes, sender=self, dispatch_uid="cases.classes")
