from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("inspections", "0011_group_cases_of_rounds"),
    ]

    operations = [
        migrations.AddField(
            model_name="round",
            name="paper_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="round",
            name="paper_number",
            field=models.CharField(blank=True, default="", max_length=60),
        ),
    ]
