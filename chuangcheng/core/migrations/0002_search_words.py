"""The words of search entries: an FTS5 table beside the entries on SQLite, a tsvector column in them on PostgreSQL.

The tokenizer `ascii` parts words at spaces only where we write them, and takes every other letter as it is; without
positions (`detail=none`) the index is a third as large, and pairs need none.
"""

from __future__ import annotations

from django.db import migrations

FORWARD = {
    "sqlite": [
        "CREATE VIRTUAL TABLE IF NOT EXISTS core_searchwords "
        "USING fts5(words, tokenize='ascii', detail=none, columnsize=0)",
    ],
    "postgresql": [
        "ALTER TABLE core_searchentry ADD COLUMN IF NOT EXISTS words tsvector",
        "CREATE INDEX IF NOT EXISTS search_words ON core_searchentry USING gin (words)",
    ],
}
BACKWARD = {
    "sqlite": ["DROP TABLE IF EXISTS core_searchwords"],
    "postgresql": ["ALTER TABLE core_searchentry DROP COLUMN IF EXISTS words"],
}


def forward(apps, schema_editor):
    for statement in FORWARD[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def backward(apps, schema_editor):
    for statement in BACKWARD[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [migrations.RunPython(forward, backward, hints={"beside_models": True})]
