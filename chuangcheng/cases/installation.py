"""What an installation starts with: the everyday problem classes."""

from __future__ import annotations

from typing import Any

from chuangcheng.cases.services import load_default_classes, load_default_lists


def offer_problem_classes(**_signal: Any) -> None:
    """Adds default classes that are not there yet. Safe to run again; runs after `migrate`."""
    load_default_classes()
    load_default_lists()
