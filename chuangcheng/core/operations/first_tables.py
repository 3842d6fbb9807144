"""The tables of an empty database, made at once instead of through the migrations of every release.

The framework makes its models anew after each of hundreds of steps: nine tenths of a first start. What migrations do
beside models (triggers, search words) they mark with `hints=BESIDE_MODELS`; it is done here, too. A test compares both
ways, object by object.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import chain

from django.db import router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunPython
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model

from chuangcheng.core.operations.releases import Migration, last_of

BESIDE_MODELS = {"beside_models": True}  # as written, not imported, in migrations


def is_bare(connection: BaseDatabaseWrapper) -> bool:
    """Whether there is no table at all."""
    return not connection.introspection.table_names()


def build_tables(connection: BaseDatabaseWrapper, migrations: Collection[Migration]) -> None:
    """Gives a bare database the tables as they are after these migrations, which stand as done; by one transaction."""
    loader = MigrationLoader(None)
    apps = loader.project_state(sorted(migrations)).apps
    with connection.schema_editor(atomic=True) as editor:
        for model in apps.get_models():
            if _belongs_there(model, connection):
                editor.create_model(model)
        for operation in _beside_models(loader, migrations):
            operation.code(apps, editor)
        record = MigrationRecorder(connection).Migration
        editor.create_model(record)
        done = [record(app=app, name=name) for app, name in sorted(migrations)]
        record.objects.using(connection.alias).bulk_create(done)


def _belongs_there(model: type[Model], connection: BaseDatabaseWrapper) -> bool:
    return model._meta.can_migrate(connection) and router.allow_migrate_model(connection.alias, model)


def _beside_models(loader: MigrationLoader, migrations: Collection[Migration]) -> Iterator[RunPython]:
    """In the order in which the migrations do it."""
    plans = (loader.graph.forwards_plan(last) for last in last_of(migrations))
    for key in dict.fromkeys(chain.from_iterable(plans)):
        for operation in loader.graph.nodes[key].operations:
            if isinstance(operation, RunPython) and operation.hints == BESIDE_MODELS:
                yield operation
