from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "chuangcheng.demo"
    label = "demo"

    def ready(self) -> None:
        from chuangcheng.core.operations.doctor import examinations
        from chuangcheng.demo.examining import examine_demo

        for module in ("photos", "sheets"):  # each names its job, so that any worker knows it
            import_module(f"chuangcheng.demo.{module}")
        examinations.fill("demo", examine_demo)
