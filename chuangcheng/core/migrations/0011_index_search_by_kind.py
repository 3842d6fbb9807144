from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0010_add_words_to_notice"),
    ]

    operations = [
        migrations.AddIndex(model_name="searchentry", index=models.Index(fields=["kind", "id"], name="search_kind")),
    ]
