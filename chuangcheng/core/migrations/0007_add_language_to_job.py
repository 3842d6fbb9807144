from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0006_add_photos_to_staged_import")]

    operations = [
        migrations.AddField(
            model_name="job",
            name="language",
            field=models.CharField(db_default="", default="", max_length=10),
        ),
    ]
