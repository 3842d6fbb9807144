from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0008_add_target_to_staged_import"),
    ]

    operations = [
        migrations.AddField(model_name="notice", name="title_words", field=models.JSONField(null=True)),
        migrations.AddField(model_name="notice", name="body_words", field=models.JSONField(null=True)),
    ]
