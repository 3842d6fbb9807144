"""What a workbook says anew: of each thing the fields that it did not say in the same words before.

What people changed in the product since an import is not undone by bringing the same words again, field by field: a
corrected mark in the office's file does not take back the wording that was mended on screen.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from hashlib import sha256
from typing import Any, TypeAlias

from chuangcheng.core.imports.memory import remember, said_before
from chuangcheng.standards.models import Framework

KIND = "framework"
Sayings: TypeAlias = Mapping[str, Mapping[str, Any]]  # thing → field → value


def new_fields(framework: Framework, sayings: Sayings) -> dict[str, dict[str, Any]]:
    """Of each thing the fields that are new; {} for a thing about which the file says nothing new."""
    before = said_before(KIND, list(_prints(framework, sayings)))
    return {
        thing: {
            name: value for name, value in fields.items() if before.get(_key(framework, thing, name)) != print_of(value)
        }
        for thing, fields in sayings.items()
    }


def keep(framework: Framework, sayings: Sayings) -> None:
    """Remembers what was said; call it in the transaction that takes it."""
    remember(KIND, _prints(framework, sayings))


def last_said(framework: Framework, sayings: Sayings) -> dict[tuple[str, str], str]:
    """The print of what was said last about each (thing, field) named here; absent when nothing was."""
    keys = {_key(framework, thing, name): (thing, name) for thing, fields in sayings.items() for name in fields}
    return {keys[key]: found for key, found in said_before(KIND, list(keys)).items()}


def print_of(value: Any) -> str:
    """One digest for equal values, whatever the writing of their numbers."""
    return sha256(repr(_plain(value)).encode()).hexdigest()


def _prints(framework: Framework, sayings: Sayings) -> dict[str, str]:
    return {
        _key(framework, thing, name): print_of(value)
        for thing, fields in sayings.items()
        for name, value in fields.items()
    }


def _key(framework: Framework, thing: str, name: str) -> str:
    return f"{framework.pk}/{thing}/{name}"


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value.normalize())
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, Mapping):
        return sorted((str(key), _plain(part)) for key, part in value.items())
    return value if value is None or isinstance(value, int | str) else str(value)
