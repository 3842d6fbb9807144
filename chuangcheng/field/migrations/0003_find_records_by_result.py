from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("field", "0002_add_patrols")]

    operations = [
        migrations.AddIndex(
            model_name="fieldrecord",
            index=models.Index(
                condition=models.Q(("result_id", ""), _negated=True), fields=["result_id"], name="field_record_result"
            ),
        ),
    ]
