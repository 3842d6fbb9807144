from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "chuangcheng.demo"
    label = "demo"

    def ready(self) -> None:
        from chuangcheng.core.operations.doctor import examinations
        from chuangcheng.demo.examining import examine_demo

        import_module("chuangcheng.demo.photos")  # names its job, so that any worker knows it
        examinations.fill("demo", examine_demo)
