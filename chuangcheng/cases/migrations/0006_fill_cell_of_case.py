import math

from django.db import migrations

BATCH = 2_000
CELL_DEGREES, ROW = 0.002, 1_000_000  # as `recurrence.cell_of` had it


def fill(apps, schema_editor):
    cases = apps.get_model("cases", "Case").objects.using(schema_editor.connection.alias)
    last = None
    while True:
        rows = cases.filter(cell__isnull=True, lon__isnull=False, lat__isnull=False)
        if last is not None:
            rows = rows.filter(pk__gt=last)
        found = list(rows.only("pk", "lon", "lat").order_by("pk")[:BATCH])
        if not found:
            return
        for case in found:
            case.cell = math.floor((case.lat + 90) / CELL_DEGREES) * ROW + math.floor((case.lon + 180) / CELL_DEGREES)
        cases.bulk_update(found, ["cell"], batch_size=500)
        last = found[-1].pk


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_add_relapses")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
