from __future__ import annotations

from typing import Any

from django.core.management.commands.migrate import Command as OfFramework
from django.db import connections

from chuangcheng.core.operations.first_tables import build_tables, is_bare
from chuangcheng.core.operations.releases import known_migrations

ONLY_SHOWN = ("plan", "check_unapplied", "prune", "fake", "fake_initial")


class Command(OfFramework):
    """The framework's `migrate`, except that a database without any table is not led through every release."""

    def handle(self, *args: Any, **options: Any) -> None:
        """As the framework's; afterwards, the same steps stand as done whichever way was taken."""
        is_whole = not options["app_label"] and not any(options[name] for name in ONLY_SHOWN)
        if is_whole and is_bare(connections[options["database"]]):
            build_tables(connections[options["database"]], known_migrations())
        super().handle(*args, **options)
