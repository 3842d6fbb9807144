from __future__ import annotations

from django.conf import settings
from django.db import migrations, models

import chuangcheng.core.times


class Migration(migrations.Migration):
    dependencies = [
        ("standards", "0003_add_note_and_due_on_to_arrangement"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ArrangementChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "way",
                    models.CharField(
                        choices=[("hand", "修改"), ("import", "导入"), ("undo", "撤销")],
                        max_length=6,
                    ),
                ),
                ("at", models.DateTimeField(default=chuangcheng.core.times.now)),
                ("person_name", models.CharField(max_length=60)),
                ("before", models.JSONField()),
                ("after", models.JSONField()),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "standard",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=models.deletion.CASCADE,
                        related_name="arrangement_changes",
                        to="standards.standard",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["standard", "-id"], name="arrangement_change")],
            },
        ),
    ]
