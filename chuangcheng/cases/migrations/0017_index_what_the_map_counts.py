from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0016_add_unit_to_look_back")]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(
                    ("lon__isnull", False), ("state__in", ["reported", "filed", "fixing", "fed_back", "suspended"])
                ),
                fields=["lon", "lat", "cell", "state", "due_at", "is_held", "number"],
                name="case_on_map",
            ),
        ),
        migrations.RemoveIndex(model_name="case", name="case_open_place"),
    ]
