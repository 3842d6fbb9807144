"""Rules of the house that no linter knows."""

from __future__ import annotations

import ast
import re
import socket
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tools.key_directions import climbing_keys
from tools.layers import layers
from tools.size import FILE_LINES, FUNCTION_LINES, functions, sources

ROOT = Path(__file__).resolve().parents[2]
PURE = re.compile(
    r"chuangcheng/(scoring/engine/.*|supervision/(appraisal|ladder)/.*|core/workdays|inspections/judgement|cases/(workflow|deadlines|limits|states|needs|reminders|figures))\.py$"
)


def test_no_file_and_no_function_is_too_long() -> None:
    """STYLE 1 and 5."""
    files = [path for path in sources() if len(path.read_bytes().splitlines()) > FILE_LINES]
    long = [piece for path in sources() for piece in functions(path) if piece.lines > FUNCTION_LINES]
    assert files == []
    assert long == []


def test_foreign_keys_point_down_the_layers() -> None:
    """The user model alone is exempt."""
    assert list(climbing_keys()) == []


def test_every_context_stands_in_a_layer() -> None:
    """A context that no layer names would be bound by nothing."""
    named = {name for row in layers() for name in row}
    contexts = {path.parent.name for path in (ROOT / "chuangcheng").glob("*/__init__.py")}
    assert contexts <= named


def test_every_package_says_what_it_is_for() -> None:
    """STYLE 2: a paragraph in `__init__.py`; the packages of tests, migrations and templates need none."""
    silent = [
        path
        for path in (ROOT / "chuangcheng").rglob("__init__.py")
        if not {"tests", "migrations", "templatetags"} & set(path.parts)
        and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert silent == []


def test_pure_rules_import_no_django() -> None:
    """DESIGN §3: rules know no framework and no database."""
    found = [
        str(path)
        for path in sources()
        if PURE.search(str(path)) and re.search(r"^\s*(from|import) (django|ninja)\b", path.read_text(), re.MULTILINE)
    ]
    assert found == []


def test_tests_cannot_reach_the_network() -> None:
    """A test that needs another machine is refused at once."""
    with pytest.raises(UserWarning, match=r"A test tried to use socket"):
        socket.create_connection(("198.51.100.1", 80), timeout=1)


def test_permissions_are_named_by_their_context() -> None:
    """ "cases.close" belongs to `cases`; its default roles exist."""
    from chuangcheng.core.access import default_roles, permissions
    from chuangcheng.orgs.roles import DEFAULT_ROLES

    roles = {role.code for role in DEFAULT_ROLES}
    contexts = {name for row in layers() for name in row}
    for code in permissions():
        assert code.split(".")[0] in contexts
        assert set(default_roles(code)) <= roles, code


def route_names() -> set[str]:
    """Every named address of the product, with its namespace; those of allauth and Django's own too."""
    found: set[str] = set()

    def walk(patterns: list[URLPattern | URLResolver], prefix: str) -> None:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                space = f"{pattern.namespace}:" if pattern.namespace else ""
                walk(pattern.url_patterns, prefix + space)
            else:
                found.add(f"{prefix}{pattern.name}")

    walk(get_resolver().url_patterns, "")
    return found


def test_addresses_have_names() -> None:
    """An address without a name cannot be linked or checked."""
    assert not [name for name in route_names() if name.endswith("None")]
