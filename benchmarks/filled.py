"""A database of its own with the demo district in it, made for a benchmark and removed, or kept under a name."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test.utils import setup_databases, teardown_databases
from django.urls import get_resolver

from chuangcheng.demo.services import load_demo


@contextmanager
def demo_database(*, has_data: Callable[[], bool]) -> Iterator[None]:
    """The demo is loaded unless `has_data`; `BENCHMARK_DATABASE` names a database that stays for the next run."""
    settings.ALLOWED_HOSTS = ["*"]
    kept = os.environ.get("BENCHMARK_DATABASE", "")
    if kept:
        connection.settings_dict["TEST"]["NAME"] = kept
    old = setup_databases(verbosity=0, interactive=False, keepdb=bool(kept), serialized_aliases=[])
    try:
        call_command("collectstatic", interactive=False, verbosity=0)
        if not has_data():
            load_demo()
        get_resolver().url_patterns  # noqa: B018 - all pages are loaded, and stay, as `config.wsgi` does
        gc.collect()
        gc.freeze()
        yield
    finally:
        teardown_databases(old, verbosity=0, keepdb=bool(kept))
