"""Other programmes that a task serves, and an index of the tasks that have any."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tasks", "0002_add_import_key_to_task")]

    operations = [
        migrations.AddField(
            model_name="task",
            name="tags",
            field=models.CharField(blank=True, db_default="", default="", max_length=300),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(condition=models.Q(("tags", ""), _negated=True), fields=["-id"], name="task_tagged"),
        ),
    ]
