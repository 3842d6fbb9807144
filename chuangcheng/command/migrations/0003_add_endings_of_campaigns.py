import chuangcheng.core.ids
import chuangcheng.core.times
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("command", "0002_keep_mock_results"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="creation",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[("named", "已命名"), ("not_named", "未命名"), ("withdrawn", "已撤回")],
                db_default="",
                default="",
                max_length=12,
            ),
        ),
        migrations.CreateModel(
            name="CreationEnding",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=chuangcheng.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("named", "已命名"), ("not_named", "未命名"), ("withdrawn", "已撤回")],
                        default="",
                        max_length=12,
                    ),
                ),
                ("happened_on", models.DateField()),
                ("reason", models.CharField(max_length=300)),
                ("recorded_at", models.DateTimeField(default=chuangcheng.core.times.now)),
                (
                    "creation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="endings", to="command.creation"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["recorded_at", "pk"],
            },
        ),
    ]
