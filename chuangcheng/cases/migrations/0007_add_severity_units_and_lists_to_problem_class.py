import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0006_add_unit_reminders"),
    ]

    operations = [
        migrations.AddField(
            model_name="problemclass",
            name="unit_words",
            field=models.CharField(
                blank=True,
                default="",
                help_text="按这些字样在本地单位中找通常的牵头单位，用顿号分开，靠前的优先。",
                max_length=120,
                verbose_name="单位名称中的字样",
            ),
        ),
        migrations.AddField(
            model_name="problemclass",
            name="urgent_amount",
            field=models.PositiveIntegerField(
                blank=True,
                help_text="单位同处置时限；不填则按“紧急问题的时限”这项设置。",
                null=True,
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="紧急时的时限",
            ),
        ),
        migrations.AddField(
            model_name="problemclass",
            name="usual_severity",
            field=models.CharField(
                choices=[("normal", "一般"), ("urgent", "紧急")],
                default="normal",
                max_length=10,
                verbose_name="通常的紧急程度",
            ),
        ),
        migrations.CreateModel(
            name="ProblemList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=40, unique=True, verbose_name="名称")),
                (
                    "kind",
                    models.CharField(
                        choices=[("list", "清单"), ("batch", "批次分类")],
                        default="list",
                        max_length=10,
                        verbose_name="用途",
                    ),
                ),
                ("source", models.CharField(blank=True, default="", max_length=300, verbose_name="依据")),
                ("is_active", models.BooleanField(default=True, verbose_name="使用中")),
                ("order", models.PositiveIntegerField(default=0, verbose_name="顺序")),
                (
                    "classes",
                    models.ManyToManyField(
                        blank=True, related_name="lists", to="cases.problemclass", verbose_name="包含的类别"
                    ),
                ),
            ],
            options={
                "ordering": ["order", "pk"],
            },
        ),
    ]
