from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0009_keep_likeness_of_pictures"),
    ]

    operations = [
        migrations.AddField(model_name="notice", name="title_words", field=models.JSONField(null=True)),
        migrations.AddField(model_name="notice", name="body_words", field=models.JSONField(null=True)),
    ]
