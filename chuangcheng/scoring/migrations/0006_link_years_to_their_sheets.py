import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("scoring", "0005_add_cycles"),
    ]

    operations = [
        migrations.AddField(
            model_name="yearresult",
            name="stored",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="scoring.storedsheet"
            ),
        ),
    ]
