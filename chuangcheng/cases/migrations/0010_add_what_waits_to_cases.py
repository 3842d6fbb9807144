from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0009_add_rectification_notices"),
        ("orgs", "0001_initial"),
        ("sites", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="decision",
                        serialize=False,
                        to="cases.caseevent",
                    ),
                ),
                ("decided_on", models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name="Escalation",
            fields=[
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="escalation",
                        serialize=False,
                        to="cases.caseevent",
                    ),
                ),
                ("asked_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Extension",
            fields=[
                ("amount", models.PositiveIntegerField(null=True, verbose_name="时限")),
                (
                    "unit_of_time",
                    models.CharField(
                        blank=True,
                        choices=[("calendar_hours", "小时"), ("working_hours", "工作时"), ("working_days", "工作日")],
                        default="",
                        max_length=20,
                    ),
                ),
                ("until", models.DateField(null=True)),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="extension",
                        serialize=False,
                        to="cases.caseevent",
                    ),
                ),
                ("asked_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ExtensionAnswer",
            fields=[
                ("amount", models.PositiveIntegerField(null=True, verbose_name="时限")),
                (
                    "unit_of_time",
                    models.CharField(
                        blank=True,
                        choices=[("calendar_hours", "小时"), ("working_hours", "工作时"), ("working_days", "工作日")],
                        default="",
                        max_length=20,
                    ),
                ),
                ("until", models.DateField(null=True)),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="extension_answer",
                        serialize=False,
                        to="cases.caseevent",
                    ),
                ),
                ("is_granted", models.BooleanField()),
                ("answered_at", models.DateTimeField()),
                ("former_due_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Pause",
            fields=[
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="pause",
                        serialize=False,
                        to="cases.caseevent",
                    ),
                ),
                ("began_at", models.DateTimeField()),
                ("expected_on", models.DateField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="PauseEnd",
            fields=[
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="pause_end",
                        serialize=False,
                        to="cases.caseevent",
                    ),
                ),
                ("ended_at", models.DateTimeField()),
                ("former_due_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Recheck",
            fields=[
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="recheck",
                        serialize=False,
                        to="cases.caseevent",
                    ),
                ),
                ("drawn_at", models.DateTimeField()),
                ("lot", models.FloatField()),
                ("share", models.FloatField()),
            ],
        ),
        migrations.CreateModel(
            name="RecheckResult",
            fields=[
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="recheck_result",
                        serialize=False,
                        to="cases.caseevent",
                    ),
                ),
                ("is_good", models.BooleanField()),
                ("checked_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Whistle",
            fields=[
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="whistle",
                        serialize=False,
                        to="cases.caseevent",
                    ),
                ),
                ("called_at", models.DateTimeField()),
                ("respond_by", models.DateTimeField()),
                ("place", models.CharField(max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name="WhistleAnswer",
            fields=[
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="whistle_answer",
                        serialize=False,
                        to="cases.caseevent",
                    ),
                ),
                ("arrived_at", models.DateTimeField()),
                ("who_came", models.CharField(max_length=100)),
            ],
        ),
        migrations.CreateModel(
            name="WhistleCall",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_waiting", models.BooleanField(default=True)),
            ],
        ),
        migrations.CreateModel(
            name="WhistleEnd",
            fields=[
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="whistle_end",
                        serialize=False,
                        to="cases.caseevent",
                    ),
                ),
                ("ended_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="assist",
            name="is_assisting",
            field=models.BooleanField(db_default=True, default=True),
        ),
        migrations.AddField(
            model_name="assist",
            name="is_called",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="case",
            name="claim_ended_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="case",
            name="escalated_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="case",
            name="extension_asked_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="case",
            name="extension_count",
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="case",
            name="joined_from",
            field=models.CharField(blank=True, db_default="", default="", max_length=10),
        ),
        migrations.AddField(
            model_name="case",
            name="main_case",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="joined_cases",
                to="cases.case",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="recheck_drawn_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="case",
            name="suspended_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="case",
            name="whistled_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name="casephoto",
            name="moment",
            field=models.CharField(
                choices=[("before", "整改前"), ("after", "整改后"), ("check", "核查"), ("scene", "现场")], max_length=10
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("suspended_at__isnull", False)), fields=["suspended_at"], name="case_suspended"
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("extension_asked_at__isnull", False)),
                fields=["extension_asked_at"],
                name="case_asked",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("whistled_at__isnull", False)), fields=["whistled_at"], name="case_whistled"
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("escalated_at__isnull", False)), fields=["escalated_at"], name="case_escalated"
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("recheck_drawn_at__isnull", False)),
                fields=["recheck_drawn_at"],
                name="case_recheck",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("main_case__isnull", False)), fields=["main_case"], name="case_main"
            ),
        ),
        migrations.AddField(
            model_name="escalation",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="escalations", to="cases.case"
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="escalation",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="decision", to="cases.escalation"
            ),
        ),
        migrations.AddField(
            model_name="extension",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="extensions", to="cases.case"
            ),
        ),
        migrations.AddField(
            model_name="extension",
            name="unit",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orgs.unit"
            ),
        ),
        migrations.AddField(
            model_name="extensionanswer",
            name="extension",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="answer", to="cases.extension"
            ),
        ),
        migrations.AddField(
            model_name="pause",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="pauses", to="cases.case"
            ),
        ),
        migrations.AddField(
            model_name="pauseend",
            name="pause",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="end", to="cases.pause"
            ),
        ),
        migrations.AddField(
            model_name="recheck",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="rechecks", to="cases.case"
            ),
        ),
        migrations.AddField(
            model_name="recheckresult",
            name="recheck",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="result", to="cases.recheck"
            ),
        ),
        migrations.AddField(
            model_name="whistle",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="whistles", to="cases.case"
            ),
        ),
        migrations.AddField(
            model_name="whistle",
            name="unit",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orgs.unit"
            ),
        ),
        migrations.AddField(
            model_name="whistlecall",
            name="unit",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orgs.unit"
            ),
        ),
        migrations.AddField(
            model_name="whistlecall",
            name="whistle",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="calls", to="cases.whistle"
            ),
        ),
        migrations.AddField(
            model_name="whistleanswer",
            name="call",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="cases.whistlecall"
            ),
        ),
        migrations.AddField(
            model_name="whistleend",
            name="whistle",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="end", to="cases.whistle"
            ),
        ),
        migrations.AddIndex(
            model_name="whistlecall",
            index=models.Index(condition=models.Q(("is_waiting", True)), fields=["unit"], name="call_waiting"),
        ),
        migrations.AddConstraint(
            model_name="whistlecall",
            constraint=models.UniqueConstraint(fields=("whistle", "unit"), name="call_once"),
        ),
    ]
