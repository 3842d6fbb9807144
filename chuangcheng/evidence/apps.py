from __future__ import annotations

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "chuangcheng.evidence"
    label = "evidence"

    def ready(self) -> None:
        from chuangcheng.evidence import jobs, offering, packing, shell  # noqa: F401 - a worker knows its job by its import

        shell.fill()
        offering.fill()
