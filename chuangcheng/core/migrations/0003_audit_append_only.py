"""The database itself refuses to change or remove audit entries and seals, whoever asks.

A restore into an empty installation removes what `migrate` wrote: on PostgreSQL it sets `chuangcheng.audit_removal` for
its transaction, on SQLite the connection answers `audit_removal_is_allowed()` (`core.sealing.allow_removal`). A table
that a later migration rebuilds on SQLite loses its triggers: that migration has to make them again.
"""

from __future__ import annotations

from django.db import migrations

TABLES = ("core_auditentry", "core_auditseal")
REASON = "audit rows are never changed or removed"

POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION core_audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('chuangcheng.audit_removal', true) = 'on' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION '{REASON}';
END $$
"""


def statements(vendor):
    if vendor == "postgresql":
        yield POSTGRESQL_FUNCTION
        for table in TABLES:
            yield (
                f"CREATE OR REPLACE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION core_audit_append_only()"
            )
        return
    for table in TABLES:
        yield (
            f"CREATE TRIGGER IF NOT EXISTS {table}_unchanged BEFORE UPDATE ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{REASON}'); END"
        )
        yield (
            f"CREATE TRIGGER IF NOT EXISTS {table}_kept BEFORE DELETE ON {table} WHEN NOT audit_removal_is_allowed() "
            f"BEGIN SELECT RAISE(ABORT, '{REASON}'); END"
        )


def forward(apps, schema_editor):
    for statement in statements(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def backward(apps, schema_editor):
    for table in TABLES:
        on_table = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_kept{on_table}")
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_unchanged{on_table}")


class Migration(migrations.Migration):
    dependencies = [("core", "0002_search_words")]

    operations = [migrations.RunPython(forward, backward, hints={"beside_models": True})]
