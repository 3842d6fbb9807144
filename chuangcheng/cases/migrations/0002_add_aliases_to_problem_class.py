from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [
        migrations.AddField(
            "problemclass",
            "aliases",
            models.CharField(
                blank=True,
                default="",
                help_text="检查表和台账中的其他叫法，用顿号分开。",
                max_length=600,
                verbose_name="也叫",
            ),
        ),
    ]
