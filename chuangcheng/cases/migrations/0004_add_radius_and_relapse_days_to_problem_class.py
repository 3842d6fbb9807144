from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_add_case_reminders")]

    operations = [
        migrations.AddField(
            "problemclass",
            "radius_m",
            models.PositiveIntegerField(
                default=50,
                help_text="没有点位的问题，相距不超过这个距离的算同一地点。",
                verbose_name="同一地点的半径（米）",
            ),
        ),
        migrations.AddField(
            "problemclass",
            "relapse_days",
            models.PositiveIntegerField(
                default=90,
                help_text="结案后这些天内同一地点又出现，算回潮；0表示不算。",
                verbose_name="回潮期（天）",
            ),
        ),
    ]
