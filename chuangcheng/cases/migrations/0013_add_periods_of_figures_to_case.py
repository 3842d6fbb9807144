from __future__ import annotations

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("cases", "0012_fill_spot_of_case")]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["reported_at"], name="case_reported_in", condition=Q(is_held=False)),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["due_at"], name="case_due_in", condition=Q(is_held=False, due_at__isnull=False)),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["closed_at"], name="case_on_spot_in", condition=Q(is_held=False, due_at__isnull=True)
            ),
        ),
    ]
