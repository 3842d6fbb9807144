from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Command:
    """A sub-command: its name, one line of help, its arguments and what it does (returning the exit code)."""

    name: str
    help: str
    arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


def no_arguments(parser: argparse.ArgumentParser) -> None:
    """For commands that take none."""


def start_django() -> None:
    """Loads the settings and the contexts, once, and makes sure of the database."""
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()
    from chuangcheng.config.preparing import reach_database

    reach_database()
