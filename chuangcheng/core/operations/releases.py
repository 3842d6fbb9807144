"""Which tables there are in which release: told by migrations, so that a backup of an older release can be read."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import TypeAlias

from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.models import Model

Migration: TypeAlias = tuple[str, str]  # app and name

LEFT_OUT = frozenset({"sessions.session"})  # people sign in again


def known_migrations() -> frozenset[Migration]:
    """Every migration that this release has."""
    return frozenset(_loader().graph.nodes)


def applied_migrations(using: str) -> list[Migration]:
    """Every migration that the database has had, in order of name."""
    return sorted(MigrationLoader(connections[using]).applied_migrations)


def last_of(migrations: Iterable[Migration]) -> list[Migration]:
    """Those of these migrations after which none of them comes."""
    among, nodes = set(migrations), _loader().graph.node_map
    return sorted(node for node in among if not any(child in among for child in nodes[node].children))


def tables_at(migrations: Iterable[Migration]) -> list[type[Model]]:
    """Every table with rows of its own as it was after these migrations, link tables included, by name."""
    return _tables_at(frozenset(migrations))


@lru_cache(maxsize=4)
def _tables_at(migrations: frozenset[Migration]) -> list[type[Model]]:
    apps = _loader().project_state(sorted(migrations)).apps
    found = [model for model in apps.get_models(include_auto_created=True) if _has_rows(model)]
    return sorted(found, key=lambda model: model._meta.label_lower)


@cache
def _loader() -> MigrationLoader:
    return MigrationLoader(None)


def _has_rows(model: type[Model]) -> bool:
    options = model._meta
    return options.managed and not options.proxy and options.label_lower not in LEFT_OUT
