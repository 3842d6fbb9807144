import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0007_add_severity_units_and_lists_to_problem_class"),
        ("orgs", "0001_initial"),
        ("standards", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="DispatchRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, verbose_name="规则名称")),
                ("order", models.PositiveIntegerField(default=0, verbose_name="顺序")),
                ("group", models.CharField(blank=True, default="", max_length=60, verbose_name="大类")),
                ("source", models.CharField(blank=True, default="", max_length=10, verbose_name="来源")),
                (
                    "severity",
                    models.CharField(
                        blank=True,
                        choices=[("normal", "一般"), ("urgent", "紧急")],
                        default="",
                        max_length=10,
                        verbose_name="紧急程度",
                    ),
                ),
                (
                    "words",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="有其中一个即符合，用顿号分开。",
                        max_length=200,
                        verbose_name="描述或地点中的字样",
                    ),
                ),
                (
                    "lead",
                    models.CharField(
                        choices=[
                            ("unit", "指定单位"),
                            ("owner", "点位的责任单位"),
                            ("street", "属地街道、乡镇"),
                            ("community", "属地社区、村"),
                            ("class_unit", "该类问题通常的牵头单位"),
                        ],
                        max_length=12,
                        verbose_name="派给",
                    ),
                ),
                (
                    "limit_amount",
                    models.PositiveIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="整改时限",
                    ),
                ),
                (
                    "limit_unit",
                    models.CharField(
                        blank=True,
                        choices=[("calendar_hours", "小时"), ("working_hours", "工作时"), ("working_days", "工作日")],
                        default="",
                        max_length=20,
                        verbose_name="时限单位",
                    ),
                ),
                (
                    "is_automatic",
                    models.BooleanField(
                        default=False,
                        help_text="“自动派遣”设置打开后，立案时按本规则直接派遣。",
                        verbose_name="可以自动派遣",
                    ),
                ),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="启用日期")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="停用日期")),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.unit",
                        verbose_name="所在区域",
                    ),
                ),
                (
                    "assisting",
                    models.ManyToManyField(blank=True, related_name="+", to="orgs.unit", verbose_name="配合单位"),
                ),
                (
                    "problem_class",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.problemclass",
                        verbose_name="问题类别",
                    ),
                ),
                (
                    "problem_list",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.problemlist",
                        verbose_name="清单",
                    ),
                ),
                (
                    "site_type",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="standards.sitetype",
                        verbose_name="点位类型",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.unit",
                        verbose_name="指定的单位",
                    ),
                ),
            ],
            options={
                "ordering": ["order", "pk"],
            },
        ),
    ]
