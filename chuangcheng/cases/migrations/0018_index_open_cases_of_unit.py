from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0017_index_what_the_map_counts")]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("state__in", ["reported", "filed", "fixing", "fed_back", "suspended"])),
                fields=["lead_unit", "state", "due_at", "is_held"],
                name="case_open_of_unit",
            ),
        ),
    ]
