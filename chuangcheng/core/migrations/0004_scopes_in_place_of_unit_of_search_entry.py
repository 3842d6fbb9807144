"""By whom a search entry is found: any number of scopes in place of one unit that nothing asked for."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0003_audit_append_only")]

    operations = [
        migrations.AddField("searchentry", "scopes", models.TextField(default="")),
        migrations.RemoveField("searchentry", "unit_id"),
    ]
